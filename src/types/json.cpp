#include "kili/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {
const nlohmann::json& null_value() noexcept {
  static const auto& value = support::immortal(nlohmann::json());
  return value;
}

template <typename Value>
bool is_deeper_than(const Value& value, std::size_t levels) {
  if (!value.is_structured()) return false;
  return levels == 0 || std::any_of(value.begin(), value.end(), [levels](const Value& member) {
           return is_deeper_than(member, levels - 1);
         });
}

/// Copying and writing a value are recursive; deeper values could overflow the stack.
template <typename Value>
Value&& checked(Value&& value) {
  if (is_deeper_than(value, support::max_json_depth)) {
    throw ValidationError(fmt::format("a JSON value is nested deeper than {} levels; give flatter ones",
                                      support::max_json_depth));
  }
  return std::forward<Value>(value);
}
}  // namespace

Json::Json(const nlohmann::json& value) : value_(std::make_shared<const nlohmann::json>(checked(value))) {}
Json::Json(nlohmann::json&& value)
    : value_(std::make_shared<const nlohmann::json>(checked(std::move(value)))) {}

void Json::assign(const nlohmann::ordered_json& value) {
  value_ = std::make_shared<const nlohmann::json>(checked(value));
  ordered_ = std::make_shared<const nlohmann::ordered_json>(value);
}

Json Json::parse(std::string_view text) {
  try {
    return Json(support::parse_ordered_json(text, support::WideIntegers::digits));
  } catch (const std::exception& error) {
    throw ValidationError(std::string("not JSON text: ") + error.what());
  }
}

const nlohmann::json& Json::get() const noexcept { return value_ ? *value_ : null_value(); }
bool Json::is_null() const noexcept { return get().is_null(); }
std::string Json::dump() const {
  return ordered_ ? support::compact_json(*ordered_) : support::compact_json(get());
}
bool Json::equals(const Json& other) const { return get() == other.get(); }

}  // namespace v0_1
}  // namespace kili
