#include "kili/labels/annotation.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/attributes.hpp"
#include "parsed_labels/list_index.hpp"
#include "parsed_labels/number.hpp"
#include "parsed_labels/reading.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {

using detail::LabelAccess;
using labels::LabelPath;

void Annotation::check(Attribute attribute) const {
  if (!labels::is_compatible(attribute, *job_, data_->tool)) throw_incompatible(attribute);
}

namespace {

/// A rare part of an annotation, or a null pointer.
template <typename Value>
const Value* rare_part(const detail::AnnotationData& data, std::optional<Value> detail::RareParts::*member) {
  if (!data.rare) return nullptr;
  const auto& part = (*data.rare).*member;
  return part ? &*part : nullptr;
}

}  // namespace

// All annotations
// --------------------------------------------------------------------------------------------

const CategoryList& Annotation::categories() const {
  check(Attribute::categories);
  return read_categories();
}
CategoryList& Annotation::categories() {
  static_cast<void>(std::as_const(*this).categories());
  return data_->categories;
}

const Category* Annotation::category() const {
  check(Attribute::category);
  return read_category();
}
Category* Annotation::category() {
  return std::as_const(*this).category() == nullptr ? nullptr : &data_->categories[0];
}

std::string_view Annotation::mid() const {
  check(Attribute::mid);
  return read_mid();
}
void Annotation::set_mid(std::string_view mid) {
  check(Attribute::mid);
  write_mid(mid);
}

const ParsedJobs& Annotation::children() const {
  check(Attribute::children);
  return read_children();
}
ParsedJobs& Annotation::children() {
  static_cast<void>(std::as_const(*this).children());
  return *data_->children;
}
void Annotation::set_children(const nlohmann::json& children) {
  check(Attribute::children);
  write_children(children);
}

// Entities
// ---------------------------------------------------------------------------------------------------

std::string_view Annotation::content() const {
  check(Attribute::content);
  return text(data_->content, "content");
}
void Annotation::set_content(std::string_view content) {
  check(Attribute::content);
  data_->content.emplace(content);
  data_->unread.forget("content");
}

std::int64_t Annotation::begin_offset() const {
  check(Attribute::begin_offset);
  if (!data_->begin_offset) throw_missing("beginOffset");
  return *data_->begin_offset;
}
std::int64_t Annotation::end_offset() const {
  check(Attribute::end_offset);
  if (!data_->end_offset) throw_missing("endOffset");
  return *data_->end_offset;
}
void Annotation::set_begin_offset(std::int64_t offset) {
  check(Attribute::begin_offset);
  if (offset < 0) {
    throw ValidationError(
        fmt::format("job '{}': begin_offset is {}, less than 0", support::shown_text(job_->name()), offset));
  }
  data_->begin_offset = offset;
  data_->unread.forget("beginOffset");
}
void Annotation::set_end_offset(std::int64_t offset) {
  check(Attribute::end_offset);
  if (offset < 0) {
    throw ValidationError(
        fmt::format("job '{}': end_offset is {}, less than 0", support::shown_text(job_->name()), offset));
  }
  data_->end_offset = offset;
  data_->unread.forget("endOffset");
}

// Entities and objects in PDFs
// -------------------------------------------------------------------------------------------

const AnnotationList& Annotation::annotations() const {
  check(Attribute::annotations);
  const auto* found = rare_part(*data_, &detail::RareParts::annotations);
  if (found == nullptr) {
    if (const auto* unread = data_->unread.find("annotations")) {
      const LabelPath place(*job_);  // names the place in the error
      static_cast<void>(labels::read_annotations(*unread, *job_, place.member("annotations")));
    }
    throw_missing("annotations");
  }
  return *found;
}
AnnotationList& Annotation::annotations() {
  static_cast<void>(std::as_const(*this).annotations());
  return *data_->rare->annotations;
}

std::span<const BoundingPoly> Annotation::polys() const {
  check(Attribute::polys);
  const auto* found = rare_part(*data_, &detail::RareParts::polys);
  if (found == nullptr) throw_missing("polys");
  return *found;
}

std::span<const int> Annotation::page_number_array() const {
  check(Attribute::page_number_array);
  const auto* found = rare_part(*data_, &detail::RareParts::page_number_array);
  if (found == nullptr) throw_missing("pageNumberArray");
  return *found;
}

// Objects
// ----------------------------------------------------------------------------------------------------

std::string_view Annotation::type() const {
  check(Attribute::type);
  return read_type();
}

const BoundingPolyList& Annotation::bounding_poly() const {
  check(Attribute::bounding_poly);
  if (!LabelAccess::is_present(data_->bounding_poly)) throw_missing("boundingPoly");
  return data_->bounding_poly;
}
BoundingPolyList& Annotation::bounding_poly() {
  static_cast<void>(std::as_const(*this).bounding_poly());
  return data_->bounding_poly;
}

namespace {

/// The outlines to add to.
BoundingPolyList& outlines_to_extend(const JobInterface& job, detail::AnnotationData& data) {
  if (data.unread.find("boundingPoly") != nullptr) {
    throw MalformedLabelError(LabelPath(job).where(), "\"boundingPoly\" of the annotation is not a list",
                              "AttributeError");
  }
  return data.bounding_poly;
}

}  // namespace

void Annotation::add_bounding_poly(std::vector<Point> vertices) {
  outlines_to_extend(*job_, *data_).add_bounding_poly(std::move(vertices));
}
void Annotation::add_bounding_poly(const nlohmann::json& bounding_poly) {
  outlines_to_extend(*job_, *data_).add_bounding_poly(bounding_poly);
}

