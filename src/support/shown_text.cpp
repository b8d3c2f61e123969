#include "support/shown_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "support/text.hpp"
#include "support/unicode.hpp"

namespace kili::support {

struct HiddenKey::Registry {
  std::mutex mutex;
  std::map<std::string, std::size_t, std::less<>> keys;  ///< With the number of objects that hide each.
};

/// Access to the keys that are hidden now.
class HiddenKeys {
 public:
  /// In a child process the registry is a new one: the lock of the parent's may be held for ever.
  static std::shared_ptr<HiddenKey::Registry> registry() {
    static constinit OnePerProcess<HiddenKey::Registry> registries;
    return registries.get();
  }

  static std::vector<std::string> now() {
    const auto registry = HiddenKeys::registry();
    const std::scoped_lock lock(registry->mutex);
    std::vector<std::string> keys;
    keys.reserve(registry->keys.size());
    for (const auto& [key, count] : registry->keys) keys.push_back(key);
    return keys;
  }
};

namespace {

constexpr std::string_view scheme_end = "://";
/// As some writers of JSON have it.
constexpr std::string_view escaped_scheme_end = R"(:\/\/)";
/// In the query of another URL.
constexpr std::string_view encoded_scheme_end = "%3a%2f%2f";
/// Read beyond the limit, so that what is left out before it does not make the shown text short, and a secret
/// is whole when it is looked for.
constexpr std::size_t read_beyond = 4096;
constexpr std::size_t shortest_hidden_key = 8;
constexpr std::string_view hidden_key = "[api key]";
constexpr std::string_view hidden_value = "...";
constexpr std::string_view end_of_cut = " more bytes)";
constexpr std::size_t most_listed = 100;
constexpr std::size_t longest_listed = 100;

/// Names of parameters whose values give access, in lower case.
constexpr auto secret_parameters = std::to_array<std::string_view>(
    {"access_token", "api_key", "apikey", "client_secret", "password", "sig", "signature", "token",
     "x-amz-credential", "x-amz-security-token", "x-amz-signature", "x-goog-credential", "x-goog-signature"});
/// Names of headers whose values give access, in lower case.
constexpr auto secret_headers =
    std::to_array<std::string_view>({"authorization:", "authorization\":", "x-api-key:"});

/// The part of a URL behind its scheme: host, port and path.
/// @param is_cut the URL goes on, it is not known how.
std::string place_of(std::string_view rest, bool is_cut = false) {
  rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));  // some parsers skip more of them
  const std::string_view place = rest.substr(0, rest.find_first_of("?#"));
  const std::string_view authority = place.substr(0, place.find('/'));
  const auto at = authority.rfind('@');
  // What is cut inside may have its "@" behind the cut.
  if (is_cut && authority.size() == rest.size()) return std::string(hidden_value);
  if (at != std::string_view::npos) {
    const bool was_shown = authority.substr(0, at) == hidden_value;
    return std::string(was_shown ? place : place.substr(at + 1));
  }
  // In a password "/", "?" and "#" have to be escaped. Where they are not, what seems to be the port is the
  // beginning of the password.
  const auto colon = authority.rfind(':');
  if (colon == std::string_view::npos || authority.find(']', colon) != std::string_view::npos) {
    return std::string(place);
  }
  const std::string_view port = authority.substr(colon + 1);
  const bool has_port = std::all_of(port.begin(), port.end(), is_digit);
  if (is_cut && !has_port) return std::string(hidden_value);
  const auto later = (has_port ? place : rest).rfind('@');
  if (later == std::string_view::npos) return std::string(place);
  const std::string_view behind = rest.substr(later + 1);
  return fmt::format("...@{}", behind.substr(0, behind.find_first_of("?#")));
}

bool ends_url_in_text(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '"' || c == '<' || c == '>';
}

bool begins_with(std::string_view text, std::string_view lower_case) noexcept {
  return equal_ignoring_case(text.substr(0, lower_case.size()), lower_case);
}

/// Where the scheme of the next URL ends, and how.
std::pair<std::size_t, std::string_view> find_scheme_end(std::string_view text) noexcept {
  for (auto at = text.find_first_of(":%"); at != std::string_view::npos;
       at = text.find_first_of(":%", at + 1)) {
    for (const auto end : {scheme_end, escaped_scheme_end, encoded_scheme_end}) {
      if (begins_with(text.substr(at), end)) return {at, end};
    }
  }
  return {std::string_view::npos, {}};
}

