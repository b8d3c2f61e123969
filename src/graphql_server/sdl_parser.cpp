#include "graphql_server/sdl_parser.hpp"

#include <algorithm>
#include <array>

namespace kili::sandbox::graphql {
namespace {

constexpr std::size_t max_schema_tokens = 1'000'000;

constexpr std::array<std::pair<std::string_view, SdlKind>, 8> kinds = {{{"schema", SdlKind::schema},
                                                                        {"scalar", SdlKind::scalar},
                                                                        {"type", SdlKind::object},
                                                                        {"interface", SdlKind::interface},
                                                                        {"union", SdlKind::union_type},
                                                                        {"enum", SdlKind::enumeration},
                                                                        {"input", SdlKind::input_object},
                                                                        {"directive", SdlKind::directive}}};

std::string parse_description(TokenStream& tokens) {
  const bool has_description = tokens.peek(TokenKind::string) || tokens.peek(TokenKind::block_string);
  return has_description ? tokens.advance().text : std::string();
}

SdlName parse_located_name(TokenStream& tokens) {
  auto token = tokens.expect(TokenKind::name);
  return {std::move(token.text), token.offset};
}

SdlInputValue parse_input_value(TokenStream& tokens) {
  SdlInputValue input;
  input.description = parse_description(tokens);
  input.offset = tokens.current().offset;
  input.name = tokens.parse_name();
  tokens.expect(TokenKind::colon);
  input.type = tokens.parse_type();
  if (tokens.skip(TokenKind::equals)) input.default_value = tokens.parse_value(true);
  input.directives = tokens.parse_directives(true);
  return input;
}

std::vector<SdlInputValue> parse_input_values(TokenStream& tokens, TokenKind open, TokenKind close) {
  std::vector<SdlInputValue> inputs;
  if (!tokens.skip(open)) return inputs;
  do {
    inputs.push_back(parse_input_value(tokens));
  } while (!tokens.skip(close));
  return inputs;
}

SdlField parse_field(TokenStream& tokens) {
  SdlField field;
  field.description = parse_description(tokens);
  field.offset = tokens.current().offset;
  field.name = tokens.parse_name();
  field.arguments = parse_input_values(tokens, TokenKind::parenthesis_left, TokenKind::parenthesis_right);
  tokens.expect(TokenKind::colon);
  field.type = tokens.parse_type();
  field.directives = tokens.parse_directives(true);
  return field;
}

void parse_fields(TokenStream& tokens, SdlDefinition& definition) {
  if (!tokens.skip(TokenKind::brace_left)) return;
  do {
    definition.fields.push_back(parse_field(tokens));
  } while (!tokens.skip(TokenKind::brace_right));
}

void parse_separated(TokenStream& tokens, SdlDefinition& definition, TokenKind separator) {
  tokens.skip(separator);
  do {
    definition.members.push_back(parse_located_name(tokens));
  } while (tokens.skip(separator));
}

void parse_object(TokenStream& tokens, SdlDefinition& definition) {
  if (tokens.skip_keyword("implements")) parse_separated(tokens, definition, TokenKind::ampersand);
  definition.directives = tokens.parse_directives(true);
  parse_fields(tokens, definition);
}

void parse_union(TokenStream& tokens, SdlDefinition& definition) {
  definition.directives = tokens.parse_directives(true);
  if (tokens.skip(TokenKind::equals)) parse_separated(tokens, definition, TokenKind::pipe);
}

void parse_enum(TokenStream& tokens, SdlDefinition& definition) {
  definition.directives = tokens.parse_directives(true);
  if (!tokens.skip(TokenKind::brace_left)) return;
  do {
    SdlEnumValue value;
    value.description = parse_description(tokens);
    const auto is_reserved = [&tokens](std::string_view name) { return tokens.peek_keyword(name); };
    if (is_reserved("true") || is_reserved("false") || is_reserved("null"))
      tokens.unexpected(tokens.current());
    value.name = tokens.parse_name();
    value.directives = tokens.parse_directives(true);
    definition.values.push_back(std::move(value));
  } while (!tokens.skip(TokenKind::brace_right));
}

void parse_schema(TokenStream& tokens, SdlDefinition& definition) {
  definition.directives = tokens.parse_directives(true);
  if (!tokens.skip(TokenKind::brace_left)) return;
  do {
    auto operation = tokens.parse_name();
    tokens.expect(TokenKind::colon);
    definition.root_types.emplace_back(std::move(operation), parse_located_name(tokens));
  } while (!tokens.skip(TokenKind::brace_right));
}

void parse_directive(TokenStream& tokens, SdlDefinition& definition) {
  definition.inputs = parse_input_values(tokens, TokenKind::parenthesis_left, TokenKind::parenthesis_right);
  definition.is_repeatable = tokens.skip_keyword("repeatable");
  tokens.expect_keyword("on");
  parse_separated(tokens, definition, TokenKind::pipe);
}

const std::pair<std::string_view, SdlKind>* find_kind(std::string_view keyword) noexcept {
  const auto* const found =
      std::find_if(kinds.begin(), kinds.end(), [keyword](const auto& kind) { return kind.first == keyword; });
  return found == kinds.end() ? nullptr : found;
}

void parse_body(TokenStream& tokens, SdlDefinition& definition) {
  switch (definition.kind) {
    case SdlKind::schema:
      parse_schema(tokens, definition);
      break;
    case SdlKind::scalar:
      definition.directives = tokens.parse_directives(true);
      break;
    case SdlKind::object:
    case SdlKind::interface:
      parse_object(tokens, definition);
      break;
    case SdlKind::union_type:
      parse_union(tokens, definition);
      break;
    case SdlKind::enumeration:
      parse_enum(tokens, definition);
      break;
    case SdlKind::directive:
      parse_directive(tokens, definition);
      break;
    case SdlKind::input_object:
      definition.directives = tokens.parse_directives(true);
      definition.inputs = parse_input_values(tokens, TokenKind::brace_left, TokenKind::brace_right);
      break;
  }
}

}  // namespace

bool is_sdl_keyword(std::string_view keyword) noexcept {
  return keyword == "extend" || find_kind(keyword) != nullptr;
}

SdlDefinition parse_sdl_definition(TokenStream& tokens) {
  SdlDefinition definition;
  definition.offset = tokens.current().offset;
  definition.description = parse_description(tokens);
  definition.is_extension = tokens.skip_keyword("extend");
  const auto* const kind = tokens.peek(TokenKind::name) ? find_kind(tokens.current().text) : nullptr;
  if (kind == nullptr) tokens.unexpected(tokens.current());
  tokens.advance();
  definition.kind = kind->second;
  if (definition.kind == SdlKind::directive) tokens.expect(TokenKind::at);
  if (definition.kind != SdlKind::schema) definition.name = tokens.parse_name();
  parse_body(tokens, definition);
  return definition;
}

std::vector<SdlDefinition> parse_sdl(std::string_view source) {
  TokenStream tokens(source, max_schema_tokens);
  std::vector<SdlDefinition> definitions;
  do {
    definitions.push_back(parse_sdl_definition(tokens));
  } while (!tokens.peek(TokenKind::end));
  return definitions;
}

}  // namespace kili::sandbox::graphql
