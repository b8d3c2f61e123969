#include "kili/json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_text.hpp"

namespace kili {
namespace {
const nlohmann::json null_value;
}

Json::Json(const nlohmann::json& value) : value_(std::make_shared<const nlohmann::json>(value)) {}
Json::Json(nlohmann::json&& value) : value_(std::make_shared<const nlohmann::json>(std::move(value))) {}

void Json::assign(const nlohmann::ordered_json& value) {
  value_ = std::make_shared<const nlohmann::json>(value);
  ordered_ = std::make_shared<const nlohmann::ordered_json>(value);
}

Json Json::parse(std::string_view text) {
  try {
    return Json(support::parse_ordered_json(text));
  } catch (const std::exception& error) {
    throw ValidationError(std::string("not JSON text: ") + error.what());
  }
}

const nlohmann::json& Json::get() const noexcept { return value_ ? *value_ : null_value; }
bool Json::is_null() const noexcept { return get().is_null(); }
std::string Json::dump() const {
  constexpr auto replace = nlohmann::json::error_handler_t::replace;
  return ordered_ ? ordered_->dump(-1, ' ', false, replace) : get().dump(-1, ' ', false, replace);
}
bool Json::equals(const Json& other) const { return get() == other.get(); }

}  // namespace kili
