#include "readers/geojson_features.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kili/errors.hpp"
#include "readers/kili_properties.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

using nlohmann::json;

FileShape shape_kind(const GeoShape& shape) noexcept {
  if (!shape.points.empty()) return FileShape::point;
  return shape.lines.empty() ? FileShape::outline : FileShape::line;
}

/// The tool that Kili's export names; absent for others.
AnnotationTool tool_called(const std::string& name) {
  for (const auto tool : {AnnotationTool::marker, AnnotationTool::polygon, AnnotationTool::polyline,
                          AnnotationTool::rectangle, AnnotationTool::semantic}) {
    if (to_string(tool) == name) return tool;
  }
  return AnnotationTool::absent;
}

bool has_area(AnnotationTool tool) noexcept {
  return tool == AnnotationTool::polygon || tool == AnnotationTool::rectangle ||
         tool == AnnotationTool::semantic;
}

/// The class that a feature of Kili's export names.
std::optional<ClassTarget> target_of(const Ontology& ontology, const std::string& job_name,
                                     const std::string& name, std::string& problem) {
  const JobInterface* job = ontology.find(job_name);
  if (job == nullptr) {
    problem = fmt::format("the interface has no job '{}'{}", support::shown_text(job_name),
                          support::did_you_mean(job_name, ontology.jobs(), [](const JobInterface& known) {
                            return std::string_view(known.name());
                          }));
    return std::nullopt;
  }
  if (!job->has_categories()) {
    problem = fmt::format("the job '{}' has no classes", support::shown_text(job_name));
    return std::nullopt;
  }
  const CategoryInterface* category = job->find_category(name);
  if (category == nullptr) {
    problem = fmt::format(
        "the job '{}' has no class '{}'{}", support::shown_text(job_name), support::shown_text(name),
        support::did_you_mean(name, job->categories(),
                              [](const CategoryInterface& known) { return std::string_view(known.name); }));
    return std::nullopt;
  }
  return ClassTarget{category, job};
}

}  // namespace

FeatureAdder::FeatureAdder(const Ontology& ontology, const GeoJsonReaderOptions& options, FileLosses& losses)
    : ontology_(ontology),
      class_property_(options.class_property),
      outside_(options.outside),
      unit_(ontology.input_type() == InputType::geospatial ? CoordinateUnit::degrees
                                                           : CoordinateUnit::fractions),
      areas_(options.tool, losses),
      losses_(&losses) {
  if (options.job || ClassFinder::has_jobs(ontology)) classes_.emplace(ontology_, options.job);
}

void FeatureAdder::begin(std::string file) {
  file_ = std::move(file);
  mids_.clear();
}

std::string FeatureAdder::add(LabelBuilder& label, const json& feature, const std::string& place) {
  if (!feature.is_object() || support::text_or_empty(feature, "type") != "Feature")
    return "it is not a \"Feature\"";
  const json* properties = support::find_member(feature, "properties");
  const json* said = properties == nullptr ? nullptr : support::find_member(*properties, "kili");
  return said != nullptr && said->is_object() ? add_kili_feature(label, feature, *said, place)
                                              : add_plain_feature(label, feature, place);
}

std::string FeatureAdder::add_kili_feature(LabelBuilder& label, const json& feature, const json& said,
                                           const std::string& place) {
  const std::string job = support::text_or_empty(said, "job");
  const json* geometry = support::find_member(feature, "geometry");
  if (geometry == nullptr) return answer_job(label, job, said, *losses_, place);
  std::string problem;
  auto shape = geo_shape(*geometry, problem);
  if (!shape) return problem;

  const json* listed = support::find_member(said, "categories");
  if (listed == nullptr || !listed->is_array() || listed->empty()) return "it has no class";
  const json& categories = *listed;
  const auto target = target_of(ontology_, job, support::text_or_empty(categories[0], "name"), problem);
  if (!target) return problem;

  const AnnotationTool tool = tool_called(support::text_or_empty(said, "type"));
  const bool is_of_area = shape_kind(*shape) == FileShape::outline;
  if (tool != AnnotationTool::absent && has_area(tool) != is_of_area)
    return fmt::format("its geometry is not that of the tool {}", to_string(tool));
  if (tool == AnnotationTool::rectangle &&
      (shape->polygons.size() != 1 || !upright_box(shape->polygons.front().outer))) {
    return "its geometry is no upright rectangle; at the antimeridian, exports cut rectangles";
  }
  ObjectOptions options{.outside = outside_, .unit = unit_};
  options.confidence = confidence_in(categories[0], "confidence", *losses_, place);
  options.score = confidence_in(said, "score", *losses_, place);
  if (const std::string* mid = support::find_text(feature, "id")) {
    if (mids_.contains(*mid)) {
      losses_->add(place, "its id is that of a feature before; it gets another one");
    } else {
      options.mid = *mid;
    }
  }
  const std::string mid = options.mid;
  std::vector<AnnotationBuilder> objects;
  problem = add_shape(label, *target, *std::move(shape), has_area(tool) ? std::optional(tool) : std::nullopt,
                      target->category->name, std::move(options), place, objects);
  if (!problem.empty()) return problem;
  if (!mid.empty()) mids_.insert(mid);

  const json* children = support::find_member(said, "children");
  for (AnnotationBuilder& object : objects) {
    try {
      for (std::size_t i = 1; i < categories.size(); ++i) {
        object.add_category(support::text_or_empty(categories[i], "name"),
                            confidence_in(categories[i], "confidence", *losses_, place));
      }
    } catch (const Error& error) {
      losses_->add(place, fmt::format("a further class of it is left out: {}", error.what()));
    }
    try {
      if (children != nullptr && !children->empty())
        answer_children(object.children(), *children, *losses_, place);
    } catch (const Error& error) {
      losses_->add(place, fmt::format("its children are left out: {}", error.what()));
    }
  }
  static constexpr auto known =
      std::to_array<std::string_view>({"categories", "children", "job", "score", "type"});
  for (const auto& [member, value] : said.items()) {
    if (std::ranges::find(known, member) == known.end())
      losses_->add(place, fmt::format("its member '{}' is left out", support::shown_text(member, 50)));
  }
  return {};
}

