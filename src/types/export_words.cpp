#include <array>
#include <cstddef>

#include "kili/exports/export_labels.hpp"
#include "types/enum_words.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

// In the order of the enumerators.
constexpr auto export_format_words = std::to_array<std::string_view>(
    {"coco", "geojson", "kili", "pascal_voc", "raw", "yolo_v4", "yolo_v5", "yolo_v7", "yolo_v8"});
constexpr auto export_layout_words = std::to_array<std::string_view>({"merged", "split"});
constexpr auto export_type_words =
    std::to_array<std::string_view>({"latest", "latest_from_all_steps", "latest_from_last_step", "normal"});

}  // namespace

std::string_view to_string(ExportFormat value) noexcept {
  return export_format_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(ExportLayout value) noexcept {
  return export_layout_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(ExportType value) noexcept {
  return export_type_words[static_cast<std::size_t>(value)];
}

template <>
ExportFormat from_string<ExportFormat>(std::string_view word) {
  return detail::find_word<ExportFormat>(export_format_words, word, "format of an export");
}
template <>
ExportLayout from_string<ExportLayout>(std::string_view word) {
  return detail::find_word<ExportLayout>(export_layout_words, word, "layout of an export");
}
template <>
ExportType from_string<ExportType>(std::string_view word) {
  return detail::find_word<ExportType>(export_type_words, word, "type of an export");
}

}  // namespace v0_1
}  // namespace kili
