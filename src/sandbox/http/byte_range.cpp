#include "sandbox/http/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace kili::sandbox {
namespace {

std::optional<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

ByteRange parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  const ByteRange whole{0, ByteRange::Kind::whole, size};
  if (!header.starts_with(unit)) return whole;
  header.remove_prefix(unit.size());
  const std::size_t dash = header.find('-');
  if (dash == std::string_view::npos) return whole;
  const auto first = read_number(header.substr(0, dash));
  const auto last = read_number(header.substr(dash + 1));
  const bool is_open = dash + 1 == header.size();
  if (first && (last || is_open)) {
    if (last && *last < *first) return whole;
    if (*first >= size) return {0, ByteRange::Kind::unsatisfiable, 0};
    const std::uint64_t end = last ? std::min(*last, size - 1) : size - 1;
    return {*first, ByteRange::Kind::part, end - *first + 1};
  }
  if (dash == 0 && last) {
    const std::uint64_t length = std::min(*last, size);
    if (length == 0) return {0, ByteRange::Kind::unsatisfiable, 0};
    return {size - length, ByteRange::Kind::part, length};
  }
  return whole;
}

}  // namespace kili::sandbox
