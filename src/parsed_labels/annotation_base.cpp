#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/annotation.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/annotation_value.hpp"
#include "parsed_labels/number.hpp"
#include "parsed_labels/outlines.hpp"
#include "parsed_labels/reading.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {

using labels::LabelPath;

AnnotationBase::AnnotationBase(const JobInterface& job, std::unique_ptr<detail::AnnotationData> data) noexcept
    : job_(&job), data_(std::move(data)) {}
AnnotationBase::AnnotationBase(const AnnotationBase&) = default;
AnnotationBase::AnnotationBase(AnnotationBase&&) noexcept = default;
AnnotationBase& AnnotationBase::operator=(const AnnotationBase&) = default;
AnnotationBase& AnnotationBase::operator=(AnnotationBase&&) noexcept = default;
AnnotationBase::~AnnotationBase() = default;

AnnotationTool AnnotationBase::tool() const noexcept { return labels::effective_tool(*data_, *job_); }

void AnnotationBase::throw_missing(std::string_view key) const {
  const std::string which =
      data_->mid ? fmt::format("the annotation '{}'", support::shown_text(*data_->mid)) : "the annotation";
  if (data_->unread.find(key) != nullptr) {
    throw MalformedLabelError(LabelPath(*job_).where(),
                              fmt::format("\"{}\" of {} has another shape", key, which), "TypeError");
  }
  throw MissingValueError(LabelPath(*job_).where(), fmt::format("{} has no \"{}\"", which, key));
}

void AnnotationBase::throw_incompatible(Attribute attribute) const {
  const std::string_view tool = to_string(data_->tool);
  throw AttributeNotCompatibleWithJobError(
      LabelPath(*job_).where(),
      fmt::format("annotations of this task or tool have no attribute '{}' (task {}{}{})",
                  to_string(attribute), job_->ml_task_word(), tool.empty() ? "" : ", tool ", tool));
}

std::string_view AnnotationBase::text(const std::optional<std::string>& value, const char* key) const {
  if (!value) throw_missing(key);
  return *value;
}

const CategoryList& AnnotationBase::read_categories() const {
  if (!detail::LabelAccess::is_present(data_->categories)) throw_missing("categories");
  return data_->categories;
}

const Category* AnnotationBase::read_category() const {
  if (!job_->takes_one_category()) throw_incompatible(Attribute::category);
  const bool missing = !detail::LabelAccess::is_present(data_->categories);
  if (missing && data_->unread.find("categories") == nullptr && !job_->is_required()) return nullptr;
  return &labels::only_category(read_categories(), *job_);
}

std::string_view AnnotationBase::read_mid() const { return text(data_->mid, "mid"); }

const ParsedJobs& AnnotationBase::read_children() const {
  if (!data_->children) throw_missing("children");
  return *data_->children;
}

std::string_view AnnotationBase::read_type() const {
  if (data_->tool == AnnotationTool::other) {
    if (const auto* type = data_->unread.find("type"); type != nullptr && type->is_string()) {
      return type->get_ref<const std::string&>();
    }
  }
  const std::string_view type = to_string(tool());
  if (type.empty()) throw_missing("type");
  return type;
}

Point AnnotationBase::read_point() const {
  if (!data_->point) throw_missing("point");
  return data_->point->points.front();
}

void AnnotationBase::write_mid(std::string_view mid) {
  if (mid.empty())
    throw ValidationError(fmt::format("job '{}': the mid is empty", support::shown_text(job_->name())));
  data_->mid.emplace(mid);
  data_->unread.forget("mid");
}

void AnnotationBase::write_children(const nlohmann::json& children) {
  data_->children = labels::read_children(children, *job_, LabelPath(*job_).member("children"));
}

void AnnotationBase::add_category(std::string_view name, std::optional<double> confidence) {
  data_->categories.add_category(name, confidence);
  data_->unread.forget("categories");
}

}  // namespace v0_1
}  // namespace kili
