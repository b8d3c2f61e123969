#include "use_cases/projects/interface_check.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "kili/errors.hpp"
#include "kili/labels/errors.hpp"
#include "kili/labels/ontology.hpp"
#include "support/json_text.hpp"

namespace kili::use_cases {
namespace {

/// A text in the place of the value is a common slip.
[[nodiscard]] std::string advice_for(const nlohmann::json& value) {
  return value.is_string() ? "give the value, Json::parse() makes it of a text" : "give {\"jobs\": {...}}";
}

}  // namespace

void check_interface(const Json& json_interface, InputType input_type) {
  const auto& value = json_interface.get();
  if (value.is_object() && value.empty()) return;  // an interface that has no jobs yet
  try {
    support::check_writable_json(value);
    if (json_interface.ordered() != nullptr) {
      static_cast<void>(Ontology(*json_interface.ordered(), input_type));
    } else {
      static_cast<void>(Ontology(value, input_type));
    }
  } catch (const LabelError& error) {
    throw ValidationError(fmt::format("json_interface: {}; {}", error.what(), advice_for(value)));
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("json_interface is no JSON: {}", error.what()));
  }
}

}  // namespace kili::use_cases
