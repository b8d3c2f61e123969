#pragma once

/// @file
/// Enumerations of the service (docs/service.md), and their words on the wire.

#include <string_view>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Status of an asset (`status_in`).
enum class AssetStatus {
  todo,
  ongoing,
  labeled,
  to_review,
  reviewed
};
/// Status of an asset in a step of a workflow (`step_status_in`).
enum class StatusInStep {
  to_do,
  doing,  ///< Deprecated: in_progress. The name of before 26.2, which services of that time need.
  in_progress,
  partially_done,
  redo,  ///< Deprecated: rework. The name of before 26.2, which services of that time need.
  rework,
  done,
  skipped
};
/// How a listing gives the labels of its assets (`label_output_format`).
enum class LabelOutputFormat {
  dict,         ///< As JSON.
  parsed_label  ///< As typed objects too: Asset::parsed_labels().
};
/// Type of a label (`label_type_in`).
enum class LabelType {
  autosave,
  default_,
  inference,
  prediction,
  review
};
/// Type of an issue (`issue_type`).
enum class IssueType {
  issue,
  question
};
/// Status of an issue (`issue_status`).
enum class IssueStatus {
  cancelled,
  open,
  solved
};
/// Type of a project.
enum class InputType {
  audio,
  geospatial,
  image,
  llm_instr_following,
  llm_rlhf,
  llm_static,
  na,
  pdf,
  text,
  time_series,
  url,
  video,
  video_legacy
};

/// The word on the wire, for example "TO_REVIEW".
[[nodiscard]] KILI_EXPORT std::string_view to_string(AssetStatus value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(StatusInStep value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(LabelOutputFormat value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(LabelType value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(IssueType value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(IssueStatus value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(InputType value) noexcept;

/// The value of a word on the wire.
/// @tparam Enum one of the enumerations of this header.
/// @throws ValidationError naming the word and the known words.
template <typename Enum>
[[nodiscard]] KILI_EXPORT Enum from_string(std::string_view word);

template <>
KILI_EXPORT AssetStatus from_string<AssetStatus>(std::string_view word);
template <>
KILI_EXPORT StatusInStep from_string<StatusInStep>(std::string_view word);
template <>
KILI_EXPORT LabelOutputFormat from_string<LabelOutputFormat>(std::string_view word);
template <>
KILI_EXPORT LabelType from_string<LabelType>(std::string_view word);
template <>
KILI_EXPORT IssueType from_string<IssueType>(std::string_view word);
template <>
KILI_EXPORT IssueStatus from_string<IssueStatus>(std::string_view word);
template <>
KILI_EXPORT InputType from_string<InputType>(std::string_view word);

}  // namespace v0_1
}  // namespace kili
