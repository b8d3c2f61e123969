#include "graphql_server/printing.hpp"

#include <cstddef>

namespace kili::sandbox::graphql {
namespace {

constexpr int max_inspected_depth = 2;
constexpr std::size_t max_inspected_items = 10;

std::string quote(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string inspect_at(const nlohmann::json& value, int depth) {
  if (value.is_array()) {
    if (value.empty()) return "[]";
    if (depth > max_inspected_depth) return "[Array]";
    std::string result = "[";
    for (std::size_t i = 0; i < value.size() && i < max_inspected_items; ++i) {
      if (i > 0) result += ", ";
      result += inspect_at(value[i], depth + 1);
    }
    if (value.size() > max_inspected_items) {
      const auto rest = value.size() - max_inspected_items;
      result += rest == 1 ? ", ... 1 more item" : ", ... " + std::to_string(rest) + " more items";
    }
    return result + ']';
  }
  if (value.is_object()) {
    if (value.empty()) return "{}";
    if (depth > max_inspected_depth) return "[Object]";
    std::string result = "{ ";
    for (const auto& [key, item] : value.items()) {
      if (result.size() > 2) result += ", ";
      result += key + ": " + inspect_at(item, depth + 1);
    }
    return result + " }";
  }
  return value.is_string() ? quote(value.get_ref<const std::string&>()) : value.dump();
}

}  // namespace

std::string print(const ast::Value& value) {
  switch (value.kind) {
    case ast::ValueKind::variable:
      return '$' + value.text;
    case ast::ValueKind::string:
      return quote(value.text);
    case ast::ValueKind::list: {
      std::string result = "[";
      for (const auto& item : value.items) {
        if (result.size() > 1) result += ", ";
        result += print(item);
      }
      return result + ']';
    }
    case ast::ValueKind::object: {
      std::string result = "{";
      for (const auto& field : value.fields) {
        if (result.size() > 1) result += ", ";
        result += field.name + ": " + print(field.value);
      }
      return result + '}';
    }
    default:
      return value.text;
  }
}

std::string inspect(const nlohmann::json& value) { return inspect_at(value, 1); }

}  // namespace kili::sandbox::graphql
