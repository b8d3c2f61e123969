#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kili::support {

/// What a cursor belongs to.
struct CursorOwner {
  std::string_view method{};      ///< Of kili::Client; without a dot.
  std::uint64_t fingerprint = 0;  ///< Of all that decides which records are listed.
  /// What the fingerprint is made of, for messages: a literal.
  std::string_view made_of = "project or filters";
};

/// The text from which a listing goes on behind that many records of the service: readable by this and later
/// versions, checked, without secrets.
[[nodiscard]] std::string cursor_text(const CursorOwner& owner, std::size_t place);

/// The number of records that a cursor is behind. @throws ValidationError the text is no cursor, was changed,
/// or is one of another method, project or filters.
[[nodiscard]] std::size_t place_of_cursor(std::string_view text, const CursorOwner& owner);

}  // namespace kili::support
