#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "kili/date.hpp"
#include "kili/list.hpp"

namespace kili::use_cases {

// Checks of arguments. All throw ValidationError naming the argument, the element and what to do.

/// One element per asset.
void check_length(std::string_view argument, std::size_t length, std::size_t assets);
/// Every element is UTF-8.
void check_texts(std::string_view argument, const List<std::string>& texts);
/// One list of people per asset, all in UTF-8, when it is given at all.
void check_people(std::string_view argument, const List<List<std::string>>& people, std::size_t assets);
[[noreturn]] void refuse_element(std::string_view argument, std::size_t element, std::string_view what);

/// It is UTF-8.
void check_text(std::string_view argument, std::string_view value);
/// @throws MissingArgumentError naming the argument when it is empty.
void check_given(std::string_view argument, std::string_view value);

}  // namespace kili::use_cases
