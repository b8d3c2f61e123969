#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Syntax trees of executable documents. Positions are byte offsets into the source; line and column are
/// worked out only when an error is reported.
namespace kili::sandbox::graphql::ast {

using Offset = std::uint32_t;

enum class ValueKind {
  variable,
  integer,
  floating,
  string,
  boolean,
  null,
  enumeration,
  list,
  object
};

struct ObjectField;

/// `text` holds the name of a variable or enum value, the digits of a number, the contents of a string.
struct Value {
  ValueKind kind = ValueKind::null;
  Offset offset = 0;
  std::string text;
  std::vector<Value> items;
  std::vector<ObjectField> fields;
};

struct ObjectField {
  std::string name;
  Offset offset = 0;
  Value value;
};

/// List and non-null wrappers around a named type, two bits each, the outermost in the lowest bits.
struct Wrappers {
  static constexpr std::uint64_t none = 0;
  static constexpr std::uint64_t list = 1;
  static constexpr std::uint64_t non_null = 2;
  static constexpr int capacity = 32;
};

struct TypeNode {
  std::string name;
  Offset offset = 0;
  Offset name_offset = 0;
  std::uint64_t wrappers = Wrappers::none;
};

struct Argument {
  std::string name;
  Offset offset = 0;
  Value value;
};

struct Directive {
  std::string name;
  Offset offset = 0;
  std::vector<Argument> arguments;
};

enum class SelectionKind {
  field,
  fragment_spread,
  inline_fragment
};

struct SelectionSet;

/// A field, a fragment spread (`name` is the fragment's) or an inline fragment (`name` is the type condition
/// or empty).
struct Selection {
  SelectionKind kind = SelectionKind::field;
  Offset offset = 0;
  std::string alias;
  std::string name;
  Offset name_offset = 0;
  std::vector<Argument> arguments;
  std::vector<Directive> directives;
  std::unique_ptr<SelectionSet> selection_set;

  [[nodiscard]] const std::string& response_key() const noexcept { return alias.empty() ? name : alias; }
};

struct SelectionSet {
  Offset offset = 0;
  std::vector<Selection> items;
};

struct VariableDefinition {
  std::string name;
  Offset offset = 0;
  Offset name_offset = 0;
  TypeNode type;
  std::optional<Value> default_value;
  std::vector<Directive> directives;
};

enum class OperationType {
  query,
  mutation,
  subscription
};

struct Operation {
  OperationType type = OperationType::query;
  std::string name;
  Offset offset = 0;
  Offset name_offset = 0;
  std::vector<VariableDefinition> variables;
  std::vector<Directive> directives;
  SelectionSet selection_set;
};

struct Fragment {
  std::string name;
  Offset offset = 0;
  Offset name_offset = 0;
  std::string type_condition;
  Offset type_offset = 0;
  std::vector<Directive> directives;
  SelectionSet selection_set;
};

/// A definition that is allowed in a schema but not in a request.
struct ForeignDefinition {
  std::string description;
  Offset offset = 0;
};

struct Document {
  std::string source;
  std::vector<Operation> operations;
  std::vector<Fragment> fragments;
  std::vector<ForeignDefinition> foreign;
};

[[nodiscard]] constexpr std::string_view to_string(OperationType type) noexcept {
  switch (type) {
    case OperationType::query:
      return "query";
    case OperationType::mutation:
      return "mutation";
    case OperationType::subscription:
      return "subscription";
  }
  return "query";
}

}  // namespace kili::sandbox::graphql::ast
