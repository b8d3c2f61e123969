#include "graphql_server/token_stream.hpp"

#include <fmt/format.h>

#include <utility>

namespace kili::sandbox::graphql {

TokenStream::DepthGuard::DepthGuard(TokenStream& stream) : stream_(stream) {
  if (stream.depth_ >= max_depth) throw SyntaxError("Document is nested too deeply.", stream.token_.offset);
  ++stream.depth_;
}

const Token& TokenStream::lookahead() {
  if (!lookahead_) lookahead_ = lexer_.next();
  return *lookahead_;
}

Token TokenStream::advance() {
  auto taken = std::move(token_);
  token_ = lookahead_ ? std::move(*lookahead_) : lexer_.next();
  lookahead_.reset();
  return taken;
}

void TokenStream::unexpected(const Token& token) const {
  throw SyntaxError("Unexpected " + describe(token) + '.', token.offset);
}

Token TokenStream::expect(TokenKind kind) {
  if (token_.kind == kind) return advance();
  throw SyntaxError(fmt::format("Expected {}, found {}.", describe(kind), describe(token_)), token_.offset);
}

void TokenStream::expect_keyword(std::string_view keyword) {
  if (skip_keyword(keyword)) return;
  throw SyntaxError(fmt::format("Expected \"{}\", found {}.", keyword, describe(token_)), token_.offset);
}

bool TokenStream::skip(TokenKind kind) {
  if (token_.kind != kind) return false;
  advance();
  return true;
}

bool TokenStream::skip_keyword(std::string_view keyword) {
  if (!peek_keyword(keyword)) return false;
  advance();
  return true;
}

ast::Value TokenStream::parse_value(bool is_constant) {
  const auto simple = [this](ast::ValueKind kind) {
    auto token = advance();
    return ast::Value{kind, token.offset, std::move(token.text), {}, {}};
  };
  switch (token_.kind) {
    case TokenKind::bracket_left:
      return parse_list(is_constant);
    case TokenKind::brace_left:
      return parse_object(is_constant);
    case TokenKind::integer:
      return simple(ast::ValueKind::integer);
    case TokenKind::floating:
      return simple(ast::ValueKind::floating);
    case TokenKind::string:
    case TokenKind::block_string:
      return simple(ast::ValueKind::string);
    case TokenKind::dollar:
      return parse_variable(is_constant);
    case TokenKind::name:
      if (token_.text == "true" || token_.text == "false") return simple(ast::ValueKind::boolean);
      if (token_.text == "null") return simple(ast::ValueKind::null);
      return simple(ast::ValueKind::enumeration);
    default:
      unexpected(token_);
  }
}

ast::Value TokenStream::parse_variable(bool is_constant) {
  const auto offset = expect(TokenKind::dollar).offset;
  if (is_constant) {
    if (!peek(TokenKind::name)) unexpected(Token{TokenKind::dollar, offset, {}});
    throw SyntaxError(fmt::format("Unexpected variable \"${}\" in constant value.", token_.text), offset);
  }
  return {ast::ValueKind::variable, offset, parse_name(), {}, {}};
}

ast::Value TokenStream::parse_list(bool is_constant) {
  const DepthGuard guard(*this);
  ast::Value value{ast::ValueKind::list, expect(TokenKind::bracket_left).offset, {}, {}, {}};
  while (!skip(TokenKind::bracket_right)) value.items.push_back(parse_value(is_constant));
  return value;
}

ast::Value TokenStream::parse_object(bool is_constant) {
  const DepthGuard guard(*this);
  ast::Value value{ast::ValueKind::object, expect(TokenKind::brace_left).offset, {}, {}, {}};
  while (!skip(TokenKind::brace_right)) {
    auto name = expect(TokenKind::name);
    expect(TokenKind::colon);
    value.fields.push_back({std::move(name.text), name.offset, parse_value(is_constant)});
  }
  return value;
}

ast::TypeNode TokenStream::parse_type() {
  // Read from the outside in: one open bracket per list, then the wrappers from the inside out while they
  // close.
  ast::TypeNode node;
  node.offset = token_.offset;
  int open_lists = 0;
  while (peek(TokenKind::bracket_left)) {
    if (2 * ++open_lists >= ast::Wrappers::capacity) {
      throw SyntaxError("Document is nested too deeply.", token_.offset);
    }
    advance();
  }
  node.name_offset = token_.offset;
  node.name = parse_name();
  const auto wrap = [&node](std::uint64_t wrapper) { node.wrappers = (node.wrappers << 2U) | wrapper; };
  if (skip(TokenKind::bang)) wrap(ast::Wrappers::non_null);
  for (; open_lists > 0; --open_lists) {
    expect(TokenKind::bracket_right);
    wrap(ast::Wrappers::list);
    if (skip(TokenKind::bang)) wrap(ast::Wrappers::non_null);
  }
  return node;
}

std::vector<ast::Argument> TokenStream::parse_arguments(bool is_constant) {
  std::vector<ast::Argument> arguments;
  if (!skip(TokenKind::parenthesis_left)) return arguments;
  do {
    auto name = expect(TokenKind::name);
    expect(TokenKind::colon);
    arguments.push_back({std::move(name.text), name.offset, parse_value(is_constant)});
  } while (!skip(TokenKind::parenthesis_right));
  return arguments;
}

std::vector<ast::Directive> TokenStream::parse_directives(bool is_constant) {
  std::vector<ast::Directive> directives;
  while (peek(TokenKind::at)) {
    const auto offset = advance().offset;
    auto name = parse_name();
    directives.push_back({std::move(name), offset, parse_arguments(is_constant)});
  }
  return directives;
}

}  // namespace kili::sandbox::graphql
