#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kili::graphql {

/// A word or sign of a GraphQL document.
struct Token {
  enum class Kind {
    end,     ///< Of the document; no text.
    name,    ///< Also a keyword.
    other,   ///< A number.
    sign,    ///< One of "!$&()...:=@[]{|}".
    string,  ///< With its quotes.
  };

  [[nodiscard]] bool is(std::string_view sign) const noexcept { return kind == Kind::sign && text == sign; }

  Kind kind = Kind::end;
  std::string_view text{};
};

/// Reads a document token by token; comments and what separates tokens are passed over.
class DocumentTokens {
 public:
  explicit DocumentTokens(std::string_view document) noexcept : rest_(document) {}

  /// @throws ValidationError for a string that does not end or a character that no document has.
  [[nodiscard]] Token next();
  /// @throws ValidationError telling the line of the token that was read last.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  [[nodiscard]] Token take(Token::Kind kind, std::size_t length) noexcept;
  void skip_ignored() noexcept;
  [[nodiscard]] std::size_t string_length() const;
  [[nodiscard]] std::size_t block_string_length() const;

  std::string_view rest_;
  std::size_t line_ = 1;        ///< Of the beginning of `rest_`.
  std::size_t token_line_ = 1;  ///< Of the token that was read last.
};

}  // namespace kili::graphql
