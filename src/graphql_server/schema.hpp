#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/ast.hpp"
#include "graphql_server/document_cache.hpp"
#include "graphql_server/engine.hpp"

namespace kili::sandbox::graphql {

enum class TypeKind {
  scalar,
  object,
  interface,
  union_type,
  enumeration,
  input_object
};

/// How values of a scalar are read and written. `json` takes anything.
enum class ScalarKind {
  integer,
  floating,
  string,
  boolean,
  id,
  page_size,
  date,
  json
};

struct NamedType;

/// A named type inside its list and non-null wrappers. Cheap to copy and compare.
struct TypeRef {
  const NamedType* named = nullptr;
  std::uint64_t wrappers = ast::Wrappers::none;

  [[nodiscard]] bool is_list() const noexcept { return (wrappers & 3U) == ast::Wrappers::list; }
  [[nodiscard]] bool is_non_null() const noexcept { return (wrappers & 3U) == ast::Wrappers::non_null; }
  [[nodiscard]] TypeRef inner() const noexcept { return {named, wrappers >> 2U}; }
  [[nodiscard]] TypeRef nullable() const noexcept { return is_non_null() ? inner() : *this; }
  [[nodiscard]] std::string to_string() const;

  friend bool operator==(const TypeRef&, const TypeRef&) = default;
};

/// An argument or a field of an input object.
struct InputValue {
  std::string name;
  std::string description;
  TypeRef type;
  std::optional<ast::Value> default_literal;
  std::optional<nlohmann::json> default_value;
  std::optional<std::string> deprecation;

  [[nodiscard]] bool is_required() const noexcept { return type.is_non_null() && !default_literal; }
};

const InputValue* find_input(const std::vector<InputValue>& inputs, std::string_view name) noexcept;

struct FieldDefinition {
  std::string name;
  std::string description;
  std::vector<InputValue> arguments;
  TypeRef type;
  std::optional<std::string> deprecation;
};

struct EnumValue {
  std::string name;
  std::string description;
  std::optional<std::string> deprecation;
};

struct NamedType {
  TypeKind kind = TypeKind::scalar;
  ScalarKind scalar = ScalarKind::json;
  bool is_introspection = false;
  std::string name;
  std::string description;
  std::optional<std::string> specified_by;
  std::vector<FieldDefinition> fields;
  std::vector<InputValue> inputs;
  std::vector<EnumValue> values;
  std::vector<const NamedType*> interfaces;
  std::vector<const NamedType*> possible_types;             ///< An object's only one is itself.
  std::unordered_map<std::string_view, std::size_t> index;  ///< Of `fields`, `inputs` or `values` by name.

  [[nodiscard]] bool is_leaf() const noexcept {
    return kind == TypeKind::scalar || kind == TypeKind::enumeration;
  }
  [[nodiscard]] bool is_input() const noexcept { return is_leaf() || kind == TypeKind::input_object; }
  [[nodiscard]] bool is_composite() const noexcept { return !is_input(); }
  [[nodiscard]] bool is_abstract() const noexcept {
    return kind == TypeKind::interface || kind == TypeKind::union_type;
  }
  [[nodiscard]] bool can_be(const NamedType& object) const noexcept;
  [[nodiscard]] const FieldDefinition* find_field(std::string_view field) const noexcept;
  [[nodiscard]] const InputValue* find_input_field(std::string_view field) const noexcept;
  [[nodiscard]] bool has_value(std::string_view value) const noexcept;
};

struct DirectiveDefinition {
  std::string name;
  std::string description;
  bool is_repeatable = false;
  std::vector<InputValue> arguments;
  std::vector<std::string> locations;
};

struct Schema::Data {
  std::string description;
  std::vector<std::unique_ptr<NamedType>> types;
  std::unordered_map<std::string_view, const NamedType*> types_by_name;
  std::vector<DirectiveDefinition> directives;
  const NamedType* query = nullptr;
  const NamedType* mutation = nullptr;
  const NamedType* subscription = nullptr;
  FieldDefinition schema_field;    ///< `__schema`, on the query type only.
  FieldDefinition type_field;      ///< `__type`, on the query type only.
  FieldDefinition typename_field;  ///< `__typename`, on every composite type.
  std::unique_ptr<DocumentCache> cache;

  [[nodiscard]] const NamedType* find_type(std::string_view name) const noexcept;
  [[nodiscard]] const DirectiveDefinition* find_directive(std::string_view name) const noexcept;
  [[nodiscard]] const NamedType* root_type(ast::OperationType operation) const noexcept;
  /// The field of `parent`, the meta fields included.
  [[nodiscard]] const FieldDefinition* find_field(const NamedType& parent,
                                                  std::string_view name) const noexcept;
  /// Nothing when the schema has no such type.
  [[nodiscard]] std::optional<TypeRef> resolve(const ast::TypeNode& node) const noexcept;
};

}  // namespace kili::sandbox::graphql
