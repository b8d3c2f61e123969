#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/labels/category.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/json_source.hpp"
#include "parsed_labels/label_path.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

// Single values of a label. The functions that read return false when the value has another shape.

[[noreturn]] inline void throw_malformed(const LabelPath& place, const std::string& message,
                                         std::string_view type) {
  throw MalformedLabelError(place.where(), message, type);
}
template <typename Source>
[[nodiscard]] bool is_container(const Source& value) {
  const JsonKind kind = value.kind();
  return kind == JsonKind::string || kind == JsonKind::array || kind == JsonKind::object;
}
/// Values that are empty iterables in Python.
template <typename Source>
[[nodiscard]] bool is_empty_container(const Source& value) {
  return is_container(value) && !is_truthy(value);
}
template <typename Source>
[[nodiscard]] bool is_number(const Source& value) {
  const JsonKind kind = value.kind();
  return kind == JsonKind::integer || kind == JsonKind::floating || kind == JsonKind::other_integer ||
         kind == JsonKind::boolean;
}
template <typename Source>
[[nodiscard]] detail::Number number_of(const Source& value) {
  if (value.kind() == JsonKind::boolean) {
    return {.integer = value.boolean() ? 1 : 0, .value = 0, .form = detail::Number::Form::boolean};
  }
  if (value.kind() == JsonKind::integer) {
    return {.integer = value.integer(), .value = 0, .form = detail::Number::Form::integer};
  }
  return {.integer = 0, .value = value.number(), .form = detail::Number::Form::floating};
}

template <typename Source>
[[nodiscard]] bool read_text(const Source& value, std::optional<std::string>& target) {
  if (value.kind() != JsonKind::string) return false;
  target.emplace(value.text());
  return true;
}
template <typename Source>
[[nodiscard]] bool read_integer(const Source& value, std::optional<std::int64_t>& target) {
  if (value.kind() != JsonKind::integer) return false;
  target = value.integer();
  return true;
}
template <typename Source>
[[nodiscard]] bool read_boolean(const Source& value, std::optional<bool>& target) {
  if (value.kind() != JsonKind::boolean) return false;
  target = value.boolean();
  return true;
}
/// A list of `{"mid": text}`.
template <typename Source>
[[nodiscard]] bool read_mids(const Source& value, std::optional<std::vector<std::string>>& target) {
  if (!value.is_array()) return false;
  std::vector<std::string> mids;
  value.for_each_element([&](const Source& element) {
    if (!element.is_object() || element.size() != 1) return;
    const auto mid = element.find("mid");
    if (mid && mid->kind() == JsonKind::string) mids.emplace_back(mid->text());
  });
  if (mids.size() != value.size()) return false;
  target = std::move(mids);
  return true;
}
template <typename Source>
[[nodiscard]] bool read_page_numbers(const Source& value, std::optional<std::vector<int>>& target) {
  if (!value.is_array()) return false;
  std::vector<int> numbers;
  value.for_each_element([&](const Source& element) {
    if (element.kind() == JsonKind::integer && std::in_range<int>(element.integer())) {
      numbers.push_back(static_cast<int>(element.integer()));
    }
  });
  if (numbers.size() != value.size()) return false;
  target = std::move(numbers);
  return true;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
