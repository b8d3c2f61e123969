#include "kili/labels/ontology.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kili/labels/errors.hpp"
#include "parsed_labels/ontology_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

[[noreturn]] void throw_lacks(const JobInterface& job, std::string_view what) {
  throw OntologyError({.job = job.name(), .place = job.name()},
                      fmt::format("the interface has no \"{}\" for this job", what));
}

}  // namespace

bool JobInterface::is_required() const {
  if (!required_) throw_lacks(*this, "required");
  return *required_;
}

const std::string& JobInterface::input() const {
  if (!input_) throw_lacks(*this, "content.input");
  return *input_;
}

bool JobInterface::takes_one_category() const { return input() == "radio" || input() == "singleDropdown"; }

std::span<const CategoryInterface> JobInterface::categories() const {
  if (!has_categories_) throw_lacks(*this, "content.categories");
  return categories_;
}

const CategoryInterface* JobInterface::find_category(std::string_view name) const noexcept {
  const auto found = std::lower_bound(
      categories_by_name_.begin(), categories_by_name_.end(), name,
      [this](std::uint32_t index, std::string_view wanted) { return categories_[index].name < wanted; });
  if (found == categories_by_name_.end() || categories_[*found].name != name) return nullptr;
  return &categories_[*found];
}

std::span<const std::string> JobInterface::tools() const {
  if (!has_tools_) throw_lacks(*this, "tools");
  return tools_;
}

const JobInterface* detail::OntologyData::find(std::string_view job_name) const noexcept {
  const auto found =
      std::lower_bound(by_name.begin(), by_name.end(), job_name,
                       [](const JobInterface* job, std::string_view wanted) { return job->name() < wanted; });
  return found == by_name.end() || (*found)->name() != job_name ? nullptr : *found;
}

InputType Ontology::input_type() const noexcept { return data_->input_type; }
bool Ontology::is_video() const noexcept { return data_->is_video(); }
std::span<const JobInterface> Ontology::jobs() const noexcept { return data_->jobs; }
std::span<const JobInterface* const> Ontology::root_jobs() const noexcept { return data_->root_jobs; }
const JobInterface* Ontology::find(std::string_view job_name) const noexcept { return data_->find(job_name); }

}  // namespace v0_1
}  // namespace kili
