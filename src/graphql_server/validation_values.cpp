#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "graphql_server/printing.hpp"
#include "graphql_server/scalars.hpp"
#include "graphql_server/validation_context.hpp"

namespace kili::sandbox::graphql {
namespace {

void validate_object(ValidationContext& context, References& references, const ast::Value& value,
                     const NamedType& type) {
  std::unordered_set<std::string_view> given;
  for (const auto& field : value.fields) {
    given.insert(field.name);
    const auto* const definition = type.find_input_field(field.name);
    if (definition == nullptr) {
      context.report(fmt::format("Field \"{}\" is not defined by type \"{}\".", field.name, type.name),
                     {field.offset});
      validate_value(context, references, field.value, std::nullopt);
    } else {
      validate_value(context, references, field.value, definition->type,
                     definition->default_literal.has_value());
    }
  }
  for (const auto& field : type.inputs) {
    if (!field.is_required() || given.contains(field.name)) continue;
    context.report(fmt::format("Field \"{}.{}\" of required type \"{}\" was not provided.", type.name,
                               field.name, field.type.to_string()),
                   {value.offset});
  }
}

void check_unique_fields(ValidationContext& context, const ast::Value& value) {
  std::unordered_map<std::string_view, ast::Offset> names;
  for (const auto& field : value.fields) {
    const auto [known, is_new] = names.emplace(field.name, field.offset);
    if (!is_new) {
      context.report(fmt::format("There can be only one input field named \"{}\".", field.name),
                     {known->second, field.offset});
    }
  }
}

/// Inside values without a type only variables and repeated fields are checked.
void walk_untyped(ValidationContext& context, References& references, const ast::Value& value) {
  for (const auto& item : value.items) validate_value(context, references, item, std::nullopt);
  for (const auto& field : value.fields) validate_value(context, references, field.value, std::nullopt);
}

void check_leaf(ValidationContext& context, const ast::Value& value, TypeRef type) {
  nlohmann::json unused;
  const auto message = coerce_leaf_literal(*type.named, value, unused);
  if (!message.empty()) context.report(message, {value.offset});
}

}  // namespace

void validate_value(ValidationContext& context, References& references, const ast::Value& value,
                    std::optional<TypeRef> type, bool has_default) {
  if (value.kind == ast::ValueKind::variable) {
    references.variables.push_back({&value, type, has_default});
    return;
  }
  if (value.kind == ast::ValueKind::object) check_unique_fields(context, value);
  if (!type) {
    walk_untyped(context, references, value);
    return;
  }
  if (value.kind == ast::ValueKind::null) {
    if (type->is_non_null()) {
      context.report(fmt::format("Expected value of type \"{}\", found null.", type->to_string()),
                     {value.offset});
    }
    return;
  }
  const auto nullable = type->nullable();
  if (nullable.is_list()) {
    if (value.kind != ast::ValueKind::list) {
      validate_value(context, references, value, nullable.inner());
      return;
    }
    for (const auto& item : value.items) validate_value(context, references, item, nullable.inner());
    return;
  }
  if (nullable.named->kind == TypeKind::input_object) {
    if (value.kind == ast::ValueKind::object) {
      validate_object(context, references, value, *nullable.named);
      return;
    }
    const auto shown = value.kind == ast::ValueKind::list ? nullable.to_string() : type->to_string();
    context.report(fmt::format("Expected value of type \"{}\", found {}.", shown, print(value)),
                   {value.offset});
    walk_untyped(context, references, value);
    return;
  }
  if (nullable.named->is_leaf()) check_leaf(context, value, nullable);
  walk_untyped(context, references, value);
}

void validate_arguments(ValidationContext& context, References& references,
                        const std::vector<ast::Argument>& arguments,
                        const std::vector<InputValue>& definitions, ast::Offset owner,
                        std::string_view field_name, std::string_view owner_name) {
  std::unordered_map<std::string_view, ast::Offset> names;
  for (const auto& argument : arguments) {
    const auto [known, is_new] = names.emplace(argument.name, argument.offset);
    if (!is_new) {
      context.report(fmt::format("There can be only one argument named \"{}\".", argument.name),
                     {known->second, argument.offset});
    }
    const auto* const definition = find_input(definitions, argument.name);
    if (definition == nullptr) {
      context.report(fmt::format("Unknown argument \"{}\" on {}.", argument.name, owner_name),
                     {argument.offset});
      validate_value(context, references, argument.value, std::nullopt);
    } else {
      validate_value(context, references, argument.value, definition->type,
                     definition->default_literal.has_value());
    }
  }
  for (const auto& definition : definitions) {
    if (!definition.is_required() || names.contains(definition.name)) continue;
    context.report(fmt::format("{} argument \"{}\" of type \"{}\" is required, but it was not provided.",
                               field_name, definition.name, definition.type.to_string()),
                   {owner});
  }
}

void validate_directives(ValidationContext& context, References& references,
                         const std::vector<ast::Directive>& directives, std::string_view location) {
  std::unordered_map<std::string_view, ast::Offset> names;
  for (const auto& directive : directives) {
    const auto* const definition = context.schema.find_directive(directive.name);
    if (definition == nullptr) {
      context.report(fmt::format("Unknown directive \"@{}\".", directive.name), {directive.offset});
      for (const auto& argument : directive.arguments) {
        validate_value(context, references, argument.value, std::nullopt);
      }
      continue;
    }
    const auto& locations = definition->locations;
    if (std::find(locations.begin(), locations.end(), location) == locations.end()) {
      context.report(fmt::format("Directive \"@{}\" may not be used on {}.", directive.name, location),
                     {directive.offset});
    }
    const auto [known, is_new] = names.emplace(directive.name, directive.offset);
    if (!is_new && !definition->is_repeatable) {
      context.report(
          fmt::format("The directive \"@{}\" can only be used once at this location.", directive.name),
          {known->second, directive.offset});
    }
    const auto quoted = fmt::format("directive \"@{}\"", directive.name);
    validate_arguments(context, references, directive.arguments, definition->arguments, directive.offset,
                       fmt::format("Directive \"@{}\"", directive.name), quoted);
  }
}

}  // namespace kili::sandbox::graphql
