#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A line of a CSV file as RFC 4180 has it, with its end: fields with commas, quotes and line breaks are
/// quoted.
[[nodiscard]] std::string csv_line(std::initializer_list<std::string_view> fields);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
