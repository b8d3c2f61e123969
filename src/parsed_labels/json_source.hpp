#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The kinds of JSON value that the reader distinguishes.
enum class JsonKind : std::uint8_t {
  null,
  boolean,
  integer,        ///< Fits std::int64_t.
  other_integer,  ///< Does not fit std::int64_t.
  floating,
  string,
  array,
  object
};

/// Whether the integer is exact as a double, so that it can be written back as it was.
[[nodiscard]] constexpr bool is_exact(std::int64_t integer) noexcept {
  constexpr std::int64_t largest = std::int64_t{1} << 53;
  return -largest <= integer && integer <= largest;
}

/// A JSON value as the label reader sees it: a handle, cheap to copy, valid as long as the document.
/// Text is read through another class with the same members.
class JsonSource {
 public:
  explicit JsonSource(const nlohmann::json& value) noexcept : value_(&value) {}

  [[nodiscard]] JsonKind kind() const noexcept {
    switch (value_->type()) {
      case nlohmann::json::value_t::null:
      case nlohmann::json::value_t::discarded:
      case nlohmann::json::value_t::binary:
        return JsonKind::null;
      case nlohmann::json::value_t::boolean:
        return JsonKind::boolean;
      case nlohmann::json::value_t::number_integer:
        return JsonKind::integer;
      case nlohmann::json::value_t::number_unsigned:
        return *value_->get_ptr<const std::uint64_t*>() <=
                       static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
                   ? JsonKind::integer
                   : JsonKind::other_integer;
      case nlohmann::json::value_t::number_float:
        return JsonKind::floating;
      case nlohmann::json::value_t::string:
        return JsonKind::string;
      case nlohmann::json::value_t::array:
        return JsonKind::array;
      case nlohmann::json::value_t::object:
        break;
    }
    return JsonKind::object;
  }
  [[nodiscard]] bool is_object() const noexcept { return value_->is_object(); }
  [[nodiscard]] bool is_array() const noexcept { return value_->is_array(); }

  // Each for values of its kind.
  [[nodiscard]] bool boolean() const noexcept { return *value_->get_ptr<const bool*>(); }
  [[nodiscard]] std::int64_t integer() const { return value_->get<std::int64_t>(); }
  [[nodiscard]] double number() const { return value_->get<double>(); }
  [[nodiscard]] std::string_view text() const noexcept { return *value_->get_ptr<const std::string*>(); }
  /// Elements of an array, members of an object.
  [[nodiscard]] std::size_t size() const noexcept { return value_->size(); }
  /// The first element of an array.
  [[nodiscard]] std::optional<JsonSource> front() const {
    return value_->empty() ? std::nullopt : std::optional(JsonSource(value_->front()));
  }
  [[nodiscard]] std::optional<JsonSource> find(const char* key) const {
    const auto found = value_->find(key);
    return found == value_->end() ? std::nullopt : std::optional(JsonSource(*found));
  }
  /// Calls function(JsonSource) for each element.
  template <typename Function>
  void for_each_element(Function&& function) const {
    for (const auto& element : *value_->get_ptr<const nlohmann::json::array_t*>())
      function(JsonSource(element));
  }
  /// Calls function(std::string_view, JsonSource) for each member.
  template <typename Function>
  void for_each_member(Function&& function) const {
    for (const auto& [key, value] : *value_->get_ptr<const nlohmann::json::object_t*>()) {
      function(std::string_view(key), JsonSource(value));
    }
  }
  [[nodiscard]] nlohmann::json to_json() const { return *value_; }

 private:
  const nlohmann::json* value_;
};

/// Whether Python treats the value as true.
template <typename Source>
[[nodiscard]] bool is_truthy(const Source& value) {
  switch (value.kind()) {
    case JsonKind::null:
      return false;
    case JsonKind::boolean:
      return value.boolean();
    case JsonKind::integer:
      return value.integer() != 0;
    case JsonKind::other_integer:
      return true;
    case JsonKind::floating:
      return value.number() != 0;
    case JsonKind::string:
      return !value.text().empty();
    case JsonKind::array:
    case JsonKind::object:
      return value.size() != 0;
  }
  return false;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
