#include "graphql_server/coercion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "graphql_server/printing.hpp"
#include "graphql_server/scalars.hpp"

namespace kili::sandbox::graphql {
namespace {

using nlohmann::json;

/// Checking stops after this number of errors.
constexpr std::size_t max_errors = 50;

/// Coerces the value of one variable and reports every part that does not fit.
class VariableCoercer {
 public:
  VariableCoercer(const ast::VariableDefinition& definition, std::vector<Error>& errors)
      : definition_(definition), errors_(errors) {}

  json coerce(const json& value, TypeRef type, const std::string& path) {
    if (type.is_non_null()) {
      if (!value.is_null()) return coerce(value, type.inner(), path);
      report(value, path, fmt::format("Expected non-nullable type \"{}\" not to be null.", type.to_string()));
      return nullptr;
    }
    if (value.is_null()) return nullptr;
    if (type.is_list()) return coerce_list(value, type.inner(), path);
    if (type.named->kind == TypeKind::input_object) return coerce_object(value, *type.named, path);
    json result;
    const auto message = coerce_leaf(*type.named, value, result);
    if (!message.empty()) report(value, path, message);
    return result;
  }

 private:
  json coerce_list(const json& value, TypeRef item_type, const std::string& path) {
    auto result = json::array();
    if (!value.is_array()) {
      result.push_back(coerce(value, item_type, path));
      return result;
    }
    for (std::size_t i = 0; i < value.size() && errors_.size() <= max_errors; ++i) {
      // Long lists are common and rarely wrong: their paths are only written for what may need one.
      result.push_back(coerce(value[i], item_type, fmt::format("{}[{}]", path, i)));
    }
    return result;
  }

  json coerce_object(const json& value, const NamedType& type, const std::string& path) {
    if (!value.is_object()) {
      report(value, path, fmt::format("Expected type \"{}\" to be an object.", type.name));
      return nullptr;
    }
    auto result = json::object();
    for (const auto& field : type.inputs) {
      const auto found = value.find(field.name);
      if (found != value.end()) {
        result[field.name] = coerce(*found, field.type, path + '.' + field.name);
      } else if (field.default_value) {
        result[field.name] = *field.default_value;
      } else if (field.type.is_non_null()) {
        report(value, path,
               fmt::format("Field \"{}\" of required type \"{}\" was not provided.", field.name,
                           field.type.to_string()));
      }
    }
    for (const auto& [key, unused] : value.items()) {
      if (type.find_input_field(key) == nullptr) {
        report(value, path, fmt::format("Field \"{}\" is not defined by type \"{}\".", key, type.name));
      }
    }
    return result;
  }

  void report(const json& value, const std::string& path, const std::string& message) {
    if (errors_.size() > max_errors) return;
    if (errors_.size() == max_errors) {
      errors_.push_back(
          {"Too many errors processing variables, error limit reached. Execution aborted.", {}, nullptr});
      return;
    }
    const auto where = path == definition_.name ? std::string() : fmt::format(" at \"{}\"", path);
    errors_.push_back({fmt::format("Variable \"${}\" got invalid value {}{}; {}", definition_.name,
                                   inspect(value), where, message),
                       {definition_.offset},
                       nullptr});
  }

