#include <fmt/format.h>

#include <unordered_map>

#include "graphql_server/validation_context.hpp"

namespace kili::sandbox::graphql {
namespace {

void check_operations(ValidationContext& context) {
  const auto& operations = context.document().operations;
  std::unordered_map<std::string_view, ast::Offset> names;
  for (const auto& operation : operations) {
    if (operation.name.empty()) {
      if (operations.size() > 1) {
        context.report("This anonymous operation must be the only defined operation.", {operation.offset});
      }
    } else if (const auto [known, is_new] = names.emplace(operation.name, operation.name_offset); !is_new) {
      context.report(fmt::format("There can be only one operation named \"{}\".", operation.name),
                     {known->second, operation.name_offset});
    }
  }
}

void check_fragment_names(ValidationContext& context) {
  std::unordered_map<std::string_view, ast::Offset> names;
  for (const auto& fragment : context.document().fragments) {
    const auto [known, is_new] = names.emplace(fragment.name, fragment.name_offset);
    if (!is_new) {
      context.report(fmt::format("There can be only one fragment named \"{}\".", fragment.name),
                     {known->second, fragment.name_offset});
    }
  }
}

void check_variable_definitions(ValidationContext& context, const ast::Operation& operation) {
  auto& references = context.references[&operation];
  std::unordered_map<std::string_view, ast::Offset> names;
  for (const auto& variable : operation.variables) {
    const auto [known, is_new] = names.emplace(variable.name, variable.name_offset);
    if (!is_new) {
      context.report(fmt::format("There can be only one variable named \"${}\".", variable.name),
                     {known->second, variable.name_offset});
    }
    const auto type = context.schema.resolve(variable.type);
    if (!type) {
      context.report(fmt::format("Unknown type \"{}\".", variable.type.name), {variable.type.name_offset});
    } else if (!type->named->is_input()) {
      context.report(
          fmt::format("Variable \"${}\" cannot be non-input type \"{}\".", variable.name, type->to_string()),
          {variable.type.offset});
    } else if (variable.default_value) {
      validate_value(context, references, *variable.default_value, type);
    }
    validate_directives(context, references, variable.directives, "VARIABLE_DEFINITION");
  }
}

}  // namespace

void validate_definitions(ValidationContext& context) {
  for (const auto& definition : context.document().foreign) {
    context.report(fmt::format("The {} definition is not executable.", definition.description),
                   {definition.offset});
  }
  check_operations(context);
  check_fragment_names(context);
  for (const auto& operation : context.document().operations) check_variable_definitions(context, operation);
}

}  // namespace kili::sandbox::graphql
