#include "parsed_labels/text_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <system_error>

#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// What ends the run of plain characters of a string: quote, backslash, control characters, and bytes that
/// are not ASCII, which are noted for the check of UTF-8.
constexpr auto ends_plain_text = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = true;
  for (std::size_t i = 0x80; i < 0x100; ++i) table[i] = true;
  table['"'] = true;
  table['\\'] = true;
  return table;
}();

/// Decimal numbers of so many digits are below 2^53.
constexpr std::ptrdiff_t exact_digits = 15;
constexpr std::array<double, exact_digits + 1> powers_of_ten{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                             1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&out](std::uint32_t value) {
    out += static_cast<char>(static_cast<unsigned char>(value));
  };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

}  // namespace

/// Parses text from left to right; values call each other, at most support::max_json_depth deep.
class TextParser {
 public:
  TextParser(std::string_view text, TextDocument& document)
      : begin_(text.data()), next_(text.data()), end_(text.data() + text.size()), document_(document) {
    constexpr std::size_t characters_per_node = 8;
    document_.nodes_.reserve(text.size() / characters_per_node + 1);
  }

  void parse() {
    skip_byte_order_mark();
    value(0);
    skip_space();
    if (next_ != end_) fail("something follows the value");
  }

 private:
  using Node = TextDocument::Node;

  void value(std::size_t depth) {
    skip_space();
    if (next_ == end_) fail("a value is missing");
    switch (*next_) {
      case '{':
        return container(JsonKind::object, '}', depth);
      case '[':
        return container(JsonKind::array, ']', depth);
      case '"':
        return string();
      case 't':
        return literal("true", JsonKind::boolean, 1);
      case 'f':
        return literal("false", JsonKind::boolean, 0);
      case 'n':
        return literal("null", JsonKind::null, 0);
      default:
        return number();
    }
  }

  void container(JsonKind kind, char closing, std::size_t depth) {
    if (depth >= support::max_json_depth) {
      fail(fmt::format("it is nested deeper than {} levels", support::max_json_depth));
    }
    const std::size_t index = document_.nodes_.size();
    document_.nodes_.emplace_back().kind = kind;
    ++next_;
    std::uint32_t size = 0;
    FewNames names;
    skip_space();
    if (!take(closing)) {
      do {
        if (kind == JsonKind::object) {
          key();
          names.add(document_.nodes_.back());
        }
        value(depth + 1);
        ++size;
        skip_space();
      } while (take(','));
      if (!take(closing)) fail(fmt::format("'{}' is missing", closing));
    }
    Node& node = document_.nodes_[index];
    node.size = size;
    node.end = document_.nodes_.size();
    if (names.repeat() || (kind == JsonKind::object && size > FewNames::most && repeats_names(index))) {
      document_.repeats_names_ = true;
    }
  }

  /// The names of a small object; whether one stands there twice is seen without sorting.
  class FewNames {
   public:
    static constexpr std::uint32_t most = 8;

    void add(const Node& name) noexcept {
      if (size_ < most) {
        const Name added{.text = name.text, .size = name.size};
        for (std::uint32_t i = 0; i < size_; ++i) repeat_ = repeat_ || are_same(names_[i], added);
        names_[size_] = added;
      }
      ++size_;
    }
    [[nodiscard]] bool repeat() const noexcept { return repeat_; }

   private:
    struct Name {
      const char* text;
      std::size_t size;
    };
    /// Most names differ in length or first character already.
    [[nodiscard]] static bool are_same(const Name& left, const Name& right) noexcept {
      return left.size == right.size &&
             (left.size == 0 ||
              (*left.text == *right.text && std::memcmp(left.text, right.text, left.size) == 0));
    }

    std::array<Name, most> names_;  // the first `size_` are set; there are too many objects to set all
    std::uint32_t size_ = 0;
    bool repeat_ = false;
  };

  [[nodiscard]] bool repeats_names(std::size_t object) const {
    std::vector<std::string_view> names;
    TextSource(document_, object).for_each_member([&names](std::string_view name, const TextSource&) {
      names.push_back(name);
    });
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
  }

  void key() {
    skip_space();
    if (next_ == end_ || *next_ != '"') fail("a name is missing");
    string();
    skip_space();
    if (!take(':')) fail("':' is missing");
  }

  void string() {
    const char* const first = ++next_;
    bool is_ascii = true;
    for (;;) {
      while (next_ != end_ && !ends_plain_text[static_cast<unsigned char>(*next_)]) ++next_;
      if (next_ == end_) fail("a string does not end");
      if (*next_ == '"') break;
      if (*next_ == '\\') return escaped_string(first);
      if (static_cast<unsigned char>(*next_) < 0x20) fail("a control character in a string");
      is_ascii = false;
      ++next_;
    }
    const std::string_view text(first, static_cast<std::size_t>(next_ - first));
    if (!is_ascii && !support::is_valid_utf8(text)) fail("a string is not UTF-8");
    ++next_;
    add_string(text);
  }

  void escaped_string(const char* first) {
    std::string& text = document_.unescaped_.emplace_back(first, next_);
    for (;;) {
      if (next_ == end_) fail("a string does not end");
      const char character = *next_++;
      if (character == '"') break;
      if (static_cast<unsigned char>(character) < 0x20) fail("a control character in a string");
      if (character == '\\') {
        escape(text);
      } else {
        text += character;
      }
    }
    if (!support::is_valid_utf8(text)) fail("a string is not UTF-8");
    add_string(text);
  }

  void escape(std::string& text) {
    if (next_ == end_) fail("a string does not end");
    const char character = *next_++;
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (const auto found = names.find(character); found != std::string_view::npos) {
      text += meanings[found];
    } else if (character == 'u') {
      append_utf8(text, code_point());
    } else {
      fail("an escape that JSON does not have");
    }
  }

