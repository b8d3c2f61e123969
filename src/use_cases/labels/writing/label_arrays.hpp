#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kili/labels/new_label.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/list.hpp"
#include "use_cases/labels/writing/label_response_text.hpp"

namespace kili::use_cases {

/// The parallel arrays of a call that writes labels.
struct LabelArrays {
  const List<std::string>& asset_external_ids;
  const List<std::string>& asset_ids;
  const List<std::string>& author_ids;
  const List<LabelResponse>& json_responses;
  const List<std::string>& reviewed_label_ids;
  const List<std::int64_t>& seconds_to_label;
  std::string_view asset_ids_name;
  std::string_view external_ids_name;

  [[nodiscard]] std::size_t size() const noexcept { return json_responses.size(); }
  /// An empty list names no assets.
  [[nodiscard]] bool by_id() const noexcept { return asset_ids.has_elements(); }
  [[nodiscard]] bool by_external_id() const noexcept { return asset_external_ids.has_elements(); }
};

/// Checks that all arrays that are given have one element for each label. @throws ValidationError.
void check_lengths(const LabelArrays& arrays);

/// Checks every element, before anything is sent.
/// @return the jobs that name files, by index.
/// @throws ValidationError and its subclasses, naming the label.
[[nodiscard]] std::unordered_map<std::size_t, std::vector<FileJob>> check_labels(
    const LabelArrays& arrays, const std::string& project_id);
/// Checks that all answers fit the interface. @throws ValidationError naming the label.
void check_fit(const LabelArrays& arrays, const Ontology& ontology);

/// Gives the labels of arrays one after the other.
class ArrayLabels final : public detail::NewLabelSource {
 public:
  /// @param asset_ids of the labels. The references outlive the object.
  ArrayLabels(const LabelArrays& arrays, const std::vector<std::string>& asset_ids)
      : arrays_(arrays), asset_ids_(asset_ids) {}
  bool next(NewLabel& label) override;

 private:
  const LabelArrays& arrays_;
  const std::vector<std::string>& asset_ids_;
  std::size_t next_ = 0;
};

}  // namespace kili::use_cases
