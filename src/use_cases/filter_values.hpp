#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kili/date.hpp"

namespace kili::use_cases {

// Checks of values that filters of several modules have. @param argument its name, for the message.

/// @throws ValidationError a mark that is not a finite number.
void check_mark(std::string_view argument, const std::optional<double>& value);
/// @throws ValidationError a date that is none or does not exist.
void check_date(std::string_view argument, const std::optional<Date>& value);
/// An empty search does not filter. @throws ValidationError a search that cannot be parsed.
void check_category_search(std::string_view argument, const std::optional<std::string>& search);

}  // namespace kili::use_cases
