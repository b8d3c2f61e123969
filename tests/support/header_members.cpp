#include "header_members.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

namespace kili::test {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// One past the end of the literal or comment that begins at `at`, or nothing when none begins there.
std::optional<std::size_t> end_of_comment(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (!text.substr(at).starts_with("/*")) return std::nullopt;
  const std::size_t end = text.find("*/", at + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}
std::size_t end_of_literal(std::string_view text, std::size_t at) {
  const char quote = text[at++];
  while (at < text.size() && text[at] != quote) at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

/// A quote that begins a literal, not one that separates digits.
bool begins_literal(std::string_view text, std::size_t at) {
  return text[at] == '"' || (text[at] == '\'' && (at == 0 || !is_word(text[at - 1])));
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word(text[i])) {
      ++i;
      continue;
    }
    const auto begin = i;
    while (i < text.size() && is_word(text[i])) ++i;
    found.emplace_back(text.substr(begin, i - begin));
  }
  return found;
}

/// One past the bracket that closes the one at `at`. Literals have no say.
std::size_t end_of_group(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    if (begins_literal(text, at)) {
      at = end_of_literal(text, at);
      continue;
    }
    const char c = text[at++];
    if (c == '{' || c == '(') ++depth;
    if ((c == '}' || c == ')') && --depth == 0) return at;
  }
  throw std::runtime_error("a bracket is not closed");
}

/// The name that a declaration introduces as data member; `declaration` ends before initialiser or body.
std::optional<std::string> member_name(std::string_view declaration) {
  static constexpr std::array<std::string_view, 10> not_data{
      "class", "enum", "explicit", "friend", "operator", "static", "struct", "template", "typedef", "using"};
  if (declaration.find('(') != std::string_view::npos) return std::nullopt;
  const auto all = words(declaration);
  if (all.size() < 2 || std::find(not_data.begin(), not_data.end(), all.front()) != not_data.end())
    return std::nullopt;
  return all.back();
}

/// Members of the text between the braces of a struct.
std::vector<std::string> members_of_body(std::string_view body) {
  std::vector<std::string> members;
  std::string declaration;  // up to the initialiser
  bool initialised = false;
  const auto end_declaration = [&] {
    if (auto name = member_name(declaration)) members.push_back(*std::move(name));
    declaration.clear();
    initialised = false;
  };
  for (std::size_t i = 0; i < body.size();) {
    const char c = body[i];
    if (c == '{' || c == '(') {
      const bool is_function = declaration.find('(') != std::string::npos;
      if (c == '(' && !initialised) declaration += '(';
      if (c == '{') initialised = true;
      i = end_of_group(body, i);
      if (c == '{' && is_function) end_declaration();
    } else if (c == ';') {
      end_declaration();
      ++i;
    } else if (begins_literal(body, i)) {
      i = end_of_literal(body, i);
    } else {
      if (c == '=') initialised = true;
      if (!initialised) declaration += c;
      ++i;
    }
  }
  return members;
}

}  // namespace

std::string without_comments(std::string_view source) {
  std::string text;
  for (std::size_t i = 0; i < source.size();) {
    if (const auto end = end_of_comment(source, i)) {
      text += ' ';
      i = *end;
    } else if (begins_literal(source, i)) {
      const auto end_of_text = end_of_literal(source, i);
      text += source.substr(i, end_of_text - i);
      i = end_of_text;
    } else {
      text += source[i++];
    }
  }
  return text;
}

bool has_identifier(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]))) return true;
  }
  return false;
}

std::vector<std::string> data_members(std::string_view header, std::string_view struct_name) {
  const std::string text = without_comments(header);
  const std::string head = fmt::format("struct {}", struct_name);
  for (auto at = text.find(head); at != std::string::npos; at = text.find(head, at + 1)) {
    const auto open = text.find_first_not_of(" \n", at + head.size());
    if (open == std::string::npos || text[open] != '{') continue;  // a declaration, or a longer name
    const auto end = end_of_group(text, open);
    return members_of_body(std::string_view(text).substr(open + 1, end - open - 2));
  }
  throw std::runtime_error(fmt::format("the header defines no struct {}", struct_name));
}

}  // namespace kili::test