/// The text without the user names, passwords, queries and fragments of the URLs in it.
std::string without_url_secrets(std::string_view text, bool is_cut) {
  std::string result;
  for (;;) {
    const auto [at, kind] = find_scheme_end(text);
    if (at == std::string_view::npos) return result.append(text);
    const auto begin = at + kind.size();
    result.append(text.substr(0, begin));
    text.remove_prefix(begin);
    const auto end =
        static_cast<std::size_t>(std::find_if(text.begin(), text.end(), ends_url_in_text) - text.begin());
    result.append(kind == encoded_scheme_end ? std::string(hidden_value)
                                             : place_of(text.substr(0, end), is_cut && end == text.size()));
    text.remove_prefix(end);
  }
}

bool is_name_character(char c) noexcept {
  return is_digit(c) || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_' || c == '-';
}

/// Whether the text ends with one of the names, and not with a longer word.
bool ends_with_secret_name(std::string_view text) noexcept {
  const auto last = std::find_if_not(text.rbegin(), text.rend(), is_name_character);
  const std::string_view name = text.substr(static_cast<std::size_t>(text.rend() - last));
  return std::any_of(secret_parameters.begin(), secret_parameters.end(),
                     [name](std::string_view secret) { return equal_ignoring_case(name, secret); });
}

/// The text without the values of parameters that give access.
std::string without_parameters(std::string_view text) {
  std::string result;
  for (;;) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return result.append(text);
    result.append(text.substr(0, equals + 1));
    const bool is_secret = ends_with_secret_name(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    if (!is_secret) continue;
    result.append(hidden_value);
    text.remove_prefix(std::min(text.find_first_of("& \t\r\n\"'<>"), text.size()));
  }
}

/// The text without the values of headers that give access, each to the end of its line or quotation.
std::string without_headers(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto name = std::find_if(secret_headers.begin(), secret_headers.end(),
                                   [text](std::string_view header) { return begins_with(text, header); });
    if (name == secret_headers.end()) {
      const auto next = text.find_first_of("aAxX", 1);
      result.append(text.substr(0, next));
      text.remove_prefix(std::min(next, text.size()));
      continue;
    }
    auto begin = text.find_first_not_of(" \t\"", name->size());
    begin = std::min(begin, text.size());
    result.append(text.substr(0, begin));
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of("\r\n\""), text.size());
    if (end > 0) result.append(hidden_value);
    text.remove_prefix(end);
  }
  return result;
}

/// The beginning of a text that is read: up to `size` bytes, without a part of a character or a key at its
/// end.
std::string_view beginning(std::string_view text, std::size_t size, const std::vector<std::string>& keys) {
  if (text.size() <= size) return text;
  for (int i = 0; i < 3 && size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80; ++i) --size;
  for (const auto& key : keys) {
    const std::size_t from = size - std::min(size, key.size() - 1);
    const auto found = text.substr(from, 2 * (key.size() - 1)).find(key);
    if (found != std::string_view::npos) size = from + found;
  }
  return text.substr(0, size);
}

std::string without_keys(std::string_view text, const std::vector<std::string>& keys) {
  std::string result(text);
  for (const auto& key : keys) {
    for (auto at = result.find(key); at != std::string::npos; at = result.find(key, at)) {
      result.replace(at, key.size(), hidden_key);
      at += hidden_key.size();
    }
  }
  return result;
}

/// Characters that are not seen, or that change how those around them are seen.
bool is_hidden_character(char32_t code) noexcept {
  struct Range {
    char32_t first, last;
  };
  constexpr auto hidden = std::to_array<Range>({{0x00, 0x1f},
                                                {0x7f, 0x9f},
                                                {0xad, 0xad},
                                                {0x61c, 0x61c},
                                                {0x180e, 0x180e},
                                                {0x200b, 0x200f},
                                                {0x2028, 0x202e},
                                                {0x2060, 0x206f},
                                                {0xfeff, 0xfeff},
                                                {0xfff9, 0xfffb},
                                                {0xe0000, 0xe007f}});
  return std::any_of(hidden.begin(), hidden.end(),
                     [code](const Range& range) { return range.first <= code && code <= range.last; });
}

void append_escape(std::string& result, char32_t code) {
  switch (code) {
    case '\n':
      result += "\\n";
      break;
    case '\r':
      result += "\\r";
      break;
    case '\t':
      result += "\\t";
      break;
    default:
      if (code < 0x80) {
        result += fmt::format("\\x{:02X}", static_cast<unsigned>(code));
      } else if (code < 0x10000) {
        result += fmt::format("\\u{:04X}", static_cast<unsigned>(code));
      } else {
        result += fmt::format("\\U{:08X}", static_cast<unsigned>(code));
      }
  }
}

