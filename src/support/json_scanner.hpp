#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili::support {

/// A string of JSON text.
struct JsonString {
  std::string_view raw;      ///< As it stands between its quotes, in UTF-8.
  bool has_escapes = false;  ///< Otherwise `raw` is its value.
  bool is_ascii = true;      ///< Of `raw`.

  /// The value, in UTF-8. U+FFFD stands in the place of half of a surrogate pair.
  [[nodiscard]] std::string value() const;
  /// Whether there is half of a surrogate pair, which Python's json writes and reads but UTF-8 does not have.
  [[nodiscard]] bool has_half_pair() const noexcept;
};

/// A number of JSON text, or NaN, Infinity or -Infinity.
struct JsonNumber {
  std::string_view text;
  std::uint64_t mantissa = 0;       ///< Its digits before an exponent; wrong when there are more than 19.
  std::size_t mantissa_digits = 0;  ///< How many there are.
  std::size_t fraction_digits = 0;  ///< How many of them stand behind the point.
  bool is_integer = false;          ///< Neither point nor exponent.
  bool has_exponent = false;
  bool is_finite = true;

  /// The nearest number of its type, rounded once: too large ones are infinite, too small ones 0.
  [[nodiscard]] double value() const;
};

/// Reads JSON text from left to right and tells a handler what it finds. Takes what Python's json module
/// reads: besides JSON, the numbers NaN, Infinity and -Infinity, and halves of surrogate pairs. Does not
/// depend on the locale. Arrays and objects are at most max_json_depth deep.
///
/// The handler has begin_object(), end_object(size), begin_array(), end_array(size), name(JsonString),
/// string(JsonString), number(JsonNumber), boolean(bool) and null().
template <typename Handler>
class JsonScanner {
 public:
  /// @param text outlives the scanner, and what it tells refers to it.
  JsonScanner(std::string_view text, Handler& handler) noexcept
      : begin_(text.data()), next_(text.data()), end_(text.data() + text.size()), handler_(handler) {}

