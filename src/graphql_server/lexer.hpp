#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "graphql_server/ast.hpp"

namespace kili::sandbox::graphql {

enum class TokenKind {
  end,
  bang,
  dollar,
  ampersand,
  parenthesis_left,
  parenthesis_right,
  spread,
  colon,
  equals,
  at,
  bracket_left,
  bracket_right,
  brace_left,
  pipe,
  brace_right,
  name,
  integer,
  floating,
  string,
  block_string
};

struct Token {
  TokenKind kind = TokenKind::end;
  ast::Offset offset = 0;
  std::string text;  ///< Empty for punctuators.
};

/// `"{"`, `Name`, `<EOF>`: the name of a kind of token in error messages.
std::string_view describe(TokenKind kind) noexcept;
std::string describe(const Token& token);

/// Splits a source into tokens, one at a time, so that the first error of a document is the one reported.
class Lexer {
 public:
  /// `source` must outlive the lexer. @throws SyntaxError (from `next` too).
  Lexer(std::string_view source, std::size_t token_limit);

  Token next();

 private:
  void skip_ignored();
  void skip_comment();
  Token punctuator_or_fail();
  Token read_name();
  Token read_number();
  void read_digits();
  Token read_string();
  Token read_block_string();
  void read_escape(std::string& out);
  void read_unicode_escape(std::string& out);
  unsigned read_hexadecimal(std::size_t escape_start, std::size_t position) const;
  void copy_character(std::string& out);
  [[nodiscard]] char32_t character_at(std::size_t position, std::size_t& length) const noexcept;
  [[nodiscard]] std::string print_character(std::size_t position) const;
  [[nodiscard]] char at(std::size_t position) const noexcept {
    return position < source_.size() ? source_[position] : '\0';
  }
  [[noreturn]] void fail(const std::string& message, std::size_t position) const;

  std::string_view source_;
  std::size_t position_ = 0;
  std::size_t tokens_left_;
  std::size_t token_limit_;
};

/// Removes the common indentation and the blank lines at both ends of a block string.
std::string dedent_block_string(std::string_view raw);

}  // namespace kili::sandbox::graphql
