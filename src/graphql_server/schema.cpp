#include "graphql_server/schema.hpp"

#include <algorithm>

namespace kili::sandbox::graphql {

std::string TypeRef::to_string() const {
  if (is_list()) return '[' + inner().to_string() + ']';
  if (is_non_null()) return inner().to_string() + '!';
  return named->name;
}

const InputValue* find_input(const std::vector<InputValue>& inputs, std::string_view name) noexcept {
  for (const auto& input : inputs) {
    if (input.name == name) return &input;
  }
  return nullptr;
}

bool NamedType::can_be(const NamedType& object) const noexcept {
  return std::find(possible_types.begin(), possible_types.end(), &object) != possible_types.end();
}

const FieldDefinition* NamedType::find_field(std::string_view field) const noexcept {
  if (kind != TypeKind::object && kind != TypeKind::interface) return nullptr;
  const auto found = index.find(field);
  return found == index.end() ? nullptr : &fields[found->second];
}

const InputValue* NamedType::find_input_field(std::string_view field) const noexcept {
  if (kind != TypeKind::input_object) return nullptr;
  const auto found = index.find(field);
  return found == index.end() ? nullptr : &inputs[found->second];
}

bool NamedType::has_value(std::string_view value) const noexcept {
  return kind == TypeKind::enumeration && index.find(value) != index.end();
}

const NamedType* Schema::Data::find_type(std::string_view name) const noexcept {
  const auto found = types_by_name.find(name);
  return found == types_by_name.end() ? nullptr : found->second;
}

const DirectiveDefinition* Schema::Data::find_directive(std::string_view name) const noexcept {
  for (const auto& directive : directives) {
    if (directive.name == name) return &directive;
  }
  return nullptr;
}

const NamedType* Schema::Data::root_type(ast::OperationType operation) const noexcept {
  switch (operation) {
    case ast::OperationType::query:
      return query;
    case ast::OperationType::mutation:
      return mutation;
    case ast::OperationType::subscription:
      return subscription;
  }
  return nullptr;
}

const FieldDefinition* Schema::Data::find_field(const NamedType& parent,
                                                std::string_view name) const noexcept {
  if (name.starts_with("__")) {
    if (name == typename_field.name) return &typename_field;
    if (&parent == query && name == schema_field.name) return &schema_field;
    if (&parent == query && name == type_field.name) return &type_field;
  }
  return parent.find_field(name);
}

std::optional<TypeRef> Schema::Data::resolve(const ast::TypeNode& node) const noexcept {
  const auto* const named = find_type(node.name);
  if (named == nullptr) return std::nullopt;
  return TypeRef{named, node.wrappers};
}

}  // namespace kili::sandbox::graphql