/// @param behind bytes of the text that follow those given.
std::string escaped(std::string_view text, std::size_t limit, std::size_t behind) {
  std::string result;
  result.reserve(std::min(text.size(), limit));
  while (!text.empty() && result.size() < limit) {
    std::size_t length = 0;
    const char32_t code = decode_utf8(text, length);
    if (length == 0) {
      result += fmt::format("\\x{:02X}", static_cast<unsigned char>(text.front()));
    } else if (is_hidden_character(code)) {
      append_escape(result, code);
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  const std::size_t left_out = text.size() + behind;
  if (left_out > 0) result += fmt::format("... ({}{}", left_out, end_of_cut);
  return result;
}

/// Whether there is nothing to do, as in most texts.
bool is_plain(std::string_view text, std::size_t limit, const std::vector<std::string>& keys) {
  return text.size() <= limit &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return ' ' <= c && c <= '~' && c != ':' && c != '=' && c != '%'; }) &&
         std::none_of(keys.begin(), keys.end(),
                      [text](const std::string& key) { return text.find(key) != std::string_view::npos; });
}

/// As escaped(); a text that was cut before, with the note of that at its end, is not cut again.
std::string shortened(std::string_view text, std::size_t limit, std::size_t behind) {
  constexpr std::size_t longest_note = 48;
  if (behind == 0 && text.ends_with(end_of_cut) && text.size() <= limit + longest_note) {
    std::string result = escaped(text, limit + longest_note, 0);
    // What only looks like such a text may become longer by its escapes.
    if (result.size() <= limit + longest_note) return result;
  }
  return escaped(text, limit, behind);
}

template <typename Name>
std::string listed_names(std::span<const Name> names, std::string_view separator) {
  std::string text;
  for (const auto& name : names.first(std::min(names.size(), most_listed))) {
    if (!text.empty()) text += separator;
    text += shown_text(name, longest_listed);
  }
  if (names.size() > most_listed) text += fmt::format(" and {} more", names.size() - most_listed);
  return text;
}

}  // namespace

std::string shown_text(std::string_view text, std::size_t limit) {
  const auto keys = HiddenKeys::now();
  if (is_plain(text, limit, keys)) return std::string(text);
  const std::string_view read = beginning(text, limit + read_beyond, keys);
  const bool is_cut = read.size() < text.size();
  std::string result = without_url_secrets(without_keys(read, keys), is_cut);
  result = without_headers(without_parameters(result));
  return shortened(result, limit, text.size() - read.size());
}

std::string shown_url(std::string_view url, std::size_t limit) {
  const auto keys = HiddenKeys::now();
  const std::string_view read = beginning(url, limit + read_beyond, keys);
  const std::string text = without_keys(read, keys);
  const std::string_view whole = text;
  const bool is_cut = read.size() < url.size();
  const auto at = whole.find(scheme_end);
  const auto begin = at == std::string_view::npos ? 0 : at + scheme_end.size();
  return escaped(fmt::format("{}{}", whole.substr(0, begin), place_of(whole.substr(begin), is_cut)), limit,
                 url.size() - read.size());
}

std::string shown_path(std::string_view path, std::size_t limit) {
  const bool is_url = path.find(scheme_end) != std::string_view::npos;
  const std::string shown = is_url ? shown_url(path, limit) : shown_text(path, limit);
  const bool hides_something =
      trim(path).size() != path.size() || (!is_url && path.size() <= limit && shown != path);
  return hides_something || path.empty() ? fmt::format("'{}'", shown) : shown;
}

std::string shown_list(std::span<const std::string> names, std::string_view separator) {
  return listed_names(names, separator);
}

std::string shown_list(std::span<const std::string_view> names, std::string_view separator) {
  return listed_names(names, separator);
}

HiddenKey::HiddenKey(std::string_view key) : key_(key), registry_(HiddenKeys::registry()) {
  if (key_.size() < shortest_hidden_key) return;
  const std::scoped_lock lock(registry_->mutex);
  ++registry_->keys[key_];
}

HiddenKey::~HiddenKey() {
  if (key_.size() < shortest_hidden_key || !process_.is_of_this_process()) return;
  const std::scoped_lock lock(registry_->mutex);
  const auto entry = registry_->keys.find(key_);
  if (--entry->second == 0) registry_->keys.erase(entry);
}

}  // namespace kili::support
