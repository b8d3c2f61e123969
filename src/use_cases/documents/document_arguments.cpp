#include "use_cases/documents/document_arguments.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "kili/errors.hpp"
#include "support/json_text.hpp"

namespace kili::use_cases {
namespace {

void check_variables(const nlohmann::json& variables) {
  if (!variables.is_null() && !variables.is_object()) {
    throw ValidationError(fmt::format(
        "variables are of type {}; give an object with the values of the document's variables by their names",
        variables.type_name()));
  }
  try {
    support::check_writable_json(variables);
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("variables: {}", error.what()));
  }
}

}  // namespace

nlohmann::json checked_variables(const Json& variables) {
  check_variables(variables.get());
  return variables.is_null() ? nlohmann::json::object() : variables.get();
}

std::string text_of_variables(const Json& variables) {
  check_variables(variables.get());
  return variables.is_null() ? "{}" : variables.dump();
}

}  // namespace kili::use_cases
