#include "support/listing_cursor.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <system_error>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "support/text_hash.hpp"

namespace kili::support {
namespace {

constexpr std::string_view version_of_cursors = "k1";
constexpr char separator = '.';
constexpr std::size_t longest_cursor = 200;
constexpr std::size_t longest_shown_cursor = 60;

/// "k1.method.place.fingerprint.check".
using CursorParts = std::array<std::string_view, 5>;

std::optional<CursorParts> cursor_parts_of(std::string_view text) {
  if (text.size() > longest_cursor) return std::nullopt;
  CursorParts parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto end = text.find(separator);
    const bool is_last = i + 1 == parts.size();
    if (is_last != (end == std::string_view::npos)) return std::nullopt;
    parts.at(i) = text.substr(0, end);
    if (!is_last) text.remove_prefix(end + 1);
  }
  return parts;
}

bool is_of_another_version(std::string_view text) {
  const auto version = text.substr(0, text.find(separator));
  return version != version_of_cursors && version.size() < text.size() && version.starts_with('k') &&
         has_only_digits(version.substr(1));
}

std::optional<std::size_t> place_in(std::string_view digits) {
  std::size_t number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [last, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || last != end) return std::nullopt;
  return number;
}

[[noreturn]] void throw_broken(std::string_view text) {
  throw ValidationError(
      fmt::format("cursor '{}' is broken: it is not as a listing gave it; give it as it was, or leave it out "
                  "to list from the beginning",
                  shown_text(text, longest_shown_cursor)));
}

}  // namespace

std::string cursor_text(const CursorOwner& owner, std::size_t place) {
  std::string text =
      fmt::format("{}.{}.{}.{:016x}", version_of_cursors, owner.method, place, owner.fingerprint);
  text += separator + file_name_hash(text);
  return text;
}

std::size_t place_of_cursor(std::string_view text, const CursorOwner& owner) {
  if (is_of_another_version(text)) {
    throw ValidationError(
        fmt::format("cursor '{}' was made by another version of kili; use that version, or list from the "
                    "beginning",
                    shown_text(text, longest_shown_cursor)));
  }
  const auto parts = cursor_parts_of(text);
  if (!parts) throw_broken(text);
  const auto& [version, method, digits, fingerprint, check] = *parts;
  const auto place = place_in(digits);
  const auto checked = text.substr(0, text.size() - check.size() - 1);
  if (version != version_of_cursors || !place || check != file_name_hash(checked)) throw_broken(text);
  if (method != owner.method) {
    throw ValidationError(
        fmt::format("cursor is one of {}(), not of {}(); give it to the method that made it",
                    shown_text(method, longest_shown_cursor), owner.method));
  }
  if (fingerprint != fmt::format("{:016x}", owner.fingerprint)) {
    throw ValidationError(
        fmt::format("cursor is one of {0}() with another {1}; give the same {1} with which it was made",
                    owner.method, owner.made_of));
  }
  return *place;
}

}  // namespace kili::support
