#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kili::support {

/// How messages show what users and services gave. Whatever may be or contain a URL goes through
/// without_url_secrets(): user names, passwords, and queries, which may be signatures, are never shown.

/// The text without the user names, passwords, queries and fragments of the URLs in it.
[[nodiscard]] std::string without_url_secrets(std::string_view text);
/// One URL the same way; it may contain blanks. At most `limit` bytes.
[[nodiscard]] std::string shown_url(std::string_view url, std::size_t limit = 300);
/// Control characters as \n, \t, \x00 and so on, and so every byte that is not UTF-8. At most `limit` bytes,
/// with "..." when cut.
[[nodiscard]] std::string escaped(std::string_view text, std::size_t limit);
/// A path: escaped, without the secrets of a URL that was given in its place, and in quotes where its end or
/// its characters would not be seen without.
[[nodiscard]] std::string shown_path(std::string_view path, std::size_t limit = 200);

}  // namespace kili::support