  const ast::VariableDefinition& definition_;
  std::vector<Error>& errors_;
};

/// The value of a variable inside a literal; nothing when it was left out or is null where it must not be.
std::optional<json> variable_value(const ast::Value& literal, TypeRef type, const json& variables) {
  const auto found = variables.find(literal.text);
  if (found == variables.end() || (found->is_null() && type.is_non_null())) return std::nullopt;
  return *found;
}

bool is_missing_variable(const ast::Value& literal, const json& variables) {
  return literal.kind == ast::ValueKind::variable && !variables.contains(literal.text);
}

std::optional<json> coerce_list_literal(const ast::Value& literal, TypeRef item_type, const json& variables) {
  auto result = json::array();
  if (literal.kind != ast::ValueKind::list) {
    auto item = coerce_literal(literal, item_type, variables);
    if (!item) return std::nullopt;
    result.push_back(std::move(*item));
    return result;
  }
  for (const auto& item_literal : literal.items) {
    if (is_missing_variable(item_literal, variables) && !item_type.is_non_null()) {
      result.push_back(nullptr);
      continue;
    }
    auto item = coerce_literal(item_literal, item_type, variables);
    if (!item) return std::nullopt;
    result.push_back(std::move(*item));
  }
  return result;
}

std::optional<json> coerce_object_literal(const ast::Value& literal, const NamedType& type,
                                          const json& variables) {
  if (literal.kind != ast::ValueKind::object) return std::nullopt;
  auto result = json::object();
  for (const auto& field : type.inputs) {
    const auto found = std::find_if(literal.fields.begin(), literal.fields.end(),
                                    [&field](const auto& candidate) { return candidate.name == field.name; });
    if (found == literal.fields.end() || is_missing_variable(found->value, variables)) {
      if (field.default_value) {
        result[field.name] = *field.default_value;
      } else if (field.type.is_non_null()) {
        return std::nullopt;
      }
      continue;
    }
    auto value = coerce_literal(found->value, field.type, variables);
    if (!value) return std::nullopt;
    result[field.name] = std::move(*value);
  }
  return result;
}

}  // namespace

json coerce_variables(const Schema::Data& schema, const ast::Operation& operation, const json& inputs,
                      std::vector<Error>& errors) {
  auto result = json::object();
  for (const auto& definition : operation.variables) {
    const auto type = schema.resolve(definition.type);
    if (!type) continue;  // Validation has refused it.
    const auto found = inputs.find(definition.name);
    const auto report = [&](std::string_view kind, std::string_view problem) {
      errors.push_back({fmt::format("Variable \"${}\" of {} type \"{}\" {}.", definition.name, kind,
                                    type->to_string(), problem),
                        {definition.offset},
                        nullptr});
    };
    if (found == inputs.end()) {
      if (definition.default_value) {
        result[definition.name] =
            coerce_literal(*definition.default_value, *type, json::object()).value_or(nullptr);
      } else if (type->is_non_null()) {
        report("required", "was not provided");
      }
    } else if (found->is_null() && type->is_non_null()) {
      report("non-null", "must not be null");
    } else {
      result[definition.name] = VariableCoercer(definition, errors).coerce(*found, *type, definition.name);
    }
  }
  return result;
}

std::optional<json> coerce_literal(const ast::Value& literal, TypeRef type, const json& variables) {
  if (literal.kind == ast::ValueKind::variable) return variable_value(literal, type, variables);
  if (type.is_non_null()) {
    if (literal.kind == ast::ValueKind::null) return std::nullopt;
    return coerce_literal(literal, type.inner(), variables);
  }
  if (literal.kind == ast::ValueKind::null) return json(nullptr);
  if (type.is_list()) return coerce_list_literal(literal, type.inner(), variables);
  if (type.named->kind == TypeKind::input_object)
    return coerce_object_literal(literal, *type.named, variables);
  if (type.named->kind == TypeKind::scalar && type.named->scalar == ScalarKind::json) {
    return untyped_literal(literal, variables);
  }
  json result;
  if (!coerce_leaf_literal(*type.named, literal, result).empty()) return std::nullopt;
  return result;
}

json coerce_arguments(const std::vector<InputValue>& definitions, const std::vector<ast::Argument>& arguments,
                      ast::Offset owner, const json& variables) {
  auto result = json::object();
  for (const auto& definition : definitions) {
    const auto found = std::find_if(arguments.begin(), arguments.end(), [&definition](const auto& argument) {
      return argument.name == definition.name;
    });
    const bool is_given = found != arguments.end();
    if (!is_given || is_missing_variable(found->value, variables)) {
      if (definition.default_value) {
        result[definition.name] = *definition.default_value;
      } else if (definition.type.is_non_null()) {
        const auto type = definition.type.to_string();
        if (!is_given) {
          throw ArgumentError(
              fmt::format("Argument \"{}\" of required type \"{}\" was not provided.", definition.name, type),
              owner);
        }
        throw ArgumentError(
            fmt::format("Argument \"{}\" of required type \"{}\" was provided the variable \"${}\" "
                        "which was not provided a runtime value.",
                        definition.name, type, found->value.text),
            found->value.offset);
      }
      continue;
    }
    auto value = coerce_literal(found->value, definition.type, variables);
    if (!value) {
      const bool is_variable = found->value.kind == ast::ValueKind::variable;
      throw ArgumentError(
          is_variable
              ? fmt::format("Argument \"{}\" of non-null type \"{}\" must not be null.", definition.name,
                            definition.type.to_string())
              : fmt::format("Argument \"{}\" has invalid value {}.", definition.name, print(found->value)),
          found->value.offset);
    }
    result[definition.name] = std::move(*value);
  }
  return result;
}

}  // namespace kili::sandbox::graphql
