#include "parsed_labels/job_rules.hpp"

#include <algorithm>
#include <array>

#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr auto words_of_kinds = std::to_array<std::string_view>(
    {"CLASSIFICATION", "COMPARISON", "NAMED_ENTITIES_RECOGNITION", "NAMED_ENTITIES_RELATION", "FILE",
     "OBJECT_DETECTION", "OBJECT_RELATION", "", "OBJECT_DETECTION", "TRANSCRIPTION"});
constexpr auto control_words = std::to_array<std::string_view>(
    {"checkbox", "date", "multipleDropdown", "number", "radio", "singleDropdown", "textField"});
constexpr auto levels = std::to_array<std::string_view>({"completion", "conversation", "round"});

constexpr auto image_tools = std::to_array<std::string_view>(
    {"marker", "polygon", "polyline", "pose", "rectangle", "semantic", "vector"});
constexpr auto map_tools =
    std::to_array<std::string_view>({"marker", "polygon", "polyline", "rectangle", "semantic", "vector"});
constexpr auto pdf_tools = std::to_array<std::string_view>({"polygon", "rectangle", "semantic"});
constexpr auto time_series_tools = std::to_array<std::string_view>({"range"});

/// Told apart well by people; one after the other.
constexpr auto category_palette =
    std::to_array<std::string_view>({"#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b",
                                     "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"});

}  // namespace

std::string_view task_word(JobKind kind) noexcept { return words_of_kinds[static_cast<std::size_t>(kind)]; }
std::string_view control_word(JobControl control) noexcept {
  return control_words[static_cast<std::size_t>(control)];
}

std::span<const std::string_view> tools_of(InputType input_type) noexcept {
  switch (input_type) {
    case InputType::image:
    case InputType::video:
    case InputType::video_legacy:
    case InputType::na:
      return image_tools;
    case InputType::geospatial:
      return map_tools;
    case InputType::pdf:
      return pdf_tools;
    case InputType::time_series:
      return time_series_tools;
    default:
      return {};
  }
}

bool is_llm(InputType input_type) noexcept {
  return input_type == InputType::llm_instr_following || input_type == InputType::llm_rlhf ||
         input_type == InputType::llm_static;
}

bool is_key(std::string_view key) noexcept {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return ('A' <= c && c <= 'Z') || support::is_digit(c) || c == '_';
  });
}

bool is_level(std::string_view level) noexcept {
  return std::find(levels.begin(), levels.end(), level) != levels.end();
}

std::string_view palette_color(std::size_t index) noexcept {
  return category_palette[index % category_palette.size()];
}

bool may_have(InputType input_type, JobKind kind) noexcept {
  switch (kind) {
    case JobKind::entity_recognition:
    case JobKind::entity_relation:
      return input_type == InputType::text || input_type == InputType::pdf || input_type == InputType::na ||
             is_llm(input_type);
    case JobKind::object_detection:
    case JobKind::object_relation:
    case JobKind::pose_estimation:
      return !tools_of(input_type).empty();
    case JobKind::comparison:
      return is_llm(input_type);
    default:
      return true;
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
