#include "parsed_labels/label_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/number.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

using detail::AnnotationData;
using detail::LabelAccess;

/// Writes the members of an object one after the other.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;
  ~ObjectWriter() { out_ += '}'; }

  /// A key that needs no escapes; its value follows.
  std::string& member(std::string_view key) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    out_ += '"';
    out_ += key;
    out_ += "\":";
    return out_;
  }
  void text(std::string_view key, std::string_view value) { support::append_json_string(member(key), value); }
  void integer(std::string_view key, std::int64_t value) {
    fmt::format_to(std::back_inserter(member(key)), "{}", value);
  }
  void boolean(std::string_view key, bool value) { member(key) += value ? "true" : "false"; }

 private:
  std::string& out_;
  bool is_first_ = true;
};

/// [element,element]
template <typename Elements, typename Append>
void append_list(std::string& out, const Elements& elements, Append append) {
  out += '[';
  bool is_first = true;
  for (const auto& element : elements) {
    if (!is_first) out += ',';
    is_first = false;
    append(out, element);
  }
  out += ']';
}

void append_point(std::string& out, const Point& point) {
  fmt::format_to(std::back_inserter(out), "{{\"x\":{},\"y\":{}}}", point.x, point.y);
}
void append_points(std::string& out, std::span<const Point> points) {
  append_list(out, points, append_point);
}

void append_outline(std::string& out, const BoundingPoly& outline) {
  ObjectWriter object(out);
  std::string& vertices = object.member("normalizedVertices");
  if (!outline.is_nested()) {
    append_points(vertices, outline.normalized_vertices());
    return;
  }
  vertices += '[';
  for (std::size_t i = 0; i < outline.ring_count(); ++i) {
    if (i > 0) vertices += ',';
    append_points(vertices, outline.ring(i));
  }
  vertices += ']';
}

void append_outlines(std::string& out, const BoundingPolyList& outlines) {
  if (!outlines.is_hierarchical()) {
    append_list(out, outlines, append_outline);
    return;
  }
  out += '[';
  for (std::size_t i = 0; i < outlines.part_count(); ++i) {
    if (i > 0) out += ',';
    append_list(out, outlines.part(i), append_outline);
  }
  out += ']';
}

/// Nothing of what was asked below a class is answered.
bool is_unanswered(const ParsedJobs& answers);

void append_category(std::string& out, const Category& category) {
  ObjectWriter object(out);
  if (category.has_children() && !is_unanswered(category.children())) {
    append_answers(object.member("children"), category.children());
  }
  if (category.has_confidence()) {
    object.integer("confidence", static_cast<std::int64_t>(as_double(LabelAccess::confidence(category))));
  }
  object.text("name", category.name());
}

void append_mids(ObjectWriter& object, std::string_view key,
                 const std::optional<std::vector<std::string>>& mids) {
  if (!mids) return;
  append_list(object.member(key), *mids,
              [](std::string& out, const std::string& mid) { ObjectWriter(out).text("mid", mid); });
}

void append_annotation(std::string& out, const AnnotationData& annotation);

template <typename Annotations>
void append_annotations(std::string& out, const Annotations& annotations) {
  append_list(out, annotations, [](std::string& target, const AnnotationBase& annotation) {
    append_annotation(target, LabelAccess::data(annotation));
  });
}

void append_rare_parts(ObjectWriter& object, const detail::RareParts& rare) {
  if (rare.annotations) append_annotations(object.member("annotations"), *rare.annotations);
  if (rare.code) object.text("code", *rare.code);
  append_mids(object, "endEntities", rare.end_entities);
  append_mids(object, "endObjects", rare.end_objects);
  if (rare.job_name) object.text("jobName", *rare.job_name);
  if (rare.name) object.text("name", *rare.name);
  if (rare.page_number_array) {
    append_list(object.member("pageNumberArray"), *rare.page_number_array,
                [](std::string& out, int page) { out += std::to_string(page); });
  }
  if (rare.points) append_annotations(object.member("points"), *rare.points);
  if (rare.polys) append_list(object.member("polys"), *rare.polys, append_outline);
  append_mids(object, "startEntities", rare.start_entities);
  append_mids(object, "startObjects", rare.start_objects);
}

void append_annotation(std::string& out, const AnnotationData& annotation) {
  ObjectWriter object(out);
  if (annotation.begin_offset) object.integer("beginOffset", *annotation.begin_offset);
  if (LabelAccess::is_present(annotation.bounding_poly)) {
    append_outlines(object.member("boundingPoly"), annotation.bounding_poly);
  }
  if (LabelAccess::is_present(annotation.categories)) {
    append_list(object.member("categories"), annotation.categories, append_category);
  }
  if (annotation.children) append_answers(object.member("children"), *annotation.children);
  if (annotation.content) object.text("content", *annotation.content);
  if (annotation.end_offset) object.integer("endOffset", *annotation.end_offset);
  if (annotation.is_key_frame) object.boolean("isKeyFrame", *annotation.is_key_frame);
  if (annotation.mid) object.text("mid", *annotation.mid);
  if (annotation.point) append_point(object.member("point"), annotation.point->points.front());
  if (annotation.polyline) append_points(object.member("polyline"), annotation.polyline->points);
  if (annotation.score.form != detail::Number::Form::absent) {
    object.integer("score", static_cast<std::int64_t>(as_double(annotation.score)));
  }
  if (annotation.tool != AnnotationTool::absent) object.text("type", to_string(annotation.tool));
  if (annotation.rare) append_rare_parts(object, *annotation.rare);
}

void append_answer(std::string& out, const detail::JobData& data) {
  ObjectWriter object(out);
  if (LabelAccess::is_present(data.annotations)) {
    append_annotations(object.member("annotations"), data.annotations);
  }
  if (LabelAccess::is_present(data.categories)) {
    append_list(object.member("categories"), data.categories, append_category);
  }
  if (data.is_key_frame) object.boolean("isKeyFrame", *data.is_key_frame);
  if (data.text) object.text("text", *data.text);
}

bool is_unanswered(const ParsedJobs& answers) {
  return std::all_of(answers.begin(), answers.end(), [](const ParsedJob& answer) { return answer.empty(); });
}

}  // namespace

void append_answers(std::string& out, const ParsedJobs& answers) {
  ObjectWriter object(out);
  for (const ParsedJob& answer : answers) {
    if (answer.empty()) continue;
    std::string key;  // names of an interface may need escapes
    support::append_json_string(key, answer.name());
    append_answer(object.member(std::string_view(key).substr(1, key.size() - 2)), *LabelAccess::data(answer));
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