  [[nodiscard]] std::uint32_t code_point() {
    const std::uint32_t unit = hexadecimal();
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit > 0xDBFF || end_ - next_ < 2 || next_[0] != '\\' || next_[1] != 'u')
      fail("half of a surrogate pair");
    next_ += 2;
    const std::uint32_t low = hexadecimal();
    if (low < 0xDC00 || low > 0xDFFF) fail("half of a surrogate pair");
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
  }

  [[nodiscard]] std::uint32_t hexadecimal() {
    constexpr std::ptrdiff_t digits = 4;
    std::uint32_t unit = 0;
    if (end_ - next_ < digits) fail("\\u needs four hexadecimal digits");
    const auto [behind, error] = std::from_chars(next_, next_ + digits, unit, 16);
    if (error != std::errc() || behind != next_ + digits) fail("\\u needs four hexadecimal digits");
    next_ = behind;
    return unit;
  }

  void number() {
    const char* const first = next_;
    const bool is_negative = take('-');
    const char* const digits = next_;
    std::uint64_t mantissa = 0;
    std::ptrdiff_t mantissa_digits = take_digits(mantissa);
    if (*digits == '0' && mantissa_digits > 1) fail("a number with a leading zero");
    bool is_integer = true;
    std::ptrdiff_t fraction_digits = 0;
    if (take('.')) {
      is_integer = false;
      fraction_digits = take_digits(mantissa);
      mantissa_digits += fraction_digits;
    }
    bool is_plain = mantissa_digits <= exact_digits;
    if (next_ != end_ && (*next_ == 'e' || *next_ == 'E')) {
      is_integer = false;
      is_plain = false;
      ++next_;
      if (next_ != end_ && (*next_ == '+' || *next_ == '-')) ++next_;
      std::uint64_t exponent = 0;
      static_cast<void>(take_digits(exponent));
    }
    if (is_integer && add_integer(first, is_negative)) return;
    if (is_plain) {
      add_plain(mantissa, static_cast<std::size_t>(fraction_digits), is_negative);
    } else {
      add_floating(first);
    }
  }

  /// @return how many there were, at least one. The mantissa may overflow when they are many.
  [[nodiscard]] std::ptrdiff_t take_digits(std::uint64_t& mantissa) {
    const char* const first = next_;
    while (next_ != end_ && support::is_digit(*next_))
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(*next_++ - '0');
    if (next_ == first) fail("a value or digit is missing");
    return next_ - first;
  }

  /// A decimal number of few digits: mantissa and power of ten are exact, so that their quotient is rounded
  /// once, and correctly.
  void add_plain(std::uint64_t mantissa, std::size_t fraction_digits, bool is_negative) {
    Node& node = document_.nodes_.emplace_back();
    node.kind = JsonKind::floating;
    const double value = static_cast<double>(mantissa) / powers_of_ten[fraction_digits];
    node.number = is_negative ? -value : value;
  }

  [[nodiscard]] bool add_integer(const char* first, bool is_negative) {
    Node node;
    node.kind = JsonKind::integer;
    if (std::from_chars(first, next_, node.integer).ec == std::errc()) {
      document_.nodes_.push_back(node);
      return true;
    }
    if (is_negative) return false;
    node.kind = JsonKind::other_integer;
    if (std::from_chars(first, next_, node.large).ec != std::errc()) return false;
    document_.nodes_.push_back(node);
    return true;
  }

  void add_floating(const char* first) {
    Node& node = document_.nodes_.emplace_back();
    node.kind = JsonKind::floating;
    if (std::from_chars(first, next_, node.number).ec == std::errc()) return;
    // Out of range: what is too small is rounded, what is too large refused.
    const auto rounded = nlohmann::json::parse(first, next_, nullptr, false);
    if (!rounded.is_number()) fail("a number is too large");
    node.number = rounded.get<double>();
  }

  void literal(std::string_view word, JsonKind kind, std::int64_t meaning) {
    if (std::string_view(next_, static_cast<std::size_t>(end_ - next_)).substr(0, word.size()) != word) {
      fail("a word that JSON does not have");
    }
    next_ += word.size();
    Node& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.integer = meaning;
  }

  void add_string(std::string_view text) {
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) fail("a string is too long");
    Node& node = document_.nodes_.emplace_back();
    node.kind = JsonKind::string;
    node.text = text.data();
    node.size = static_cast<std::uint32_t>(text.size());
  }

  void skip_byte_order_mark() noexcept {
    if (end_ - next_ >= 3 && std::string_view(next_, 3) == "\xEF\xBB\xBF") next_ += 3;
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
  TextDocument& document_;
};

TextDocument::TextDocument(std::string_view text) { TextParser(text, *this).parse(); }

nlohmann::json TextSource::to_json() const {
  switch (node_->kind) {
    case JsonKind::null:
      return nullptr;
    case JsonKind::boolean:
      return boolean();
    case JsonKind::integer:
      // nlohmann::json tells integers that are not negative from others.
      return node_->integer < 0 ? nlohmann::json(node_->integer)
                                : nlohmann::json(static_cast<std::uint64_t>(node_->integer));
    case JsonKind::other_integer:
      return node_->large;
    case JsonKind::floating:
      return node_->number;
    case JsonKind::string:
      return text();
    case JsonKind::array: {
      nlohmann::json array = nlohmann::json::array();
      for_each_element([&array](const TextSource& element) { array.push_back(element.to_json()); });
      return array;
    }
    case JsonKind::object: {
      nlohmann::json object = nlohmann::json::object();
      for_each_member([&object](std::string_view key, const TextSource& member) {
        object[std::string(key)] = member.to_json();
      });
      return object;
    }
  }
  return nullptr;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
