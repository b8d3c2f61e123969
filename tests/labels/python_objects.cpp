#include "python_objects.hpp"

#include <cstdint>
#include <map>
#include <optional>

#include "kili/labels/overloaded.hpp"
#include "python_arguments.hpp"

namespace kili::label_cases {
namespace {

using nlohmann::json;

template <typename Part>
using Getters = std::map<std::string, std::function<Object(Part&)>>;
template <typename Part>
using Setters = std::map<std::string, std::function<void(Part&, const json&)>>;

json texts(std::span<const std::string> words, const char* key) {
  json list = json::array();
  for (const auto& word : words) list.push_back({{key, word}});
  return list;
}
json points(std::span<const Point> vertices) {
  json list = json::array();
  for (const Point& point : vertices) list.push_back({{"x", point.x}, {"y", point.y}});
  return list;
}
json text(std::string_view value) { return json(std::string(value)); }
json text(std::optional<std::string_view> value) { return value ? json(std::string(*value)) : json(); }
json number(std::optional<double> value) { return value ? json(*value) : json(); }
Object category_or_none(Category* category) {
  return category == nullptr ? Object(json()) : Object(category);
}

Object method(const char* name, std::function<Object(const PathArguments&)> call) {
  return Method{.name = name, .call = std::move(call)};
}
/// A method without arguments that gives a plain value.
Object plain_method(const char* name, std::function<json()> call) {
  return method(name, [call = std::move(call)](const PathArguments& arguments) -> Object {
    static_cast<void>(Parameters(arguments, {}));
    return call();
  });
}
/// add_category(name, confidence=None) of answers and annotations.
template <typename Part>
Object add_category_method(Part& part) {
  return method("add_category", [&part](const PathArguments& arguments) -> Object {
    const Parameters given(arguments, {"name", "confidence"});
    part.add_category(to_text(given.required(0)), given.optional_number(1));
    return json();
  });
}

const Getters<Annotation>& annotation_getters() {
  static const Getters<Annotation> getters{
      {"add_bounding_poly",
       [](Annotation& a) {
         return method("add_bounding_poly", [&a](const PathArguments& arguments) -> Object {
           a.add_bounding_poly(Parameters(arguments, {"bounding_poly_dict"}).required(0));
           return json();
         });
       }},
      {"add_category", [](Annotation& a) { return add_category_method(a); }},
      {"annotations", [](Annotation& a) { return Object(&a.annotations()); }},
      {"as_dict", [](Annotation& a) { return plain_method("as_dict", [&a] { return a.as_dict(); }); }},
      {"begin_offset", [](Annotation& a) { return Object(json(a.begin_offset())); }},
      {"bounding_poly", [](Annotation& a) { return Object(&a.bounding_poly()); }},
      {"categories", [](Annotation& a) { return Object(&a.categories()); }},
      {"category", [](Annotation& a) { return category_or_none(a.category()); }},
      {"children", [](Annotation& a) { return Object(&a.children()); }},
      {"content", [](Annotation& a) { return Object(text(a.content())); }},
      {"end_entities", [](Annotation& a) { return Object(texts(a.end_entities(), "mid")); }},
      {"end_objects", [](Annotation& a) { return Object(texts(a.end_objects(), "mid")); }},
      {"end_offset", [](Annotation& a) { return Object(json(a.end_offset())); }},
      {"is_key_frame", [](Annotation& a) { return Object(json(a.is_key_frame())); }},
      {"kind", [](Annotation& a) { return Object(text(a.kind())); }},
      {"mid", [](Annotation& a) { return Object(text(a.mid())); }},
      {"page_number_array",
       [](Annotation& a) {
         const auto pages = a.page_number_array();
         return Object(json(std::vector<int>(pages.begin(), pages.end())));
       }},
      {"point",
       [](Annotation& a) {
         const Point point = a.point();
         return Object(points(std::span(&point, 1)).front());
       }},
      {"points", [](Annotation& a) { return Object(a.points()); }},
      {"polyline", [](Annotation& a) { return Object(points(a.polyline())); }},
      {"polys",
       [](Annotation& a) {
         json list = json::array();
         for (const BoundingPoly& poly : a.polys()) list.push_back(poly.as_dict());
         return Object(list);
       }},
      {"score", [](Annotation& a) { return Object(number(a.score())); }},
      {"start_entities", [](Annotation& a) { return Object(texts(a.start_entities(), "mid")); }},
      {"start_objects", [](Annotation& a) { return Object(texts(a.start_objects(), "mid")); }},
      {"type", [](Annotation& a) { return Object(text(a.type())); }}};
  return getters;
}

const Setters<Annotation>& annotation_setters() {
  static const Setters<Annotation> setters{
      {"begin_offset", [](Annotation& a, const json& v) { a.set_begin_offset(to_integer(v)); }},
      {"children", [](Annotation& a, const json& v) { a.set_children(to_dictionary(v)); }},
      {"content", [](Annotation& a, const json& v) { a.set_content(to_text(v)); }},
      {"end_entities", [](Annotation& a, const json& v) { a.set_end_entities(to_mids(v)); }},
      {"end_objects", [](Annotation& a, const json& v) { a.set_end_objects(to_mids(v)); }},
      {"end_offset", [](Annotation& a, const json& v) { a.set_end_offset(to_integer(v)); }},
      {"mid", [](Annotation& a, const json& v) { a.set_mid(to_text(v)); }},
      {"point", [](Annotation& a, const json& v) { a.set_point(to_point(v)); }},
      {"polyline", [](Annotation& a, const json& v) { a.set_polyline(to_points(v)); }},
      {"score", [](Annotation& a, const json& v) { a.set_score(static_cast<int>(to_integer(v))); }},
      {"start_entities", [](Annotation& a, const json& v) { a.set_start_entities(to_mids(v)); }},
      {"start_objects", [](Annotation& a, const json& v) { a.set_start_objects(to_mids(v)); }}};
  return setters;
}

const Getters<PosePoint>& pose_point_getters() {
  static const Getters<PosePoint> getters{
      {"add_category", [](PosePoint& p) { return add_category_method(p); }},
      {"as_dict", [](PosePoint& p) { return plain_method("as_dict", [&p] { return p.as_dict(); }); }},
      {"categories", [](PosePoint& p) { return Object(&p.categories()); }},
      {"category", [](PosePoint& p) { return category_or_none(p.category()); }},
      {"children", [](PosePoint& p) { return Object(&p.children()); }},
      {"code", [](PosePoint& p) { return Object(text(p.code())); }},
      {"job_name", [](PosePoint& p) { return Object(text(p.job_name())); }},
      {"mid", [](PosePoint& p) { return Object(text(p.mid())); }},
      {"name", [](PosePoint& p) { return Object(text(p.name())); }},
      {"point",
       [](PosePoint& p) {
         const Point point = p.point();
         return Object(points(std::span(&point, 1)).front());
       }},
      {"type", [](PosePoint& p) { return Object(text(p.type())); }}};
  return getters;
}

const Setters<PosePoint>& pose_point_setters() {
  static const Setters<PosePoint> setters{
      {"children", [](PosePoint& p, const json& v) { p.set_children(to_dictionary(v)); }},
      {"mid", [](PosePoint& p, const json& v) { p.set_mid(to_text(v)); }}};
  return setters;
}

const Getters<Category>& category_getters() {
  static const Getters<Category> getters{
      {"as_dict", [](Category& c) { return plain_method("as_dict", [&c] { return c.as_dict(); }); }},
      {"children", [](Category& c) { return Object(&c.children()); }},
      {"confidence", [](Category& c) { return Object(json(c.confidence())); }},
      {"display_name", [](Category& c) { return Object(json(c.display_name())); }},
      {"name", [](Category& c) { return Object(json(c.name())); }}};
  return getters;
}

const Setters<Category>& category_setters() {
  static const Setters<Category> setters{
      {"children", [](Category& c, const json& v) { c.set_children(to_dictionary(v)); }},
      {"confidence", [](Category& c, const json& v) { c.set_confidence(to_number(v)); }},
      {"display_name", [](Category& c, const json& v) { c.set_display_name(to_text(v)); }},
      {"name", [](Category& c, const json& v) { c.set_name(to_text(v)); }}};
  return setters;
}

const Getters<CategoryList>& category_list_getters() {
  static const Getters<CategoryList> getters{
      {"add_category",
       [](CategoryList& list) {
         return method("add_category", [&list](const PathArguments& arguments) -> Object {
           const Parameters given(arguments, {"name", "confidence", "children"});
           const std::string name = to_text(given.required(0));
           const auto confidence = given.optional_number(1);
           if (const json* children = given.optional(2)) {
             list.add_category(name, confidence, to_dictionary(*children));
           } else {
             list.add_category(name, confidence);
           }
           return json();
         });
       }},
      {"as_list",
       [](CategoryList& list) { return plain_method("as_list", [&list] { return list.as_list(); }); }}};
  return getters;
}

const Getters<AnnotationList>& annotation_list_getters() {
  static const Getters<AnnotationList> getters{
      {"add_annotation",
       [](AnnotationList& list) {
         return method("add_annotation", [&list](const PathArguments& arguments) -> Object {
           list.add_annotation(to_dictionary(Parameters(arguments, {"annotation_dict"}).required(0)));
           return json();
         });
       }},
      {"as_list",
       [](AnnotationList& list) { return plain_method("as_list", [&list] { return list.as_list(); }); }}};
  return getters;
}

const Getters<BoundingPolyList>& bounding_poly_list_getters() {
  static const Getters<BoundingPolyList> getters{
      {"add_bounding_poly",
       [](BoundingPolyList& list) {
         return method("add_bounding_poly", [&list](const PathArguments& arguments) -> Object {
           list.add_bounding_poly(Parameters(arguments, {"bounding_poly"}).required(0));
           return json();
         });
       }},
      {"as_list",
       [](BoundingPolyList& list) { return plain_method("as_list", [&list] { return list.as_list(); }); }}};
  return getters;
}

const Getters<BoundingPoly>& bounding_poly_getters() {
  static const Getters<BoundingPoly> getters{
      {"as_dict",
       [](BoundingPoly& poly) { return plain_method("as_dict", [&poly] { return poly.as_dict(); }); }},
      {"normalized_vertices", [](BoundingPoly& poly) {
         if (!poly.is_nested()) return Object(points(poly.normalized_vertices()));
         json rings = json::array();
         for (std::size_t i = 0; i < poly.ring_count(); ++i) rings.push_back(points(poly.ring(i)));
         return Object(rings);
       }}};
  return getters;
}

const Setters<BoundingPoly>& bounding_poly_setters() {
  static const Setters<BoundingPoly> setters{
      {"normalized_vertices", [](BoundingPoly& poly, const json& value) {
         if (!value.is_array()) {
           throw PythonError("TypeCheckError", "not a list");
         }
         if (value.empty() || !value.front().is_array()) {
           poly.set_normalized_vertices(to_points(value));
           return;
         }
         std::vector<std::vector<Point>> rings;
         for (const auto& ring : value) rings.push_back(to_points(ring));
         poly.set_rings(rings);
       }}};
  return setters;
}

const Getters<ParsedJob>& job_getters() {
  static const Getters<ParsedJob> getters{
      {"add_annotation",
       [](ParsedJob& job) {
         return method("add_annotation", [&job](const PathArguments& arguments) -> Object {
           job.add_annotation(to_dictionary(Parameters(arguments, {"annotation_dict"}).required(0)));
           return json();
         });
       }},
      {"add_category", [](ParsedJob& job) { return add_category_method(job); }},
      {"annotations", [](ParsedJob& job) { return Object(&job.annotations()); }},
      {"bounding_poly_annotations", [](ParsedJob& job) { return Object(&job.bounding_poly_annotations()); }},
      {"categories", [](ParsedJob& job) { return Object(&job.categories()); }},
      {"category", [](ParsedJob& job) { return category_or_none(job.category()); }},
      {"children", [](ParsedJob& job) { return Object(&job.children()); }},
      {"entity_annotations", [](ParsedJob& job) { return Object(&job.entity_annotations()); }},
      {"file_id", [](ParsedJob& job) { return Object(text(job.file_id())); }},
      {"file_mime_type", [](ParsedJob& job) { return Object(text(job.file_mime_type())); }},
      {"file_name", [](ParsedJob& job) { return Object(text(job.file_name())); }},
      {"frames",
       [](ParsedJob& job) {
         static_cast<void>(job.frames());
         return Object(&job);
       }},
      {"is_key_frame", [](ParsedJob& job) { return Object(json(job.is_key_frame())); }},
      {"text", [](ParsedJob& job) { return Object(text(job.text())); }},
      {"to_dict", [](ParsedJob& job) {
         if (job.is_video()) throw PythonError("AttributeError", "frames have no to_dict");
         return plain_method("to_dict", [&job] { return job.to_dict(); });
       }}};
  return getters;
}

const Setters<ParsedJob>& job_setters() {
  static const Setters<ParsedJob> setters{
      {"children", [](ParsedJob& job, const json& v) { job.set_children(to_dictionary(v)); }},
      {"text", [](ParsedJob& job, const json& v) { job.set_text(to_text(v)); }}};
  return setters;
}

json names_of(const ParsedJobs& jobs) {
  json names = json::array();
  for (const ParsedJob& job : jobs) names.push_back(job.name());
  return names;
}

const Getters<ParsedJobs>& jobs_getters() {
  static const Getters<ParsedJobs> getters{
      {"items",
       [](ParsedJobs& jobs) {
         return plain_method("items", [&jobs] {
           json items = json::array();
           for (const ParsedJob& job : jobs) items.push_back({job.name(), job.to_dict()});
           return items;
         });
       }},
      {"keys", [](ParsedJobs& jobs) { return plain_method("keys", [&jobs] { return names_of(jobs); }); }},
      {"to_dict",
       [](ParsedJobs& jobs) { return plain_method("to_dict", [&jobs] { return jobs.to_dict(); }); }},
      {"values", [](ParsedJobs& jobs) {
         return plain_method("values", [&jobs] {
           json values = json::array();
           for (const ParsedJob& job : jobs) values.push_back(job.to_dict());
           return values;
         });
       }}};
  return getters;
}

const Getters<ParsedLabel>& label_getters() {
  static const Getters<ParsedLabel> getters{
      {"get",
       [](ParsedLabel& label) {
         return method("get", [&label](const PathArguments& arguments) -> Object {
           const Parameters given(arguments, {"key", "default"});
           const json* otherwise = given.optional(1);
           return label.fields().value(to_text(given.required(0)),
                                       otherwise == nullptr ? json() : *otherwise);
         });
       }},
      {"jobs", [](ParsedLabel& label) { return Object(&label.jobs()); }},
      {"json_response", [](ParsedLabel& label) { return Object(label.json_response()); }},
      {"to_dict",
       [](ParsedLabel& label) { return plain_method("to_dict", [&label] { return label.to_dict(); }); }}};
  return getters;
}

template <typename Part>
Object get(const Getters<Part>& getters, Part& part, const std::string& name) {
  const auto found = getters.find(name);
  if (found == getters.end()) throw PythonError("AttributeError", "there is no attribute " + name);
  return found->second(part);
}
template <typename Part>
void set(const Setters<Part>& setters, Part& part, const std::string& name, const json& value) {
  const auto found = setters.find(name);
  if (found == setters.end()) throw PythonError("AttributeError", name + " cannot be set");
  found->second(part, value);
}

Object json_attribute(const json& value, const std::string& name) {
  if (value.is_object() && (name == "keys" || name == "values" || name == "items")) {
    return plain_method(name.c_str(), [value, name] {
      json list = json::array();
      for (const auto& [key, member] : value.items()) {
        list.push_back(name == "keys" ? json(key) : name == "values" ? member : json::array({key, member}));
      }
      return list;
    });
  }
  throw PythonError("AttributeError", "a plain value has no attribute " + name);
}

/// The index of an element of a list; Python counts negative ones from the end.
std::size_t list_index(const json& index, std::size_t size, const char* type_error) {
  if (!index.is_number_integer()) throw PythonError(type_error, "the index is not an integer");
  auto position = index.get<std::int64_t>();
  if (position < 0) position += static_cast<std::int64_t>(size);
  if (position < 0) throw PythonError("IndexError", "the index is out of range");
  return static_cast<std::size_t>(position);
}

json json_element(const json& value, const json& index) {
  if (value.is_object()) {
    const std::string key = index.is_string() ? index.get<std::string>() : index.dump();
    if (!value.contains(key)) throw PythonError("KeyError", key);
    return value[key];
  }
  if (!value.is_array()) throw PythonError("TypeError", "a plain value has no elements");
  const std::size_t position = list_index(index, value.size(), "TypeError");
  if (position >= value.size()) throw PythonError("IndexError", "the index is out of range");
  return value[position];
}

/// A frame; here Python does not count from the end.
Object frame(ParsedJob& job, const json& index) {
  if (!job.is_video()) throw PythonError("TypeError", "the answer is no list of frames");
  if (!index.is_number_integer()) throw PythonError("TypeError", "the index is not an integer");
  const auto position = index.get<std::int64_t>();
  return &job.frames()[position < 0 ? static_cast<std::size_t>(-1) : static_cast<std::size_t>(position)];
}

}  // namespace

Object attribute(const Object& object, const std::string& name) {
  return std::visit(
      overloaded{[&](const json& value) { return json_attribute(value, name); },
                 [&](ParsedLabel* part) {
                   if (name == "keys" || name == "values" || name == "items") {
                     return json_attribute(part->fields(), name);
                   }
                   return get(label_getters(), *part, name);
                 },
                 [&](ParsedJobs* part) { return get(jobs_getters(), *part, name); },
                 [&](ParsedJob* part) { return get(job_getters(), *part, name); },
                 [&](CategoryList* part) { return get(category_list_getters(), *part, name); },
                 [&](Category* part) { return get(category_getters(), *part, name); },
                 [&](AnnotationList* part) { return get(annotation_list_getters(), *part, name); },
                 [&](Annotation* part) { return get(annotation_getters(), *part, name); },
                 [&](PosePoint* part) { return get(pose_point_getters(), *part, name); },
                 [&](BoundingPolyList* part) { return get(bounding_poly_list_getters(), *part, name); },
                 [&](BoundingPoly* part) { return get(bounding_poly_getters(), *part, name); },
                 [&](const auto&) -> Object {
                   throw PythonError("AttributeError", "a list or method has no attribute " + name);
                 }},
      object);
}

void set_attribute(const Object& object, const std::string& name, const json& value) {
  std::visit(overloaded{[&](ParsedJob* part) {
                          if (part->is_video())
                            throw PathError("a list of frames takes any attribute in Python");
                          set(job_setters(), *part, name, value);
                        },
                        [&](Category* part) { set(category_setters(), *part, name, value); },
                        [&](Annotation* part) { set(annotation_setters(), *part, name, value); },
                        [&](PosePoint* part) { set(pose_point_setters(), *part, name, value); },
                        [&](BoundingPoly* part) { set(bounding_poly_setters(), *part, name, value); },
                        [&](const auto&) { throw PythonError("AttributeError", name + " cannot be set"); }},
             object);
}

Object element(const Object& object, const json& index) {
  return std::visit(
      overloaded{[&](const json& value) -> Object { return json_element(value, index); },
                 [&](ParsedLabel* label) -> Object { return json_element(label->fields(), index); },
                 [&](ParsedJobs* jobs) -> Object {
                   return &(*jobs)[index.is_string() ? index.get<std::string>() : index.dump()];
                 },
                 [&](ParsedJob* job) -> Object { return frame(*job, index); },
                 [&](CategoryList* list) -> Object {
                   return &(*list)[list_index(index, list->size(), "TypeCheckError")];
                 },
                 [&](AnnotationList* list) -> Object {
                   return &(*list)[list_index(index, list->size(), "TypeCheckError")];
                 },
                 [&](BoundingPolyList* list) -> Object {
                   return &(*list)[list_index(index, list->size(), "TypeCheckError")];
                 },
                 [&](std::span<PosePoint> list) -> Object {
                   const std::size_t position = list_index(index, list.size(), "TypeError");
                   if (position >= list.size()) throw PythonError("IndexError", "the index is out of range");
                   return &list[position];
                 },
                 [&](const auto&) -> Object { throw PythonError("TypeError", "there are no elements"); }},
      object);
}

std::size_t length(const Object& object) {
  return std::visit(
      overloaded{[](const json& value) -> std::size_t {
                   if (value.is_string()) return value.get_ref<const std::string&>().size();
                   if (!value.is_structured()) throw PythonError("TypeError", "it has no length");
                   return value.size();
                 },
                 [](ParsedLabel* label) { return label->fields().size(); },
                 [](ParsedJobs* jobs) { return jobs->size(); },
                 [](ParsedJob* job) {
                   if (!job->is_video()) throw PythonError("TypeError", "it has no length");
                   return job->frames().size();
                 },
                 [](CategoryList* list) { return list->size(); },
                 [](AnnotationList* list) { return list->size(); },
                 [](BoundingPolyList* list) { return list->size(); },
                 [](std::span<PosePoint> list) { return list.size(); },
                 [](const auto&) -> std::size_t { throw PythonError("TypeError", "it has no length"); }},
      object);
}

json to_json(const Object& object) {
  return std::visit(
      overloaded{[](const json& value) { return value; }, [](ParsedLabel* label) { return label->to_dict(); },
                 [](ParsedJobs* jobs) { return jobs->to_dict(); },
                 [](ParsedJob* job) { return job->to_dict(); },
                 [](CategoryList* list) { return list->as_list(); },
                 [](AnnotationList* list) { return list->as_list(); },
                 [](BoundingPolyList* list) { return list->as_list(); },
                 [](std::span<PosePoint> list) {
                   json points = json::array();
                   for (const PosePoint& point : list) points.push_back(point.as_dict());
                   return points;
                 },
                 [](const Method& named) { return to_json(named.call({})); },
                 [](auto* part) { return part->as_dict(); }},
      object);
}

namespace {

/// list(): Python iterates over the names of what has names.
json to_list(const Object& object) {
  if (const auto* jobs = std::get_if<ParsedJobs*>(&object)) return names_of(**jobs);
  json value = to_json(object);
  if (value.is_array()) return value;
  if (!value.is_object()) throw PythonError("TypeError", "it is no list");
  json names = json::array();
  for (const auto& [name, member] : value.items()) names.push_back(name);
  return names;
}

Object follow(Object object, std::span<const PathStep> steps) {
  for (const PathStep& step : steps) {
    switch (step.kind) {
      case PathStep::Kind::attribute:
        object = attribute(object, step.name);
        break;
      case PathStep::Kind::index:
        object = element(object, step.index);
        break;
      case PathStep::Kind::call:
        if (const auto* called = std::get_if<Method>(&object)) {
          object = Object(called->call(step.arguments));
        } else if (!step.arguments.positional.empty() || !step.arguments.named.empty()) {
          throw PythonError("TypeError", "it cannot be called");
        }
        break;
    }
  }
  return object;
}

}  // namespace

json evaluate(ParsedLabel& label, const Path& path) {
  Object object = follow(&label, path.steps);
  for (auto function = path.functions.rbegin(); function != path.functions.rend(); ++function) {
    object = *function == "len" ? Object(json(length(object))) : Object(to_list(object));
  }
  return to_json(object);
}

void execute(ParsedLabel& label, const Statement& statement) {
  if (!statement.value) {
    static_cast<void>(evaluate(label, statement.path));
    return;
  }
  if (statement.path.steps.empty()) throw PathError("the label cannot be assigned to");
  const std::span<const PathStep> steps = statement.path.steps;
  const Object owner = follow(&label, steps.first(steps.size() - 1));
  if (steps.back().kind != PathStep::Kind::attribute) throw PathError("only attributes can be assigned to");
  set_attribute(owner, steps.back().name, *statement.value);
}

}  // namespace kili::label_cases
