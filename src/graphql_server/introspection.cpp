#include "graphql_server/introspection.hpp"

#include <array>
#include <optional>
#include <string>

#include "graphql_server/printing.hpp"

namespace kili::sandbox::graphql {
namespace {

using nlohmann::json;

// Handles: a type is {"type", "wrappers"}; everything else is an array of names and positions that leads to
// it:
// ["type", name, position of the field, position of the argument] or ["directive", position, position].

json type_handle(TypeRef type) { return {{"type", type.named->name}, {"wrappers", type.wrappers}}; }

json type_handle(const NamedType* type) { return type == nullptr ? json() : type_handle(TypeRef{type}); }

json optional_text(const std::string& text) { return text.empty() ? json() : json(text); }

json optional_text(const std::optional<std::string>& text) { return text ? json(*text) : json(); }

/// Handles of the elements of `items`, deprecated ones only when they are requested.
template <typename Item>
json element_handles(const std::vector<Item>& items, const json& prefix, const json& arguments) {
  const auto requested = arguments.find("includeDeprecated");
  const bool include_deprecated =
      requested != arguments.end() && requested->is_boolean() && requested->get<bool>();
  auto result = json::array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].deprecation && !include_deprecated) continue;
    auto handle = prefix;
    handle.push_back(i);
    result.push_back(std::move(handle));
  }
  return result;
}

json type_handles(const std::vector<const NamedType*>& types) {
  auto result = json::array();
  for (const auto* const type : types) result.push_back(type_handle(type));
  return result;
}

std::size_t position(const json& handle, std::size_t index) { return handle.at(index).get<std::size_t>(); }

const NamedType& named_type(const Schema::Data& schema, const json& handle) {
  return *schema.find_type(handle.at(1).get_ref<const std::string&>());
}

json schema_field(const Schema::Data& schema, std::string_view field) {
  if (field == "description") return optional_text(schema.description);
  if (field == "queryType") return type_handle(schema.query);
  if (field == "mutationType") return type_handle(schema.mutation);
  if (field == "subscriptionType") return type_handle(schema.subscription);
  auto result = json::array();
  if (field == "types") {
    for (const auto& type : schema.types) result.push_back(type_handle(type.get()));
  } else {
    for (std::size_t i = 0; i < schema.directives.size(); ++i) result.push_back({"directive", i});
  }
  return result;
}

std::string_view kind_name(TypeRef type) {
  static constexpr std::array<std::string_view, 6> names = {"SCALAR", "OBJECT", "INTERFACE",
                                                            "UNION",  "ENUM",   "INPUT_OBJECT"};
  if (type.is_list()) return "LIST";
  if (type.is_non_null()) return "NON_NULL";
  return names[static_cast<std::size_t>(type.named->kind)];
}

json type_field(const Schema::Data& schema, const json& handle, std::string_view field,
                const json& arguments) {
  const TypeRef type{schema.find_type(handle.at("type").get_ref<const std::string&>()),
                     handle.at("wrappers").get<std::uint64_t>()};
  if (field == "kind") return kind_name(type);
  if (type.wrappers != ast::Wrappers::none) return field == "ofType" ? type_handle(type.inner()) : json();
  const auto& named = *type.named;
  const json prefix = {"type", named.name};
  const bool has_fields = named.kind == TypeKind::object || named.kind == TypeKind::interface;
  if (field == "name") return named.name;
  if (field == "description") return optional_text(named.description);
  if (field == "specifiedByURL") return optional_text(named.specified_by);
  if (field == "fields" && has_fields) return element_handles(named.fields, prefix, arguments);
  if (field == "interfaces" && has_fields) return type_handles(named.interfaces);
  if (field == "possibleTypes" && named.is_abstract()) return type_handles(named.possible_types);
  if (field == "enumValues" && named.kind == TypeKind::enumeration) {
    return element_handles(named.values, prefix, arguments);
  }
  if (field == "inputFields" && named.kind == TypeKind::input_object) {
    return element_handles(named.inputs, prefix, arguments);
  }
  return nullptr;
}

/// Members common to fields, input values and enum values.
template <typename Element>
json common_field(const Element& element, std::string_view field) {
  if (field == "name") return element.name;
  if (field == "description") return optional_text(element.description);
  if (field == "isDeprecated") return element.deprecation.has_value();
  return optional_text(element.deprecation);
}

json field_field(const Schema::Data& schema, const json& handle, std::string_view field,
                 const json& arguments) {
  const auto& element = named_type(schema, handle).fields.at(position(handle, 2));
  if (field == "args") return element_handles(element.arguments, handle, arguments);
  if (field == "type") return type_handle(element.type);
  return common_field(element, field);
}

const InputValue& find_input_value(const Schema::Data& schema, const json& handle) {
  if (handle.at(0) == "directive")
    return schema.directives.at(position(handle, 1)).arguments.at(position(handle, 2));
  const auto& type = named_type(schema, handle);
  if (type.kind == TypeKind::input_object) return type.inputs.at(position(handle, 2));
  return type.fields.at(position(handle, 2)).arguments.at(position(handle, 3));
}

json input_value_field(const Schema::Data& schema, const json& handle, std::string_view field) {
  const auto& element = find_input_value(schema, handle);
  if (field == "type") return type_handle(element.type);
  if (field == "defaultValue")
    return element.default_literal ? json(print(*element.default_literal)) : json();
  return common_field(element, field);
}

json directive_field(const Schema::Data& schema, const json& handle, std::string_view field,
                     const json& arguments) {
  const auto& directive = schema.directives.at(position(handle, 1));
  if (field == "name") return directive.name;
  if (field == "description") return optional_text(directive.description);
  if (field == "isRepeatable") return directive.is_repeatable;
  if (field == "locations") return directive.locations;
  return element_handles(directive.arguments, handle, arguments);
}

}  // namespace

json introspect_schema() { return json::object(); }

json introspect_type(const Schema::Data& schema, const json& arguments) {
  return type_handle(schema.find_type(arguments.at("name").get_ref<const std::string&>()));
}

json introspect_field(const Schema::Data& schema, const NamedType& parent, const json& handle,
                      const FieldDefinition& field, const json& arguments) {
  if (parent.name == "__Schema") return schema_field(schema, field.name);
  if (parent.name == "__Type") return type_field(schema, handle, field.name, arguments);
  if (parent.name == "__Field") return field_field(schema, handle, field.name, arguments);
  if (parent.name == "__InputValue") return input_value_field(schema, handle, field.name);
  if (parent.name == "__Directive") return directive_field(schema, handle, field.name, arguments);
  return common_field(named_type(schema, handle).values.at(position(handle, 2)), field.name);
}

}  // namespace kili::sandbox::graphql
