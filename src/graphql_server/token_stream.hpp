#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graphql_server/ast.hpp"
#include "graphql_server/error.hpp"
#include "graphql_server/lexer.hpp"

namespace kili::sandbox::graphql {

/// Nesting of selection sets and values; a deeper document is refused, as it could overflow the stack.
inline constexpr int max_depth = 200;
inline constexpr std::size_t max_document_tokens = 50'000;

/// One token of lookahead over a source, and the productions that documents and schemas share.
class TokenStream {
 public:
  TokenStream(std::string_view source, std::size_t token_limit)
      : lexer_(source, token_limit), token_(lexer_.next()) {}

  [[nodiscard]] const Token& current() const noexcept { return token_; }
  const Token& lookahead();
  Token advance();

  [[nodiscard]] bool peek(TokenKind kind) const noexcept { return token_.kind == kind; }
  [[nodiscard]] bool peek_keyword(std::string_view keyword) const noexcept {
    return token_.kind == TokenKind::name && token_.text == keyword;
  }
  Token expect(TokenKind kind);
  void expect_keyword(std::string_view keyword);
  bool skip(TokenKind kind);
  bool skip_keyword(std::string_view keyword);
  [[noreturn]] void unexpected(const Token& token) const;

  std::string parse_name() { return expect(TokenKind::name).text; }
  ast::Value parse_value(bool is_constant);
  ast::TypeNode parse_type();
  std::vector<ast::Argument> parse_arguments(bool is_constant);
  std::vector<ast::Directive> parse_directives(bool is_constant);

  /// Counts levels for as long as it lives. @throws SyntaxError beyond `max_depth`.
  class DepthGuard {
   public:
    explicit DepthGuard(TokenStream& stream);
    ~DepthGuard() { --stream_.depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;

   private:
    TokenStream& stream_;
  };

 private:
  ast::Value parse_list(bool is_constant);
  ast::Value parse_object(bool is_constant);
  ast::Value parse_variable(bool is_constant);

  Lexer lexer_;
  Token token_;
  std::optional<Token> lookahead_;
  int depth_ = 0;
};

}  // namespace kili::sandbox::graphql
