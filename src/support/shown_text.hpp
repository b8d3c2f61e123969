#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "support/process_bound.hpp"

namespace kili::support {

/// How texts are shown that are not this library's own: those of the service, a storage, a proxy, libcurl, a
/// file or the caller. Error, MessageLog and ProgressBar pass all that they are given through shown_text();
/// what is put into the middle of a message goes through it before, so that the rest of the message is seen.

/// Longest part of a message that is not the library's own, in bytes.
inline constexpr std::size_t longest_shown_part = 300;
/// Longest message of an error, warning or log line, in bytes.
inline constexpr std::size_t longest_shown_message = 16384;
/// Longest excerpt of a body, in bytes.
inline constexpr std::size_t longest_shown_body = 2048;

/// A text as it may be shown to people and written to terminals and logs. Whatever it was given:
/// - it is UTF-8 on one line: control characters (C0, DEL, C1), line and paragraph separators, characters
///   that change the direction of text or cannot be seen, and bytes that are not UTF-8 are escapes: \n, \t,
///   \x1B, \u202E;
/// - user names, passwords, queries and fragments of URLs are left out, and so are API keys (HiddenKey) and
///   what follows "Authorization:" or the name of a signature ("X-Amz-Signature=");
/// - it has about `limit` bytes: when cut, between characters, its end tells how much is left out.
/// A text that was shown before is not changed, unless an escape follows a URL in it. The cost does not
/// depend on the length of the text.
[[nodiscard]] std::string shown_text(std::string_view text, std::size_t limit = longest_shown_part);
/// One URL the same way; it may contain blanks, and need not have a scheme.
[[nodiscard]] std::string shown_url(std::string_view url, std::size_t limit = longest_shown_part);
/// A path the same way; in quotes where its end or its characters would not be seen without.
[[nodiscard]] std::string shown_path(std::string_view path, std::size_t limit = 200);
/// Names the same way, between `separator`; of a long list the first, and how many more there are.
[[nodiscard]] std::string shown_list(std::span<const std::string> names, std::string_view separator = ", ");
[[nodiscard]] std::string shown_list(std::span<const std::string_view> names,
                                     std::string_view separator = ", ");

/// While this object lives, shown_text() replaces an API key by "[api key]", in all texts of the process.
/// A key of less than 8 characters is not one that the service gives out, and is a part of common words: it
/// is not replaced.
class HiddenKey {
 public:
  explicit HiddenKey(std::string_view key);
  ~HiddenKey();
  HiddenKey(const HiddenKey&) = delete;
  HiddenKey& operator=(const HiddenKey&) = delete;

 private:
  struct Registry;
  friend class HiddenKeys;

  std::string key_;
  ProcessMark process_;
  std::shared_ptr<Registry> registry_;
};

}  // namespace kili::support
