#include "parsed_labels/text_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <system_error>

#include "support/json_scanner.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// Decimal numbers of so many digits are below 2^53.
constexpr std::ptrdiff_t exact_digits = 15;
constexpr std::array<double, exact_digits + 1> powers_of_ten{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                             1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

}  // namespace

/// Puts what a scanner finds in a document, in its order.
class TextParser {
 public:
  explicit TextParser(TextDocument& document) noexcept : document_(document) {}

  // Interface of support::JsonScanner.
  void begin_object() {
    open(JsonKind::object);
    names_.emplace_back();
  }
  void end_object(std::size_t size) {
    const std::size_t index = close(size);
    if (names_.back().repeat() || (size > FewNames::most && repeats_names(index))) {
      document_.repeats_names_ = true;
    }
    names_.pop_back();
  }
  void begin_array() { open(JsonKind::array); }
  void end_array(std::size_t size) { static_cast<void>(close(size)); }
  void name(const support::JsonString& name) {
    string(name);
    names_.back().add(document_.nodes_.back());
  }
  void string(const support::JsonString& string) {
    std::string_view text = string.raw;
    if (string.has_escapes) {
      // What Python writes as half of a pair is text that no label can hold.
      if (string.has_half_pair()) throw std::invalid_argument("half of a surrogate pair");
      text = document_.unescaped_.emplace_back(string.value());
    }
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
      throw std::invalid_argument("a string is too long");
    }
    Node& node = add(JsonKind::string);
    node.text = text.data();
    node.size = static_cast<std::uint32_t>(text.size());
  }
  void number(const support::JsonNumber& number) {
    if (number.is_integer && add_integer(number.text)) return;
    Node& node = add(JsonKind::floating);
    const bool is_plain = number.is_finite && !number.has_exponent && number.mantissa_digits <= exact_digits;
    if (!is_plain) {
      node.number = number.value();
      return;
    }
    // Mantissa and power of ten are exact, so that their quotient is rounded once, and correctly.
    const double value = static_cast<double>(number.mantissa) / powers_of_ten[number.fraction_digits];
    node.number = number.text.front() == '-' ? -value : value;
  }
  void boolean(bool value) { add(JsonKind::boolean).integer = value ? 1 : 0; }
  void null() { add(JsonKind::null).integer = 0; }

 private:
  using Node = TextDocument::Node;

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

  [[nodiscard]] bool add_integer(std::string_view text) {
    const char* const end = text.data() + text.size();
    Node node;
    node.kind = JsonKind::integer;
    if (std::from_chars(text.data(), end, node.integer).ec == std::errc()) {
      document_.nodes_.push_back(node);
      return true;
    }
    node.kind = JsonKind::other_integer;
    if (text.front() == '-' || std::from_chars(text.data(), end, node.large).ec != std::errc()) return false;
    document_.nodes_.push_back(node);
    return true;
  }

  Node& add(JsonKind kind) {
    Node& node = document_.nodes_.emplace_back();
    node.kind = kind;
    return node;
  }
  void open(JsonKind kind) {
    open_.push_back(document_.nodes_.size());
    add(kind);
  }
  /// @return the index of the array or object.
  std::size_t close(std::size_t size) {
    const std::size_t index = open_.back();
    open_.pop_back();
    Node& node = document_.nodes_[index];
    node.size = static_cast<std::uint32_t>(size);
    node.end = document_.nodes_.size();
    return index;
  }

  TextDocument& document_;
  std::vector<std::size_t> open_;  ///< Arrays and objects around the next value.
  std::vector<FewNames> names_;    ///< Of the objects among them.
};

TextDocument::TextDocument(std::string_view text) {
  constexpr std::size_t characters_per_node = 8;
  nodes_.reserve(text.size() / characters_per_node + 1);
  TextParser parser(*this);
  support::JsonScanner(text, parser).scan();
}

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
