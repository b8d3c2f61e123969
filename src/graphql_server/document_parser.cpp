#include "graphql_server/document_parser.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "graphql_server/sdl_parser.hpp"
#include "graphql_server/token_stream.hpp"

namespace kili::sandbox::graphql {
namespace {

class DocumentParser {
 public:
  explicit DocumentParser(std::string_view source) : tokens_(source, max_document_tokens) {}

  ast::Document parse() {
    do {
      parse_definition();
    } while (!tokens_.peek(TokenKind::end));
    return std::move(document_);
  }

 private:
  void parse_definition();
  void parse_operation();
  void parse_fragment();
  ast::VariableDefinition parse_variable_definition();
  ast::SelectionSet parse_selection_set();
  ast::Selection parse_selection();
  void parse_field(ast::Selection& selection);
  void parse_fragment_selection(ast::Selection& selection);
  void parse_optional_selection_set(ast::Selection& selection) {
    if (tokens_.peek(TokenKind::brace_left)) {
      selection.selection_set = std::make_unique<ast::SelectionSet>(parse_selection_set());
    }
  }

  TokenStream tokens_;
  ast::Document document_;
};

std::optional<ast::OperationType> operation_type(const Token& token) {
  if (token.text == "query") return ast::OperationType::query;
  if (token.text == "mutation") return ast::OperationType::mutation;
  if (token.text == "subscription") return ast::OperationType::subscription;
  return std::nullopt;
}

void DocumentParser::parse_definition() {
  if (tokens_.peek(TokenKind::brace_left)) {
    parse_operation();
    return;
  }
  const bool has_description = tokens_.peek(TokenKind::string) || tokens_.peek(TokenKind::block_string);
  const Token keyword = has_description ? tokens_.lookahead() : tokens_.current();
  if (keyword.kind == TokenKind::name && is_sdl_keyword(keyword.text)) {
    const auto definition = parse_sdl_definition(tokens_);
    const auto subject = definition.name.empty() ? std::string("schema") : '"' + definition.name + '"';
    document_.foreign.push_back({subject, definition.offset});
    return;
  }
  if (has_description) {
    throw SyntaxError("Unexpected description, descriptions are supported only on definitions.",
                      tokens_.current().offset);
  }
  if (keyword.kind == TokenKind::name && operation_type(keyword)) {
    parse_operation();
  } else if (keyword.kind == TokenKind::name && keyword.text == "fragment") {
    parse_fragment();
  } else {
    tokens_.unexpected(keyword);
  }
}

void DocumentParser::parse_operation() {
  ast::Operation operation;
  operation.offset = operation.name_offset = tokens_.current().offset;
  if (!tokens_.peek(TokenKind::brace_left)) {
    operation.type = operation_type(tokens_.advance()).value_or(ast::OperationType::query);
    if (tokens_.peek(TokenKind::name)) {
      operation.name_offset = tokens_.current().offset;
      operation.name = tokens_.parse_name();
    }
    if (tokens_.skip(TokenKind::parenthesis_left)) {
      do {
        operation.variables.push_back(parse_variable_definition());
      } while (!tokens_.skip(TokenKind::parenthesis_right));
    }
    operation.directives = tokens_.parse_directives(false);
  }
  operation.selection_set = parse_selection_set();
  document_.operations.push_back(std::move(operation));
}

ast::VariableDefinition DocumentParser::parse_variable_definition() {
  ast::VariableDefinition definition;
  definition.offset = tokens_.expect(TokenKind::dollar).offset;
  definition.name_offset = tokens_.current().offset;
  definition.name = tokens_.parse_name();
  tokens_.expect(TokenKind::colon);
  definition.type = tokens_.parse_type();
  if (tokens_.skip(TokenKind::equals)) definition.default_value = tokens_.parse_value(true);
  definition.directives = tokens_.parse_directives(true);
  return definition;
}

void DocumentParser::parse_fragment() {
  ast::Fragment fragment;
  fragment.offset = tokens_.current().offset;
  tokens_.expect_keyword("fragment");
  if (tokens_.peek_keyword("on")) tokens_.unexpected(tokens_.current());
  fragment.name_offset = tokens_.current().offset;
  fragment.name = tokens_.parse_name();
  tokens_.expect_keyword("on");
  fragment.type_offset = tokens_.current().offset;
  fragment.type_condition = tokens_.parse_name();
  fragment.directives = tokens_.parse_directives(false);
  fragment.selection_set = parse_selection_set();
  document_.fragments.push_back(std::move(fragment));
}

ast::SelectionSet DocumentParser::parse_selection_set() {
  const TokenStream::DepthGuard guard(tokens_);
  ast::SelectionSet set;
  set.offset = tokens_.expect(TokenKind::brace_left).offset;
  do {
    set.items.push_back(parse_selection());
  } while (!tokens_.skip(TokenKind::brace_right));
  return set;
}

ast::Selection DocumentParser::parse_selection() {
  ast::Selection selection;
  selection.offset = selection.name_offset = tokens_.current().offset;
  if (tokens_.skip(TokenKind::spread)) {
    parse_fragment_selection(selection);
  } else {
    parse_field(selection);
  }
  return selection;
}

void DocumentParser::parse_field(ast::Selection& selection) {
  selection.name = tokens_.parse_name();
  if (tokens_.skip(TokenKind::colon)) {
    selection.alias = std::move(selection.name);
    selection.name_offset = tokens_.current().offset;
    selection.name = tokens_.parse_name();
  }
  selection.arguments = tokens_.parse_arguments(false);
  selection.directives = tokens_.parse_directives(false);
  parse_optional_selection_set(selection);
}

void DocumentParser::parse_fragment_selection(ast::Selection& selection) {
  const bool has_condition = tokens_.skip_keyword("on");
  selection.name_offset = tokens_.current().offset;
  if (!has_condition && tokens_.peek(TokenKind::name)) {
    selection.kind = ast::SelectionKind::fragment_spread;
    selection.name = tokens_.parse_name();
    selection.directives = tokens_.parse_directives(false);
    return;
  }
  selection.kind = ast::SelectionKind::inline_fragment;
  if (has_condition) selection.name = tokens_.parse_name();
  selection.directives = tokens_.parse_directives(false);
  selection.selection_set = std::make_unique<ast::SelectionSet>(parse_selection_set());
}

}  // namespace

ast::Document parse_document(std::string_view source) {
  auto document = DocumentParser(source).parse();
  document.source = source;
  return document;
}

}  // namespace kili::sandbox::graphql
