#include "graphql_server/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "graphql_server/error.hpp"
#include "support/text.hpp"
#include "support/unicode.hpp"

namespace kili::sandbox::graphql {
namespace {

using support::is_digit;

bool is_name_start(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_continue(char c) noexcept { return is_name_start(c) || is_digit(c); }

std::optional<TokenKind> punctuator(char c) noexcept {
  switch (c) {
    case '!':
      return TokenKind::bang;
    case '$':
      return TokenKind::dollar;
    case '&':
      return TokenKind::ampersand;
    case '(':
      return TokenKind::parenthesis_left;
    case ')':
      return TokenKind::parenthesis_right;
    case ':':
      return TokenKind::colon;
    case '=':
      return TokenKind::equals;
    case '@':
      return TokenKind::at;
    case '[':
      return TokenKind::bracket_left;
    case ']':
      return TokenKind::bracket_right;
    case '{':
      return TokenKind::brace_left;
    case '|':
      return TokenKind::pipe;
    case '}':
      return TokenKind::brace_right;
    default:
      return std::nullopt;
  }
}

Token make_token(TokenKind kind, std::size_t offset, std::string text = {}) {
  return {kind, static_cast<ast::Offset>(offset), std::move(text)};
}

}  // namespace

std::string_view describe(TokenKind kind) noexcept {
  static constexpr std::array<std::string_view, 20> names = {
      "<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"", "\")\"", "\"...\"", "\":\"", "\"=\"",  "\"@\"",
      "\"[\"", "\"]\"", "\"{\"", "\"|\"", "\"}\"", "Name",  "Int",     "Float", "String", "BlockString"};
  return names[static_cast<std::size_t>(kind)];
}

std::string describe(const Token& token) {
  const std::string kind(describe(token.kind));
  return token.kind < TokenKind::name ? kind : kind + " \"" + token.text + '"';
}

Lexer::Lexer(std::string_view source, std::size_t token_limit)
    : source_(source), tokens_left_(token_limit), token_limit_(token_limit) {
  if (source.size() > std::numeric_limits<ast::Offset>::max()) throw SyntaxError("Document is too large.", 0);
  if (source_.starts_with("\xef\xbb\xbf")) position_ = 3;
}

void Lexer::fail(const std::string& message, std::size_t position) const {
  throw SyntaxError(message, static_cast<ast::Offset>(position));
}

Token Lexer::next() {
  skip_ignored();
  if (position_ >= source_.size()) return make_token(TokenKind::end, source_.size());
  if (tokens_left_ == 0) {
    fail(fmt::format("Document contains more than {} tokens. Parsing aborted.", token_limit_), position_);
  }
  --tokens_left_;
  const char first = source_[position_];
  if (is_name_start(first)) return read_name();
  if (is_digit(first) || first == '-') return read_number();
  if (source_.substr(position_).starts_with("\"\"\"")) return read_block_string();
  if (first == '"') return read_string();
  return punctuator_or_fail();
}

void Lexer::skip_ignored() {
  while (position_ < source_.size()) {
    const char c = source_[position_];
    if (c == '#') {
      skip_comment();
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
      ++position_;
    } else if (source_.substr(position_).starts_with("\xef\xbb\xbf")) {
      position_ += 3;
    } else {
      return;
    }
  }
}

void Lexer::skip_comment() {
  while (position_ < source_.size() && source_[position_] != '\n' && source_[position_] != '\r') ++position_;
}

Token Lexer::punctuator_or_fail() {
  const auto start = position_;
  if (const auto kind = punctuator(source_[start])) {
    ++position_;
    return make_token(*kind, start);
  }
  if (source_.substr(start).starts_with("...")) {
    position_ += 3;
    return make_token(TokenKind::spread, start);
  }
  if (source_[start] == '\'') {
    fail("Unexpected single quote character ('), did you mean to use a double quote (\")?", start);
  }
  std::size_t length = 0;
  const bool is_character = character_at(start, length) >= 0x20 && length > 0;
  fail((is_character ? "Unexpected character: " : "Invalid character: ") + print_character(start) + '.',
       start);
}

Token Lexer::read_name() {
  const auto start = position_;
  while (is_name_continue(at(position_))) ++position_;
  return make_token(TokenKind::name, start, std::string(source_.substr(start, position_ - start)));
}

Token Lexer::read_number() {
  const auto start = position_;
  bool is_float = false;
  if (at(position_) == '-') ++position_;
  if (at(position_) == '0') {
    ++position_;
    if (is_digit(at(position_))) {
      fail("Invalid number, unexpected digit after 0: " + print_character(position_) + '.', position_);
    }
  } else {
    read_digits();
  }
  if (at(position_) == '.') {
    is_float = true;
    ++position_;
    read_digits();
  }
  if (at(position_) == 'e' || at(position_) == 'E') {
    is_float = true;
    ++position_;
    if (at(position_) == '+' || at(position_) == '-') ++position_;
    read_digits();
  }
  if (at(position_) == '.' || is_name_start(at(position_))) {
    fail("Invalid number, expected digit but got: " + print_character(position_) + '.', position_);
  }
  return make_token(is_float ? TokenKind::floating : TokenKind::integer, start,
                    std::string(source_.substr(start, position_ - start)));
}

void Lexer::read_digits() {
  if (!is_digit(at(position_))) {
    fail("Invalid number, expected digit but got: " + print_character(position_) + '.', position_);
  }
  while (is_digit(at(position_))) ++position_;
}

Token Lexer::read_string() {
  const auto start = position_++;
  std::string text;
  while (position_ < source_.size()) {
    const char c = source_[position_];
    if (c == '"') {
      ++position_;
      return make_token(TokenKind::string, start, std::move(text));
    }
    if (c == '\n' || c == '\r') break;
    if (c == '\\') {
      read_escape(text);
    } else {
      copy_character(text);
    }
  }
  fail("Unterminated string.", position_);
}

Token Lexer::read_block_string() {
  const auto start = position_;
  position_ += 3;
  std::string raw;
  while (position_ < source_.size()) {
    const auto rest = source_.substr(position_);
    if (rest.starts_with("\"\"\"")) {
      position_ += 3;
      return make_token(TokenKind::block_string, start, dedent_block_string(raw));
    }
    if (rest.starts_with("\\\"\"\"")) {
      raw += "\"\"\"";
      position_ += 4;
    } else if (rest.front() == '\n' || rest.front() == '\r') {
      raw += '\n';
      position_ += rest.starts_with("\r\n") ? 2U : 1U;
    } else {
      copy_character(raw);
    }
  }
  fail("Unterminated string.", position_);
}

void Lexer::read_escape(std::string& out) {
  const auto start = position_;
  switch (at(start + 1)) {
    case '"':
      out += '"';
      break;
    case '\\':
      out += '\\';
      break;
    case '/':
      out += '/';
      break;
    case 'b':
      out += '\b';
      break;
    case 'f':
      out += '\f';
      break;
    case 'n':
      out += '\n';
      break;
    case 'r':
      out += '\r';
      break;
    case 't':
      out += '\t';
      break;
    case 'u':
      read_unicode_escape(out);
      return;
    default: {
      std::size_t length = 0;
      static_cast<void>(character_at(start + 1, length));
      fail(fmt::format("Invalid character escape sequence: \"{}\".", source_.substr(start, 1 + length)),
           start);
    }
  }
  position_ += 2;
}

void Lexer::read_unicode_escape(std::string& out) {
  const auto start = position_;
  if (at(start + 2) == '{') {
    const auto close = source_.find('}', start);
    const auto digits = source_.substr(start + 3, close == std::string_view::npos ? 0 : close - start - 3);
    const auto code = support::parse_hexadecimal(digits);
    if (!code || !support::is_scalar_value(*code)) {
      fail(fmt::format("Invalid Unicode escape sequence: \"\\u{{{}}}\".",
                       digits.substr(0, digits.find_first_of("\"\n\r"))),
           start);
    }
    support::append_utf8(out, *code);
    position_ = close + 1;
    return;
  }
  char32_t code = read_hexadecimal(start, start + 2);
  position_ = start + 6;
  const bool is_leading_surrogate = code >= 0xd800 && code <= 0xdbff;
  if (is_leading_surrogate && at(position_) == '\\' && at(position_ + 1) == 'u') {
    const char32_t trailing = read_hexadecimal(position_, position_ + 2);
    if (trailing >= 0xdc00 && trailing <= 0xdfff) {
      code = 0x10000 + ((code - 0xd800) << 10U) + (trailing - 0xdc00);
      position_ += 6;
    }
  }
  if (!support::is_scalar_value(code)) {
    fail(fmt::format("Invalid Unicode escape sequence: \"{}\".", source_.substr(start, 6)), start);
  }
  support::append_utf8(out, code);
}

unsigned Lexer::read_hexadecimal(std::size_t escape_start, std::size_t position) const {
  const auto digits = position < source_.size() ? source_.substr(position, 4) : std::string_view();
  const auto code = digits.size() == 4 ? support::parse_hexadecimal(digits) : std::nullopt;
  if (code) return static_cast<unsigned>(*code);
  const auto valid =
      digits.substr(0, std::min(digits.size(), digits.find_first_not_of("0123456789abcdefABCDEF")));
  fail(fmt::format("Invalid Unicode escape sequence: \"\\u{}\".", valid), escape_start);
}

void Lexer::copy_character(std::string& out) {
  std::size_t length = 0;
  const auto code = character_at(position_, length);
  if (length == 0 || (code < 0x20 && code != '\t')) {
    fail("Invalid character within String: " + print_character(position_) + '.', position_);
  }
  out.append(source_, position_, length);
  position_ += length;
}

char32_t Lexer::character_at(std::size_t position, std::size_t& length) const noexcept {
  length = 0;
  if (position >= source_.size()) return 0;
  return support::decode_utf8(source_.substr(position), length);
}

std::string Lexer::print_character(std::size_t position) const {
  if (position >= source_.size()) return "<EOF>";
  std::size_t length = 0;
  const auto code = character_at(position, length);
  if (code == '"') return "'\"'";
  if (code >= 0x20 && code <= 0x7e) return fmt::format("\"{}\"", static_cast<char>(code));
  const auto shown =
      length == 0 ? static_cast<unsigned char>(source_[position]) : static_cast<std::uint32_t>(code);
  return fmt::format("U+{:04X}", shown);
}

std::string dedent_block_string(std::string_view raw) {
  std::vector<std::string_view> lines;
  for (std::size_t start = 0; start <= raw.size();) {
    const auto end = std::min(raw.find('\n', start), raw.size());
    lines.push_back(raw.substr(start, end - start));
    start = end + 1;
  }
  const auto is_blank = [](std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
  };
  auto common = std::string_view::npos;
  std::size_t first = lines.size();
  std::size_t last = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_blank(lines[i])) continue;
    first = std::min(first, i);
    last = i + 1;
    if (i > 0) common = std::min(common, lines[i].find_first_not_of(" \t"));
  }
  std::string result;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first) result += '\n';
    const bool is_indented = i > 0 && common != std::string_view::npos;
    result += is_indented ? lines[i].substr(std::min(common, lines[i].size())) : lines[i];
  }
  return result;
}

}  // namespace kili::sandbox::graphql
