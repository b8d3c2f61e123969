#include "kili/enums.hpp"

#include <array>
#include <cstddef>

#include "types/enum_words.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using Words = std::string_view;

// In the order of the enumerators.
constexpr auto asset_status_words =
    std::to_array<Words>({"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"});
constexpr auto status_in_step_words = std::to_array<Words>(
    {"TO_DO", "DOING", "IN_PROGRESS", "PARTIALLY_DONE", "REDO", "REWORK", "DONE", "SKIPPED"});
constexpr auto label_output_format_words = std::to_array<Words>({"dict", "parsed_label"});
constexpr auto label_type_words =
    std::to_array<Words>({"AUTOSAVE", "DEFAULT", "INFERENCE", "PREDICTION", "REVIEW"});
constexpr auto issue_type_words = std::to_array<Words>({"ISSUE", "QUESTION"});
constexpr auto issue_status_words = std::to_array<Words>({"CANCELLED", "OPEN", "SOLVED"});
constexpr auto input_type_words =
    std::to_array<Words>({"AUDIO", "GEOSPATIAL", "IMAGE", "LLM_INSTR_FOLLOWING", "LLM_RLHF", "LLM_STATIC",
                          "NA", "PDF", "TEXT", "TIME_SERIES", "URL", "VIDEO", "VIDEO_LEGACY"});

}  // namespace

std::string_view to_string(AssetStatus value) noexcept {
  return asset_status_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(StatusInStep value) noexcept {
  return status_in_step_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(LabelOutputFormat value) noexcept {
  return label_output_format_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(LabelType value) noexcept {
  return label_type_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(IssueType value) noexcept {
  return issue_type_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(IssueStatus value) noexcept {
  return issue_status_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(InputType value) noexcept {
  return input_type_words[static_cast<std::size_t>(value)];
}

template <>
AssetStatus from_string<AssetStatus>(std::string_view word) {
  return detail::find_word<AssetStatus>(asset_status_words, word, "status of an asset");
}
template <>
StatusInStep from_string<StatusInStep>(std::string_view word) {
  return detail::find_word<StatusInStep>(status_in_step_words, word, "status in a step");
}
template <>
LabelOutputFormat from_string<LabelOutputFormat>(std::string_view word) {
  return detail::find_word<LabelOutputFormat>(label_output_format_words, word, "label_output_format");
}
template <>
LabelType from_string<LabelType>(std::string_view word) {
  return detail::find_word<LabelType>(label_type_words, word, "type of a label");
}
template <>
IssueType from_string<IssueType>(std::string_view word) {
  return detail::find_word<IssueType>(issue_type_words, word, "type of an issue");
}
template <>
IssueStatus from_string<IssueStatus>(std::string_view word) {
  return detail::find_word<IssueStatus>(issue_status_words, word, "status of an issue");
}
template <>
InputType from_string<InputType>(std::string_view word) {
  return detail::find_word<InputType>(input_type_words, word, "input type of a project");
}

}  // namespace v0_1
}  // namespace kili