std::span<const Point> Annotation::polyline() const {
  check(Attribute::polyline);
  if (!data_->polyline) throw_missing("polyline");
  return data_->polyline->points;
}
void Annotation::set_polyline(std::vector<Point> polyline) {
  check(Attribute::polyline);
  data_->polyline = detail::VertexList{.points = std::move(polyline), .integers = {}};
  data_->unread.forget("polyline");
}

Point Annotation::point() const {
  check(Attribute::point);
  return read_point();
}
void Annotation::set_point(Point point) {
  check(Attribute::point);
  data_->point = detail::VertexList{.points = {point}, .integers = {}};
  data_->unread.forget("point");
}

std::optional<double> Annotation::score() const {
  check(Attribute::score);
  if (data_->score.form != detail::Number::Form::absent) return labels::as_double(data_->score);
  const auto* unread = data_->unread.find("score");
  if (unread != nullptr && !unread->is_null()) throw_missing("score");
  return std::nullopt;
}
void Annotation::set_score(int score) {
  check(Attribute::score);
  if (score < 0 || score > 100) {
    throw ValidationError(
        fmt::format("job '{}': the score is {}, not 0 to 100", support::shown_text(job_->name()), score));
  }
  data_->score = labels::to_number(score);
  data_->unread.forget("score");
}

bool Annotation::is_key_frame() const {
  check(Attribute::is_key_frame);
  if (!data_->is_key_frame) {
    if (data_->unread.find("isKeyFrame") != nullptr) throw_missing("isKeyFrame");
    throw_incompatible(Attribute::is_key_frame);
  }
  return *data_->is_key_frame;
}

std::string_view Annotation::kind() const {
  check(Attribute::kind);
  const auto* found = rare_part(*data_, &detail::RareParts::kind);
  if (found == nullptr) throw_missing("kind");
  return *found;
}

std::span<const PosePoint> Annotation::points() const {
  check(Attribute::points);
  const auto* found = rare_part(*data_, &detail::RareParts::points);
  if (found == nullptr) throw_missing("points");
  return *found;
}
std::span<PosePoint> Annotation::points() {
  static_cast<void>(std::as_const(*this).points());
  return *data_->rare->points;
}

// Relations
// --------------------------------------------------------------------------------------------------

std::span<const std::string> Annotation::start_entities() const {
  check(Attribute::start_entities);
  const auto* found = rare_part(*data_, &detail::RareParts::start_entities);
  if (found == nullptr) throw_missing("startEntities");
  return *found;
}
std::span<const std::string> Annotation::end_entities() const {
  check(Attribute::end_entities);
  const auto* found = rare_part(*data_, &detail::RareParts::end_entities);
  if (found == nullptr) throw_missing("endEntities");
  return *found;
}
std::span<const std::string> Annotation::start_objects() const {
  check(Attribute::start_objects);
  const auto* found = rare_part(*data_, &detail::RareParts::start_objects);
  if (found == nullptr) throw_missing("startObjects");
  return *found;
}
std::span<const std::string> Annotation::end_objects() const {
  check(Attribute::end_objects);
  const auto* found = rare_part(*data_, &detail::RareParts::end_objects);
  if (found == nullptr) throw_missing("endObjects");
  return *found;
}
void Annotation::set_start_entities(std::vector<std::string> mids) {
  check(Attribute::start_entities);
  data_->rare_parts().start_entities = std::move(mids);
  data_->unread.forget("startEntities");
}
void Annotation::set_end_entities(std::vector<std::string> mids) {
  check(Attribute::end_entities);
  data_->rare_parts().end_entities = std::move(mids);
  data_->unread.forget("endEntities");
}
void Annotation::set_start_objects(std::vector<std::string> mids) {
  check(Attribute::start_objects);
  data_->rare_parts().start_objects = std::move(mids);
  data_->unread.forget("startObjects");
}
void Annotation::set_end_objects(std::vector<std::string> mids) {
  check(Attribute::end_objects);
  data_->rare_parts().end_objects = std::move(mids);
  data_->unread.forget("endObjects");
}

// The points of a pose
// ---------------------------------------------------------------------------------------

std::string_view PosePoint::code() const {
  const auto* found = rare_part(*data_, &detail::RareParts::code);
  if (found == nullptr) throw_missing("code");
  return *found;
}
std::string_view PosePoint::name() const {
  const auto* found = rare_part(*data_, &detail::RareParts::name);
  if (found == nullptr) throw_missing("name");
  return *found;
}
std::string_view PosePoint::job_name() const {
  const auto* found = rare_part(*data_, &detail::RareParts::job_name);
  if (found == nullptr) throw_missing("jobName");
  return *found;
}
CategoryList& PosePoint::categories() {
  static_cast<void>(read_categories());
  return data_->categories;
}
Category* PosePoint::category() { return read_category() == nullptr ? nullptr : &data_->categories[0]; }
ParsedJobs& PosePoint::children() {
  static_cast<void>(read_children());
  return *data_->children;
}
void PosePoint::set_children(const nlohmann::json& children) { write_children(children); }

// The list
// ---------------------------------------------------------------------------------------------------

const Annotation& AnnotationList::operator[](std::size_t index) const {
  return labels::element_at(items_, index, *job_, "annotations");
}
Annotation& AnnotationList::operator[](std::size_t index) {
  return labels::element_at(items_, index, *job_, "annotations");
}

void AnnotationList::add_annotation(const nlohmann::json& annotation) {
  items_.push_back(labels::read_annotation(annotation, *job_, LabelPath(*job_)));
  present_ = true;
}

nlohmann::json AnnotationList::as_list() const {
  nlohmann::json result = nlohmann::json::array();
  for (const Annotation& annotation : items_) result.push_back(annotation.as_dict());
  return result;
}

}  // namespace v0_1
}  // namespace kili
