#include "support/shown_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "support/text.hpp"

namespace kili::support {
namespace {

constexpr std::string_view scheme_end = "://";

/// The part of a URL behind its scheme: host, port and path.
std::string place_of(std::string_view rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));  // some parsers skip more of them
  const std::string_view place = rest.substr(0, rest.find_first_of("?#"));
  const std::string_view authority = place.substr(0, place.find('/'));
  const auto at = authority.rfind('@');
  if (at != std::string_view::npos) return std::string(place.substr(at + 1));
  // In a password "/", "?" and "#" have to be escaped. Where they are not, what seems to be the port is the
  // beginning of the password.
  const auto colon = authority.rfind(':');
  if (colon == std::string_view::npos || authority.find(']', colon) != std::string_view::npos) {
    return std::string(place);
  }
  const std::string_view port = authority.substr(colon + 1);
  const auto later = (std::all_of(port.begin(), port.end(), is_digit) ? place : rest).rfind('@');
  if (later == std::string_view::npos) return std::string(place);
  const std::string_view behind = rest.substr(later + 1);
  return fmt::format("...@{}", behind.substr(0, behind.find_first_of("?#")));
}

bool ends_url_in_text(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7f || c == '"' || c == '<' || c == '>';
}

}  // namespace

std::string without_url_secrets(std::string_view text) {
  std::string result;
  for (;;) {
    const auto at = text.find(scheme_end);
    if (at == std::string_view::npos) return result.append(text);
    const auto begin = at + scheme_end.size();
    result.append(text.substr(0, begin));
    text.remove_prefix(begin);
    const auto end =
        static_cast<std::size_t>(std::find_if(text.begin(), text.end(), ends_url_in_text) - text.begin());
    result.append(place_of(text.substr(0, end)));
    text.remove_prefix(end);
  }
}

std::string shown_url(std::string_view url, std::size_t limit) {
  const auto at = url.find(scheme_end);
  if (at == std::string_view::npos) return escaped(place_of(url), limit);
  const auto begin = at + scheme_end.size();
  return escaped(fmt::format("{}{}", url.substr(0, begin), place_of(url.substr(begin))), limit);
}

std::string escaped(std::string_view text, std::size_t limit) {
  std::string result;
  while (!text.empty()) {
    if (result.size() >= limit) return result + "...";
    const std::size_t length = utf8_length(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (text.front() == '\n') {
      result += "\\n";
    } else if (text.front() == '\r') {
      result += "\\r";
    } else if (text.front() == '\t') {
      result += "\\t";
    } else if (length == 0 || byte < ' ' || byte == 0x7f) {
      result += fmt::format("\\x{:02X}", byte);
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

std::string shown_path(std::string_view path, std::size_t limit) {
  const bool is_url = path.find(scheme_end) != std::string_view::npos;
  const std::string shown = is_url ? shown_url(path, limit) : escaped(path, limit);
  const bool hides_something =
      trim(path).size() != path.size() || (!is_url && !shown.starts_with(path.substr(0, limit)));
  return hides_something || path.empty() ? fmt::format("'{}'", shown) : shown;
}

}  // namespace kili::support
