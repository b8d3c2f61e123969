#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kili::sandbox {

/// Thrown for a number that cannot be meant; without the key, which whoever asked for the number knows.
class NumberError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A whole number of a document. The conversions of the JSON library take -1 for the largest unsigned number.
/// @throws NumberError
template <typename Number>
[[nodiscard]] Number number_in(const nlohmann::json& value,
                               Number lowest = std::numeric_limits<Number>::min(),
                               Number highest = std::numeric_limits<Number>::max()) {
  const auto is_between = [&](auto number) {
    return !std::cmp_less(number, lowest) && !std::cmp_greater(number, highest);
  };
  const bool fits = value.is_number_unsigned()  ? is_between(value.get<std::uint64_t>())
                    : value.is_number_integer() ? is_between(value.get<std::int64_t>())
                                                : false;
  if (!fits) {
    throw NumberError(fmt::format("{} is not a whole number from {} to {}",
                                  value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                                  lowest, highest));
  }
  return value.get<Number>();
}

/// A time of a document. @throws NumberError for a negative one and one of more than an hour.
[[nodiscard]] inline std::chrono::milliseconds milliseconds_in(const nlohmann::json& value) {
  constexpr std::int64_t longest = 3'600'000;  // as of the options of the program
  return std::chrono::milliseconds{number_in<std::int64_t>(value, 0, longest)};
}

/// How many assets may be made by one call.
inline constexpr std::size_t most_plain_assets = 100'000'000;

}  // namespace kili::sandbox
