#include "graphql/document_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::graphql {
namespace {

constexpr std::string_view signs = "!$&():=@[]{|}";
constexpr std::string_view ellipsis = "...";
constexpr std::string_view block_quotes = "\"\"\"";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool begins_name(char c) noexcept { return c == '_' || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }
bool continues_name(char c) noexcept { return begins_name(c) || support::is_digit(c); }
/// Of a number, after its first character.
bool continues_number(char c) noexcept { return continues_name(c) || c == '.' || c == '+' || c == '-'; }

template <typename Test>
std::size_t length_while(std::string_view text, Test test) noexcept {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), test) - text.begin());
}

}  // namespace

Token DocumentTokens::next() {
  skip_ignored();
  token_line_ = line_;
  if (rest_.empty()) return {};
  const char c = rest_.front();
  if (begins_name(c)) return take(Token::Kind::name, length_while(rest_, continues_name));
  if (rest_.starts_with(ellipsis)) return take(Token::Kind::sign, ellipsis.size());
  if (signs.find(c) != std::string_view::npos) return take(Token::Kind::sign, 1);
  if (rest_.starts_with(block_quotes)) return take(Token::Kind::string, block_string_length());
  if (c == '"') return take(Token::Kind::string, string_length());
  if (c == '-' || support::is_digit(c)) {
    return take(Token::Kind::other, 1 + length_while(rest_.substr(1), continues_number));
  }
  const std::size_t length = std::max<std::size_t>(support::utf8_length(rest_), 1);
  fail(fmt::format("'{}' is no part of a document", support::shown_text(rest_.substr(0, length))));
}

void DocumentTokens::fail(std::string_view what) const {
  throw ValidationError(fmt::format("document: line {}: {}", token_line_, what));
}

Token DocumentTokens::take(Token::Kind kind, std::size_t length) noexcept {
  const Token token{.kind = kind, .text = rest_.substr(0, length)};
  line_ += static_cast<std::size_t>(std::count(token.text.begin(), token.text.end(), '\n'));
  rest_.remove_prefix(length);
  return token;
}

void DocumentTokens::skip_ignored() noexcept {
  while (!rest_.empty()) {
    const char c = rest_.front();
    if (c == '#') {
      // A line may also end with a carriage return alone.
      rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
    } else if (rest_.starts_with(byte_order_mark)) {
      rest_.remove_prefix(byte_order_mark.size());
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',') {
      if (c == '\n') ++line_;
      rest_.remove_prefix(1);
    } else {
      return;
    }
  }
}

std::size_t DocumentTokens::string_length() const {
  for (std::size_t i = 1; i < rest_.size(); ++i) {
    const char c = rest_[i];
    if (c == '"') return i + 1;
    if (c == '\n' || c == '\r') break;
    if (c == '\\') ++i;
  }
  fail("a string does not end; close it with a quotation mark on the same line");
}

std::size_t DocumentTokens::block_string_length() const {
  for (std::size_t i = block_quotes.size(); i < rest_.size(); ++i) {
    const auto here = rest_.substr(i);
    if (here.starts_with(block_quotes)) return i + block_quotes.size();
    if (here.front() == '\\' && here.substr(1).starts_with(block_quotes)) i += block_quotes.size();
  }
  fail(R"(a block string does not end; close it with """)");
}

}  // namespace kili::graphql
