#include "use_cases/assets/importing/contents/json_elements.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "kili/errors.hpp"
#include "support/json_text.hpp"

namespace kili::use_cases {

bool is_given(const Json& value) {
  const nlohmann::json& json = value.get();
  return !json.is_null() && !(json.is_structured() && json.empty()) &&
         !(json.is_string() && json.get_ref<const std::string&>().empty());
}

std::string text_of(const Json& value) {
  if (value.is_null()) return {};
  return value.get().is_string() ? value.get().get<std::string>() : support::spaced_ascii_json(value);
}

void check_writable(const Json& value, std::string_view argument, const ImportRow& row) {
  try {
    support::check_writable_json(value.get());
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("{}: its element of {}_array cannot be written as JSON: {}",
                                      describe(row), argument, error.what()));
  }
}

}  // namespace kili::use_cases