std::string FeatureAdder::add_plain_feature(LabelBuilder& label, const json& feature,
                                            const std::string& place) {
  const json* geometry = support::find_member(feature, "geometry");
  if (geometry == nullptr) return "it has no geometry";
  std::string problem;
  auto shape = geo_shape(*geometry, problem);
  if (!shape) return problem;
  const json* properties = support::find_member(feature, "properties");
  const std::string* name =
      properties == nullptr ? nullptr : support::find_text(*properties, class_property_.c_str());
  if (name == nullptr) {
    return fmt::format(
        "it has no text in the property '{}'; set class_property to the property with the class",
        support::shown_text(class_property_));
  }
  if (!classes_) return "the interface has no job that detects objects";
  const auto target = classes_->find(*name, shape_kind(*shape), {}, problem);
  if (!target) return problem;
  std::vector<AnnotationBuilder> objects;
  problem = add_shape(label, *target, *std::move(shape), std::nullopt, *name,
                      {.outside = outside_, .unit = unit_}, place, objects);
  if (problem.empty()) note_properties(feature);
  return problem;
}

std::string FeatureAdder::add_shape(LabelBuilder& label, const ClassTarget& target, GeoShape shape,
                                    std::optional<AnnotationTool> tool, std::string_view class_name,
                                    ObjectOptions options, const std::string& place,
                                    std::vector<AnnotationBuilder>& objects) {
  if (shape.has_heights) losses_->add_once(file_, "heights of positions (their third numbers) are left out");
  const std::string& job = target.job->name();
  const std::string& category = target.category->name;
  switch (shape_kind(shape)) {
    case FileShape::point:
      return add_each(shape.points, std::move(options), place, objects,
                      [&](const Point& point, const ObjectOptions& how) {
                        return label.add_marker(job, category, point, how);
                      });
    case FileShape::line:
      return add_each(shape.lines, std::move(options), place, objects,
                      [&](const std::vector<Point>& line, const ObjectOptions& how) {
                        return label.add_polyline(job, category, line, how);
                      });
    default:
      const FileArea area{.parts = std::move(shape.polygons), .class_name = class_name, .tool = tool};
      AddedArea added = areas_.add(label, target, area, std::move(options), file_, place);
      objects = std::move(added.objects);
      return std::move(added.problem);
  }
}

template <typename Shapes, typename AddOne>
std::string FeatureAdder::add_each(const Shapes& shapes, ObjectOptions options, const std::string& place,
                                   std::vector<AnnotationBuilder>& objects, AddOne add_one) {
  for (const auto& shape : shapes) {
    try {
      objects.push_back(add_one(shape, options));
      options.mid.clear();  // the others are objects of their own
    } catch (const Error& error) {
      if (shapes.size() == 1) return error.what();
      losses_->add(place, fmt::format("a part of it is left out: {}", error.what()));
    }
  }
  if (objects.size() > 1) losses_->add(place, fmt::format("its parts are {} objects", objects.size()));
  return objects.empty() ? "no part of it is left" : "";
}

void FeatureAdder::note_properties(const json& feature) {
  const json* properties = support::find_member(feature, "properties");
  if (properties == nullptr || !properties->is_object()) return;
  for (const auto& [name, value] : properties->items()) {
    if (name != class_property_ && !value.is_null()) {
      losses_->add_once(
          file_, fmt::format("the property '{}' of features is left out", support::shown_text(name, 100)));
    }
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
