#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graphql_server/ast.hpp"
#include "graphql_server/token_stream.hpp"

namespace kili::sandbox::graphql {

/// An argument or a field of an input object.
struct SdlInputValue {
  std::string description;
  std::string name;
  ast::Offset offset = 0;
  ast::TypeNode type;
  std::optional<ast::Value> default_value;
  std::vector<ast::Directive> directives;
};

struct SdlField {
  std::string description;
  std::string name;
  ast::Offset offset = 0;
  std::vector<SdlInputValue> arguments;
  ast::TypeNode type;
  std::vector<ast::Directive> directives;
};

struct SdlEnumValue {
  std::string description;
  std::string name;
  std::vector<ast::Directive> directives;
};

enum class SdlKind {
  schema,
  scalar,
  object,
  interface,
  union_type,
  enumeration,
  input_object,
  directive
};

struct SdlName {
  std::string name;
  ast::Offset offset = 0;
};

struct SdlDefinition {
  SdlKind kind = SdlKind::schema;
  bool is_extension = false;
  bool is_repeatable = false;
  std::string description;
  std::string name;  ///< Empty for `schema`.
  ast::Offset offset = 0;
  std::vector<ast::Directive> directives;
  std::vector<SdlName> members;  ///< Interfaces of an object, types of a union, locations of a directive.
  std::vector<SdlField> fields;
  std::vector<SdlInputValue> inputs;  ///< Fields of an input object, arguments of a directive.
  std::vector<SdlEnumValue> values;
  std::vector<std::pair<std::string, SdlName>> root_types;
};

bool is_sdl_keyword(std::string_view keyword) noexcept;

/// Parses one definition, its description included. @throws SyntaxError.
SdlDefinition parse_sdl_definition(TokenStream& tokens);

/// Parses a whole schema. @throws SyntaxError.
std::vector<SdlDefinition> parse_sdl(std::string_view source);

}  // namespace kili::sandbox::graphql
