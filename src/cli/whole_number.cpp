#include "cli/whole_number.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace kili::cli {
namespace {

/// What is wrong with a number; empty, and the number as CLI11 reads it, when nothing is.
template <typename Number>
std::string normalize(std::string& text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range) return "'" + text + "' is too large a number";
  if (error != std::errc{} || stopped != end) return "'" + text + "' is not a whole number";
  text = std::to_string(number);
  return {};
}

template <typename Number>
void take(CLI::Option* option) {
  option->transform(CLI::Validator([](std::string& text) { return normalize<Number>(text); }, ""));
}

}  // namespace

void take_whole_number(CLI::Option* option) { take<std::uint64_t>(option); }

void take_signed_number(CLI::Option* option) { take<std::int64_t>(option); }

}  // namespace kili::cli
