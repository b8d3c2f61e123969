#include "graphql_server/scalars.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>

#include "graphql_server/printing.hpp"
#include "support/dates.hpp"

namespace kili::sandbox::graphql {
namespace {

using nlohmann::json;

constexpr std::int64_t max_page_size = 1000;

/// The integer value of a JSON number; `3.0` is an integer.
std::optional<std::int64_t> whole_number(const json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  constexpr double limit = 9007199254740992.0;  // Beyond 2^53 not every whole number has a double.
  const auto number = value.get<double>();
  if (!(std::fabs(number) <= limit) || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

bool is_whole(const json& value) {
  if (value.is_number_integer()) return true;
  return value.is_number_float() && std::isfinite(value.get<double>()) &&
         std::trunc(value.get<double>()) == value.get<double>();
}

std::string read_integer(const json& value, const std::string& shown, json& out) {
  if (!value.is_number() || !is_whole(value)) return "Int cannot represent non-integer value: " + shown;
  const auto number = whole_number(value);
  if (!number || *number < std::numeric_limits<std::int32_t>::min() ||
      *number > std::numeric_limits<std::int32_t>::max()) {
    return "Int cannot represent non 32-bit signed integer value: " + shown;
  }
  out = *number;
  return {};
}

std::string read_page_size(const json& value, const std::string& shown, json& out) {
  const auto number = whole_number(value);
  if (!number) return "PageSize cannot represent non-integer value: " + shown;
  if (*number < 0 || *number > max_page_size) {
    return fmt::format("PageSize must be between 0 and {}, got: {}", max_page_size, shown);
  }
  out = *number;
  return {};
}

std::string read_date(const json& value, const std::string& shown, json& out) {
  if (!value.is_string() || !support::parse_iso_date(value.get_ref<const std::string&>())) {
    return "Date cannot represent a value that is not an ISO 8601 date or date-time: " + shown;
  }
  out = value;
  return {};
}

std::string read_scalar(ScalarKind kind, const json& value, const std::string& shown, json& out) {
  switch (kind) {
    case ScalarKind::integer:
      return read_integer(value, shown, out);
    case ScalarKind::page_size:
      return read_page_size(value, shown, out);
    case ScalarKind::date:
      return read_date(value, shown, out);
    case ScalarKind::floating:
      if (!value.is_number()) return "Float cannot represent non numeric value: " + shown;
      out = value;
      return {};
    case ScalarKind::string:
      if (!value.is_string()) return "String cannot represent a non string value: " + shown;
      out = value;
      return {};
    case ScalarKind::boolean:
      if (!value.is_boolean()) return "Boolean cannot represent a non boolean value: " + shown;
      out = value;
      return {};
    case ScalarKind::id: {
      const auto number = whole_number(value);
      if (!value.is_string() && !number) return "ID cannot represent value: " + shown;
      out = number ? json(std::to_string(*number)) : value;
      return {};
    }
    case ScalarKind::json:
      out = value;
      return {};
  }
  return {};
}

json number_literal(const ast::Value& literal) {
  if (literal.kind == ast::ValueKind::integer) {
    std::int64_t number = 0;
    const auto* const end = literal.text.data() + literal.text.size();
    const auto result = std::from_chars(literal.text.data(), end, number);
    if (result.ec == std::errc() && result.ptr == end) return number;
  }
  double number = 0;
  std::from_chars(literal.text.data(), literal.text.data() + literal.text.size(), number);
  return number;
}

std::string read_enum_literal(const NamedType& type, const ast::Value& literal, json& out) {
  if (literal.kind != ast::ValueKind::enumeration) {
    return fmt::format("Enum \"{}\" cannot represent non-enum value: {}.", type.name, print(literal));
  }
  if (!type.has_value(literal.text)) {
    return fmt::format("Value \"{}\" does not exist in \"{}\" enum.", literal.text, type.name);
  }
  out = literal.text;
  return {};
}

}  // namespace

std::string coerce_leaf(const NamedType& type, const json& value, json& out) {
  if (type.kind != TypeKind::enumeration) return read_scalar(type.scalar, value, inspect(value), out);
  if (!value.is_string()) {
    return fmt::format("Enum \"{}\" cannot represent non-string value: {}.", type.name, inspect(value));
  }
  const auto& name = value.get_ref<const std::string&>();
  if (!type.has_value(name))
    return fmt::format("Value \"{}\" does not exist in \"{}\" enum.", name, type.name);
  out = value;
  return {};
}

std::string coerce_leaf_literal(const NamedType& type, const ast::Value& literal, json& out) {
  if (type.kind == TypeKind::enumeration) return read_enum_literal(type, literal, out);
  const auto shown = print(literal);
  switch (type.scalar) {
    case ScalarKind::integer:
    case ScalarKind::page_size: {
      // 1.0 and 1e3 are whole numbers in a variable, but not integer literals.
      const bool is_integer = literal.kind == ast::ValueKind::integer;
      return read_scalar(type.scalar, is_integer ? number_literal(literal) : json(), shown, out);
    }
    case ScalarKind::id:
      if (literal.kind != ast::ValueKind::string && literal.kind != ast::ValueKind::integer) {
        return "ID cannot represent a non-string and non-integer value: " + shown;
      }
      out = literal.text;
      return {};
    case ScalarKind::string:
    case ScalarKind::date:
      // An enum value would look like a string once it is JSON.
      if (literal.kind != ast::ValueKind::string) return read_scalar(type.scalar, json(), shown, out);
      [[fallthrough]];
    default:
      return read_scalar(type.scalar, untyped_literal(literal, json()), shown, out);
  }
}

std::string serialise_leaf(const NamedType& type, json& value) {
  if (type.kind == TypeKind::enumeration) {
    if (value.is_string() && type.has_value(value.get_ref<const std::string&>())) return {};
    return fmt::format("Enum \"{}\" cannot represent value: {}", type.name, inspect(value));
  }
  switch (type.scalar) {
    case ScalarKind::string:
    case ScalarKind::date:
      if (value.is_string()) return {};
      if (value.is_structured()) return type.name + " cannot represent value: " + inspect(value);
      value = value.dump();
      return {};
    case ScalarKind::id:
      if (value.is_string()) return {};
      if (!value.is_number_integer()) return "ID cannot represent value: " + inspect(value);
      value = value.dump();
      return {};
    case ScalarKind::boolean:
      if (value.is_boolean()) return {};
      if (!value.is_number()) return "Boolean cannot represent a non boolean value: " + inspect(value);
      value = value.get<double>() != 0;
      return {};
    case ScalarKind::json:
      return {};
    default: {
      if (value.is_boolean()) value = value.get<bool>() ? 1 : 0;
      json checked;
      auto message = read_scalar(type.scalar, value, {}, checked);
      if (!message.empty()) return message + inspect(value);
      value = std::move(checked);
      return {};
    }
  }
}

json untyped_literal(const ast::Value& literal, const json& variables) {
  switch (literal.kind) {
    case ast::ValueKind::null:
      return nullptr;
    case ast::ValueKind::boolean:
      return literal.text == "true";
    case ast::ValueKind::integer:
    case ast::ValueKind::floating:
      return number_literal(literal);
    case ast::ValueKind::string:
    case ast::ValueKind::enumeration:
      return literal.text;
    case ast::ValueKind::variable: {
      const auto found = variables.find(literal.text);
      return found == variables.end() ? json() : *found;
    }
    case ast::ValueKind::list: {
      auto result = json::array();
      for (const auto& item : literal.items) result.push_back(untyped_literal(item, variables));
      return result;
    }
    case ast::ValueKind::object: {
      auto result = json::object();
      for (const auto& field : literal.fields) {
        const bool is_variable = field.value.kind == ast::ValueKind::variable;
        if (is_variable && !variables.contains(field.value.text)) continue;
        result[field.name] = untyped_literal(field.value, variables);
      }
      return result;
    }
  }
  return nullptr;
}

}  // namespace kili::sandbox::graphql
