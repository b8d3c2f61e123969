#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "kili/labels/annotation.hpp"
#include "kili/labels/category.hpp"
#include "kili/labels/ontology.hpp"
#include "parsed_labels/access.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Results for optional answers that a label does not have.
struct EmptyLists {
  explicit EmptyLists(const JobInterface& job)
      : annotations(LabelAccess::make_annotation_list(job)),
        categories(LabelAccess::make_category_list(job)) {}
  AnnotationList annotations;
  CategoryList categories;
};

/// Content shared by the copies of an Ontology. Immutable after reading.
struct OntologyData {
  InputType input_type = InputType::na;
  std::vector<JobInterface> jobs;
  std::vector<const JobInterface*> root_jobs;
  std::vector<const JobInterface*> by_name;  // sorted by name
  std::vector<EmptyLists> empty_lists;       // of each job

  [[nodiscard]] const JobInterface* find(std::string_view job_name) const noexcept;
  [[nodiscard]] const EmptyLists& empty_lists_of(const JobInterface& job) const {
    return empty_lists[static_cast<std::size_t>(&job - jobs.data())];
  }
  [[nodiscard]] bool is_video() const noexcept {
    return input_type == InputType::video || input_type == InputType::video_legacy;
  }
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
