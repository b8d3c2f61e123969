#include "kili/labels/category.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/errors.hpp"
#include "kili/labels/parsed_jobs.hpp"
#include "parsed_labels/access.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/list_index.hpp"
#include "parsed_labels/number.hpp"
#include "parsed_labels/reading.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {

Category::Category(const JobInterface& job, const CategoryInterface& definition) noexcept
    : job_(&job), definition_(&definition) {}
Category::Category(const Category&) = default;
Category::Category(Category&&) noexcept = default;
Category& Category::operator=(const Category&) = default;
Category& Category::operator=(Category&&) noexcept = default;
Category::~Category() = default;

bool Category::has_confidence() const noexcept { return confidence_.form != detail::Number::Form::absent; }

double Category::confidence() const {
  if (!has_confidence()) {
    throw MissingValueError(labels::LabelPath(*job_).where(),
                            fmt::format("the category '{}' has no confidence", support::shown_text(name())));
  }
  return labels::as_double(confidence_);
}

void Category::check_has_children() const {
  if (has_children()) return;
  throw MissingValueError(labels::LabelPath(*job_).where(),
                          fmt::format("the category '{}' has no children", support::shown_text(name())));
}
const ParsedJobs& Category::children() const {
  check_has_children();
  return *children_;
}
ParsedJobs& Category::children() {
  check_has_children();
  return *children_;
}

void Category::set_name(std::string_view name) {
  definition_ = &labels::find_category(*job_, name, labels::LabelPath(*job_));
}

void Category::set_display_name(std::string_view display_name) {
  const labels::LabelPath place(*job_);
  const CategoryInterface* found = nullptr;
  std::vector<std::string_view> seen;
  for (const auto& category : job_->categories()) {
    if (!category.display_name) {
      throw OntologyError(place.where(), fmt::format("the interface has no \"name\" for the category '{}'",
                                                     support::shown_text(category.name)));
    }
    const std::string& name = *category.display_name;
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      throw InvalidMutationError(place.where(),
                                 fmt::format("the job has two categories that read '{}'; use set_name()",
                                             support::shown_text(name)));
    }
    seen.emplace_back(name);
    if (name == display_name) found = &category;
  }
  if (found == nullptr) {
    throw InvalidMutationError(place.where(), fmt::format("the job has no category that reads '{}'",
                                                          support::shown_text(display_name)));
  }
  definition_ = found;
}

void Category::set_confidence(double confidence) { confidence_ = labels::to_number(confidence); }

void Category::set_children(const nlohmann::json& children) {
  children_ = labels::read_children(children, *job_, labels::LabelPath(*job_).member("children"));
}

nlohmann::json Category::as_dict() const {
  nlohmann::json result = nlohmann::json::object();
  result["name"] = name();
  if (has_confidence()) result["confidence"] = labels::to_json(confidence_);
  if (children_) result["children"] = children_->to_dict();
  return result;
}

const Category& CategoryList::operator[](std::size_t index) const {
  return labels::element_at(items_, index, *job_, "categories");
}
Category& CategoryList::operator[](std::size_t index) {
  return labels::element_at(items_, index, *job_, "categories");
}

void CategoryList::add_category(std::string_view name, std::optional<double> confidence) {
  auto category =
      detail::LabelAccess::make_category(*job_, labels::find_category(*job_, name, labels::LabelPath(*job_)));
  if (confidence) category.set_confidence(*confidence);
  append(std::move(category));
}

void CategoryList::add_category(std::string_view name, std::optional<double> confidence,
                                const nlohmann::json& children) {
  auto category =
      detail::LabelAccess::make_category(*job_, labels::find_category(*job_, name, labels::LabelPath(*job_)));
  if (confidence) category.set_confidence(*confidence);
  if (!children.empty()) category.set_children(children);
  append(std::move(category));
}

void CategoryList::append(Category&& category) {
  labels::check_can_append_category(*this, category, *job_, labels::LabelPath(*job_));
  items_.push_back(std::move(category));
  present_ = true;
}

nlohmann::json CategoryList::as_list() const {
  nlohmann::json result = nlohmann::json::array();
  for (const Category& category : items_) result.push_back(category.as_dict());
  return result;
}

}  // namespace v0_1
}  // namespace kili
