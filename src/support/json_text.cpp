#include "support/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "support/json_scanner.hpp"
#include "support/text.hpp"

namespace kili::support {
namespace {

constexpr std::string_view no_number = "NaN and infinite numbers do not exist in JSON";
constexpr std::string_view no_text = "a text in it is not UTF-8";

/// The digits of an integer beyond 64 bits (WideIntegers::digits); nothing for other values.
template <typename Value>
std::optional<std::string_view> wide_integer(const Value& value) {
  if (!value.is_binary()) return std::nullopt;
  const auto& digits = value.get_binary();
  if (!digits.has_subtype() || digits.subtype() != wide_integer_subtype) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(digits.data()), digits.size());
}

template <typename Value>
bool has_wide_integer(const Value& value) {
  if (!value.is_structured()) return wide_integer(value).has_value();
  return std::any_of(value.begin(), value.end(),
                     [](const Value& member) { return has_wide_integer(member); });
}

struct Style {
  std::string_view between_items;
  std::string_view after_name;
  bool ascii_only;
  nlohmann::json::error_handler_t on_no_text;
};

constexpr Style spaced{", ", ": ", true, nlohmann::json::error_handler_t::strict};
constexpr Style compact{",", ":", false, nlohmann::json::error_handler_t::replace};

template <typename Value>
void append(std::string& out, const Value& value, const Style& style) {
  if (value.is_object()) {
    out += '{';
    std::string_view separator;
    for (const auto& [key, member] : value.items()) {
      out += separator;
      out += nlohmann::json(key).dump(-1, ' ', style.ascii_only, style.on_no_text);
      out += style.after_name;
      append(out, member, style);
      separator = style.between_items;
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    std::string_view separator;
    for (const auto& element : value) {
      out += separator;
      append(out, element, style);
      separator = style.between_items;
    }
    out += ']';
  } else if (const auto digits = wide_integer(value)) {
    out += *digits;
  } else {
    out += value.dump(-1, ' ', style.ascii_only, style.on_no_text);
  }
}

// What values take on the heap, with the overhead of the allocator, as libstdc++ and nlohmann/json lay them
// out.
constexpr std::size_t bytes_of_block = 16;
constexpr std::size_t bytes_of_text = 48;
constexpr std::size_t bytes_of_array = 32;
constexpr std::size_t bytes_of_object = 64;
/// An array grows by doubling, and the allocator keeps the smaller blocks that it had before.
constexpr std::size_t bytes_of_element = 4 * sizeof(nlohmann::json);
constexpr std::size_t bytes_of_member = 96;
constexpr std::size_t longest_text_inside = 15;

/// What the characters of a string take beside the string.
constexpr std::size_t bytes_of_characters(std::size_t size) noexcept {
  return size > longest_text_inside ? size + bytes_of_block : 0;
}

/// Builds a value of what a scanner finds.
template <typename Value>
class ValueBuilder {
 public:
  ValueBuilder(WideIntegers wide_integers, JsonBudget& budget)
      : budget_(budget), wide_integers_(wide_integers) {}

  // Interface of JsonScanner.
  void begin_object() {
    charge(bytes_of_object);
    open(Value::object());
  }
  void end_object(std::size_t /*size*/) { close(); }
  void begin_array() {
    charge(bytes_of_array);
    open(Value::array());
  }
  void end_array(std::size_t /*size*/) { close(); }
  void name(const JsonString& name) {
    budget_.take(bytes_of_characters(name.raw.size()));
    name_ = name.value();
    if (name.has_half_pair()) note_half_pair();
  }
  void string(const JsonString& string) {
    charge(bytes_of_text + bytes_of_characters(string.raw.size()));
    if (string.has_half_pair()) note_half_pair();
    add(string.value());
  }
  void number(const JsonNumber& number) {
    charge(0);
    if (number.is_integer && add_integer(number.text)) return;
    if (number.is_integer && number.is_finite && wide_integers_ == WideIntegers::digits) {
      budget_.take(bytes_of_text + bytes_of_characters(number.text.size()));
      add(Value::binary({number.text.begin(), number.text.end()}, wide_integer_subtype));
      return;
    }
    add(number.value());
  }
  void boolean(bool value) {
    charge(0);
    add(value);
  }
  void null() {
    charge(0);
    add(nullptr);
  }

  /// The value that was built. @throws HalfSurrogatePair
  [[nodiscard]] Value take() {
    if (has_half_pair_) throw error();
    return std::move(root_);
  }

 private:
  /// A way from an array or object to a value in it.
  struct Step {
    std::size_t index = 0;
    std::string name{};  ///< In an object.
  };
  using Path = std::vector<Step>;

  /// A value takes its place in its array or object, and so much beside.
  void charge(std::size_t beside) {
    const bool is_member = !open_.empty() && open_.back()->is_object();
    budget_.take((is_member ? bytes_of_member : bytes_of_element) + beside);
  }

  /// Pointers to what is open stay good: an array or object does not grow while a value in it is open.
  Value& add(Value value) {
    if (open_.empty()) return root_ = std::move(value);
    Value& parent = *open_.back();
    if (parent.is_object()) return member(parent) = std::move(value);
    parent.push_back(std::move(value));
    return parent.back();
  }
  /// The member of that name in the object, null when it is new.
  Value& member(Value& object) {
    if constexpr (std::is_same_v<Value, nlohmann::ordered_json>) {
      // An ordered object is a list, which the library searches for each name.
      auto& members = object.template get_ref<typename Value::object_t&>();
      const auto [place, is_new] = names_.back().try_emplace(name_, members.size());
      if (is_new) members.emplace_back(name_, nullptr);
      return members.begin()[static_cast<std::ptrdiff_t>(place->second)].second;
    } else {
      return object[name_];
    }
  }
  [[nodiscard]] bool add_integer(std::string_view text) {
    const char* const end = text.data() + text.size();
    std::int64_t value = 0;
    if (text.front() == '-' && std::from_chars(text.data(), end, value).ec == std::errc()) {
      add(value);
      return true;
    }
    std::uint64_t large = 0;
    if (std::from_chars(text.data(), end, large).ec != std::errc()) return false;
    add(large);
    return true;
  }
  void open(Value value) {
    if (!open_.empty()) path_.push_back(next_step());
    open_.push_back(&add(std::move(value)));
    names_.emplace_back();
  }
  void close() {
    open_.pop_back();
    names_.pop_back();
    if (!open_.empty()) path_.pop_back();
  }

  [[nodiscard]] Step next_step() const {
    return open_.back()->is_object() ? Step{.name = name_} : Step{.index = open_.back()->size()};
  }
  void note_half_pair() {
    if (std::exchange(has_half_pair_, true)) return;
    half_pair_ = path_;
    if (!open_.empty()) half_pair_.push_back(next_step());
  }
  /// The error that names where the first half of a pair stands.
  [[nodiscard]] HalfSurrogatePair error() const {
    std::string path;
    std::string id;
    const Value* value = &root_;
    for (const Step& step : half_pair_) {
      if (value->is_array()) {
        path += fmt::format("[{}]", step.index);
        value = &value->at(step.index);
        continue;
      }
      path += (path.empty() ? "" : ".") + step.name;
      const auto own_id = value->find("id");
      if (own_id != value->end() && own_id->is_string()) id = own_id->template get_ref<const std::string&>();
      value = &value->at(step.name);
    }
    return {std::move(path), std::move(id)};
  }

  JsonBudget& budget_;
  std::vector<Value*> open_;  ///< Arrays and objects around the next value.
  std::vector<std::unordered_map<std::string, std::size_t>> names_;  ///< Places of names in these objects.
  Path path_;                                                        ///< The way to the innermost of them.
  std::string name_;
  WideIntegers wide_integers_;
  bool has_half_pair_ = false;
  Path half_pair_;  ///< The way to the first one.
  Value root_;
};

template <typename Value>
Value built(std::string_view text, WideIntegers wide_integers, JsonBudget* budget) {
  JsonBudget unlimited;
  ValueBuilder<Value> builder(wide_integers, budget != nullptr ? *budget : unlimited);
  JsonScanner(text, builder).scan();
  return builder.take();
}

/// Builds the elements of an array, one after the other.
class ElementsBuilder {
 public:
  explicit ElementsBuilder(const std::function<void(nlohmann::json)>& take) : take_(take) {}

  // Interface of JsonScanner.
  void begin_object() {
    if (depth_ == 0) fail();
    ++depth_;
    element_->begin_object();
  }
  void end_object(std::size_t size) {
    element_->end_object(size);
    --depth_;
    finish();
  }
  void begin_array() {
    if (depth_++ > 0) {
      element_->begin_array();
    } else {
      start();
    }
  }
  void end_array(std::size_t size) {
    if (--depth_ == 0) return;
    element_->end_array(size);
    finish();
  }
  void name(const JsonString& name) { element_->name(name); }
  void string(const JsonString& string) {
    add([&] { element_->string(string); });
  }
  void number(const JsonNumber& number) {
    add([&] { element_->number(number); });
  }
  void boolean(bool value) {
    add([&] { element_->boolean(value); });
  }
  void null() {
    add([&] { element_->null(); });
  }

 private:
  [[noreturn]] static void fail() { throw std::invalid_argument("it is not an array"); }

  template <typename Add>
  void add(const Add& add_value) {
    if (depth_ == 0) fail();
    add_value();
    finish();
  }
  void start() { element_.emplace(WideIntegers::doubles, budget_); }
  /// Hands the element out when it is complete.
  void finish() {
    if (depth_ > 1) return;
    try {
      take_(element_->take());
    } catch (const HalfSurrogatePair& error) {
      const std::string_view between = error.path().empty() || error.path().starts_with('[') ? "" : ".";
      throw HalfSurrogatePair(fmt::format("[{}]{}{}", index_, between, error.path()), error.id());
    }
    ++index_;
    start();
  }

  JsonBudget budget_;
  std::size_t depth_ = 0;
  std::optional<ValueBuilder<nlohmann::json>> element_;
  std::size_t index_ = 0;
  const std::function<void(nlohmann::json)>& take_;
};

template <typename Value>
void check_writable(const Value& value) {
  const auto check_text = [](const std::string& text) {
    if (!is_valid_utf8(text)) throw std::invalid_argument(std::string(no_text));
  };
  if (value.is_string()) check_text(value.template get_ref<const std::string&>());
  if (value.is_number_float() && !std::isfinite(value.template get<double>())) {
    throw std::invalid_argument(std::string(no_number));
  }
  if (!value.is_structured()) return;
  for (const auto& [key, member] : value.items()) {
    if (value.is_object()) check_text(key);
    check_writable(member);
  }
}

template <typename Value>
std::string spaced_ascii(const Value& value) {
  check_writable(value);
  std::string out;
  append(out, value, spaced);
  return out;
}

template <typename Value>
std::string compact_text(const Value& value) {
  if (!has_wide_integer(value)) return value.dump(-1, ' ', compact.ascii_only, compact.on_no_text);
  std::string out;
  append(out, value, compact);
  return out;
}

}  // namespace

JsonTooLarge::JsonTooLarge(std::size_t bytes)
    : std::length_error(fmt::format("the values take more than {} bytes of memory", bytes)) {}

HalfSurrogatePair::HalfSurrogatePair(std::string path, std::string id)
    : std::invalid_argument(fmt::format("{} has half of a surrogate pair, an escape from \\ud800 to "
                                        "\\udfff without its other half, which is not text",
                                        path.empty() ? "the value" : path)),
      path_(std::move(path)),
      id_(std::move(id)) {}

nlohmann::json parse_json(std::string_view text, WideIntegers wide_integers, JsonBudget* budget) {
  return built<nlohmann::json>(text, wide_integers, budget);
}

nlohmann::ordered_json parse_ordered_json(std::string_view text, WideIntegers wide_integers,
                                          JsonBudget* budget) {
  return built<nlohmann::ordered_json>(text, wide_integers, budget);
}

void for_each_json_element(std::string_view text, const std::function<void(nlohmann::json)>& take) {
  ElementsBuilder builder(take);
  JsonScanner(text, builder).scan();
}

bool is_same_json(std::string_view left, std::string_view right) noexcept {
  if (left == right) return true;
  constexpr std::size_t most_bytes = std::size_t{64} << 20U;
  try {
    JsonBudget budget(most_bytes);
    return parse_json(left, WideIntegers::digits, &budget) ==
           parse_json(right, WideIntegers::digits, &budget);
  } catch (const std::exception&) {
    return false;
  }
}

std::string compact_json(const nlohmann::json& value) { return compact_text(value); }
std::string compact_json(const nlohmann::ordered_json& value) { return compact_text(value); }

std::string spaced_ascii_json(const nlohmann::json& value) { return spaced_ascii(value); }
std::string spaced_ascii_json(const nlohmann::ordered_json& value) { return spaced_ascii(value); }
std::string spaced_ascii_json(const Json& value) {
  return value.ordered() != nullptr ? spaced_ascii(*value.ordered()) : spaced_ascii(value.get());
}

std::size_t ascii_string_size(std::string_view text) noexcept {
  constexpr std::size_t escaped = 6;  // \u and four digits
  std::size_t size = 2;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte >= 0xf0) {
      size += 2 * escaped;  // a pair of surrogates
    } else if (byte >= 0xc0) {
      size += escaped;
    } else if (byte >= 0x80) {
      continue;  // belongs to the character before
    } else if (std::string_view("\"\\\b\f\n\r\t").find(character) != std::string_view::npos) {
      size += 2;
    } else {
      size += byte < 0x20 || byte == 0x7f ? escaped : 1;
    }
  }
  return size;
}

std::size_t spaced_ascii_size(const nlohmann::json& value) {
  if (value.is_string()) return ascii_string_size(value.get_ref<const std::string&>());
  if (const auto digits = wide_integer(value)) return digits->size();
  if (!value.is_structured()) return value.dump().size();
  constexpr std::size_t separator = 2;
  std::size_t size = value.empty() ? 2 : 2 + separator * (value.size() - 1);  // brackets, ", " between
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      size += ascii_string_size(key) + separator + spaced_ascii_size(member);
    }
  } else {
    for (const auto& element : value) size += spaced_ascii_size(element);
  }
  return size;
}

void check_writable_json(const nlohmann::json& value) { check_writable(value); }

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    if (static_cast<unsigned char>(character) >= 0x20 && character != '"' && character != '\\') continue;
    out += text.substr(copied, i - copied);
    copied = i + 1;
    switch (character) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(character));
    }
  }
  out += text.substr(copied);
  out += '"';
}

}  // namespace kili::support
