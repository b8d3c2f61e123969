#pragma once

#include <cstddef>
#include <string_view>

#include "kili/labels/errors.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Where in a label the reader is: a chain on the stack, from the innermost value outwards, that becomes text
/// only for an error.
class LabelPath {
 public:
  /// The label's jsonResponse.
  LabelPath() noexcept = default;
  /// The answer to a job, wherever it stands.
  explicit LabelPath(const JobInterface& job) noexcept : job_(&job), name_(job.name()) {}

  [[nodiscard]] LabelPath member(std::string_view name) const noexcept {
    return {this, job_, name, no_index};
  }
  [[nodiscard]] LabelPath element(std::size_t index) const noexcept { return {this, job_, {}, index}; }
  [[nodiscard]] LabelPath answer(const JobInterface& job) const noexcept {
    return {this, &job, job.name(), no_index};
  }

  /// Whether this is a member of an element of a list of the same name, which is itself in an element.
  [[nodiscard]] bool is_nested_list() const noexcept {
    const LabelPath* element = outer_;
    const LabelPath* list = element != nullptr ? element->outer_ : nullptr;
    return list != nullptr && list->outer_ != nullptr && list->outer_->index_ != no_index &&
           list->name_ == name_ && list->index_ == no_index && element->index_ != no_index;
  }
  /// Number of places around this one.
  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }
  [[nodiscard]] LabelPlace where() const;

 private:
  static constexpr auto no_index = static_cast<std::size_t>(-1);

  LabelPath(const LabelPath* outer, const JobInterface* job, std::string_view name,
            std::size_t index) noexcept
      : outer_(outer), job_(job), name_(name), index_(index), depth_(outer->depth_ + 1) {}
  void append_path(std::string& path) const;

  const LabelPath* outer_ = nullptr;
  const JobInterface* job_ = nullptr;
  std::string_view name_;
  std::size_t index_ = no_index;
  std::size_t depth_ = 0;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