  /// @throws std::invalid_argument naming the byte where the text is not such JSON.
  void scan() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (rest().starts_with(byte_order_mark)) next_ += byte_order_mark.size();
    value(0);
    skip_space();
    if (next_ != end_) fail("something follows the value");
  }

 private:
  /// What ends the run of plain characters of a string: quote, backslash, control characters, and bytes that
  /// are not ASCII, which are noted for the check of UTF-8.
  static constexpr auto ends_plain_text = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i) table[i] = true;
    for (std::size_t i = 0x80; i < 0x100; ++i) table[i] = true;
    table['"'] = true;
    table['\\'] = true;
    return table;
  }();

  void value(std::size_t depth) {
    skip_space();
    if (next_ == end_) fail("a value is missing");
    switch (*next_) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return handler_.string(string());
      case 't':
        word("true");
        return handler_.boolean(true);
      case 'f':
        word("false");
        return handler_.boolean(false);
      case 'n':
        word("null");
        return handler_.null();
      default:
        return handler_.number(number());
    }
  }

  void object(std::size_t depth) {
    enter(depth);
    handler_.begin_object();
    std::size_t size = 0;
    skip_space();
    if (!take('}')) {
      do {
        skip_space();
        if (next_ == end_ || *next_ != '"') fail("a name is missing");
        handler_.name(string());
        skip_space();
        if (!take(':')) fail("':' is missing");
        value(depth + 1);
        ++size;
        skip_space();
      } while (take(','));
      if (!take('}')) fail("'}' is missing");
    }
    handler_.end_object(size);
  }

  void array(std::size_t depth) {
    enter(depth);
    handler_.begin_array();
    std::size_t size = 0;
    skip_space();
    if (!take(']')) {
      do {
        value(depth + 1);
        ++size;
        skip_space();
      } while (take(','));
      if (!take(']')) fail("']' is missing");
    }
    handler_.end_array(size);
  }

  void enter(std::size_t depth) {
    if (depth >= max_json_depth) fail(fmt::format("it is nested deeper than {} levels", max_json_depth));
    ++next_;
  }

  [[nodiscard]] JsonString string() {
    JsonString found;
    const char* const first = ++next_;
    for (;;) {
      while (next_ != end_ && !ends_plain_text[static_cast<unsigned char>(*next_)]) ++next_;
      if (next_ == end_) fail("a string does not end");
      if (*next_ == '"') break;
      if (*next_ == '\\') {
        found.has_escapes = true;
        escape();
      } else if (static_cast<unsigned char>(*next_) < 0x20) {
        fail("a control character in a string");
      } else {
        found.is_ascii = false;
        ++next_;
      }
    }
    found.raw = {first, static_cast<std::size_t>(next_ - first)};
    if (!found.is_ascii && !is_valid_utf8(found.raw)) fail("a string is not UTF-8");
    ++next_;
    return found;
  }

  void escape() {
    constexpr std::string_view plain = "\"\\/bfnrt";
    constexpr std::size_t digits = 4;
    ++next_;
    if (next_ == end_) fail("a string does not end");
    const char kind = *next_++;
    if (plain.find(kind) != std::string_view::npos) return;
    if (kind != 'u') fail("an escape that JSON does not have");
    const auto code = rest().substr(0, digits);
    if (code.size() < digits || code.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) {
      fail("\\u needs four hexadecimal digits");
    }
    next_ += digits;
  }

  [[nodiscard]] JsonNumber number() {
    JsonNumber found;
    const char* const first = next_;
    static_cast<void>(take('-'));
    if (next_ != end_ && (*next_ == 'N' || *next_ == 'I')) return special_number(first);
    const char* const digits = next_;
    found.mantissa_digits = take_digits(found.mantissa);
    if (*digits == '0' && found.mantissa_digits > 1) fail("a number with a leading zero");
    found.is_integer = true;
    if (take('.')) {
      found.is_integer = false;
      found.fraction_digits = take_digits(found.mantissa);
      found.mantissa_digits += found.fraction_digits;
    }
    if (next_ != end_ && (*next_ == 'e' || *next_ == 'E')) {
      found.is_integer = false;
      found.has_exponent = true;
      ++next_;
      if (next_ != end_ && (*next_ == '+' || *next_ == '-')) ++next_;
      std::uint64_t exponent = 0;
      static_cast<void>(take_digits(exponent));
    }
    found.text = {first, static_cast<std::size_t>(next_ - first)};
    return found;
  }

  [[nodiscard]] JsonNumber special_number(const char* first) {
    if (*next_ == 'N' && next_ == first) {
      word("NaN");
    } else {
      word("Infinity");
    }
    JsonNumber found;
    found.is_finite = false;
    found.text = {first, static_cast<std::size_t>(next_ - first)};
    return found;
  }

  /// @return how many there were, at least one.
  [[nodiscard]] std::size_t take_digits(std::uint64_t& mantissa) {
    const char* const first = next_;
    while (next_ != end_ && is_digit(*next_)) {
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(*next_++ - '0');
    }
    if (next_ == first) fail("a value or digit is missing");
    return static_cast<std::size_t>(next_ - first);
  }

  void word(std::string_view expected) {
    if (!rest().starts_with(expected)) fail("a word that JSON does not have");
    next_ += expected.size();
  }
  [[nodiscard]] std::string_view rest() const noexcept {
    return {next_, static_cast<std::size_t>(end_ - next_)};
  }
  void skip_space() noexcept {
    while (next_ != end_ && (*next_ == ' ' || *next_ == '\n' || *next_ == '\r' || *next_ == '\t')) ++next_;
  }
  [[nodiscard]] bool take(char character) noexcept {
    if (next_ == end_ || *next_ != character) return false;
    ++next_;
    return true;
  }
  [[noreturn]] void fail(const std::string& message) const {
    throw std::invalid_argument(fmt::format("not JSON at byte {}: {}", next_ - begin_, message));
  }

  const char* begin_;
  const char* next_;
  const char* end_;
  Handler& handler_;
};

}  // namespace kili::support
