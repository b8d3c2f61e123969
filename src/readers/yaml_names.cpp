#include "readers/yaml_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "support/unicode.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::uint64_t most_classes = 1'000'000;

[[noreturn]] void refuse_yaml(std::size_t line, std::string_view what) {
  throw ValidationError(fmt::format("line {}: {}", line, what));
}

std::optional<std::uint64_t> integer_of(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

class YamlReader {
 public:
  explicit YamlReader(std::string_view text) : rest_(text) {}

  YamlNames read() {
    while (!rest_.empty()) {
      const bool is_at_top = rest_.front() != ' ' && rest_.front() != '\t' && rest_.front() != '#';
      if (is_at_top && take_key("names")) {
        has_names_ = true;
        result_.names.clear();
        read_names();
      } else if (is_at_top && take_key("nc")) {
        result_.count = integer_of(scalar(false));
        next_line();
      } else {
        result_.has_poses = result_.has_poses || (is_at_top && take_key("kpt_shape"));
        next_line();
      }
    }
    if (!has_names_ || result_.names.empty()) throw ValidationError("it has no \"names\" of classes");
    return std::move(result_);
  }

 private:
  void next_line() {
    const std::size_t end = rest_.find('\n');
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_;
  }
  /// Takes a key, plain or quoted, and its colon.
  bool take_key(std::string_view key) {
    std::string_view after = rest_;
    const char quote = after.front() == '"' || after.front() == '\'' ? after.front() : '\0';
    if (quote != '\0') after.remove_prefix(1);
    if (!after.starts_with(key)) return false;
    after.remove_prefix(key.size());
    if (quote != '\0') {
      if (!after.starts_with(quote)) return false;
      after.remove_prefix(1);
    }
    after.remove_prefix(std::min(after.find_first_not_of(" \t"), after.size()));
    if (!after.starts_with(':')) return false;
    after.remove_prefix(1);
    if (!after.empty() && std::string_view(" \t\r\n").find(after.front()) == std::string_view::npos)
      return false;
    rest_ = after;
    return true;
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r"), rest_.size())); }
  void skip_blanks_and_lines() {
    for (skip_blanks(); !rest_.empty() && (rest_.front() == '\n' || rest_.front() == '#'); skip_blanks())
      next_line();
  }
  [[nodiscard]] bool is_at_line_end() const {
    return rest_.empty() || rest_.front() == '\n' || rest_.front() == '#';
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void read_names() {
    skip_blanks();
    if (take('[')) return read_flow(']');
    if (take('{')) return read_flow('}');
    if (!is_at_line_end()) refuse_yaml(line_, "\"names\" is neither a list nor a mapping");
    next_line();
    read_block();
  }

  /// Lines "- NAME" or "NUMBER: NAME".
  void read_block() {
    while (!rest_.empty()) {
      const std::size_t indent = std::min(rest_.find_first_not_of(' '), rest_.size());
      const std::string_view before = rest_;
      rest_.remove_prefix(indent);
      skip_blanks();
      if (is_at_line_end()) {
        next_line();
        continue;
      }
      const bool is_item = rest_.starts_with("- ") || rest_.starts_with("-\t");
      if (indent == 0 && !is_item) {
        rest_ = before;  // the next key at the top
        return;
      }
      if (is_item) {
        rest_.remove_prefix(1);
        skip_blanks();
        add(result_.names.size(), scalar(false));
      } else {
        read_pair(false);
      }
      skip_blanks();
      if (!is_at_line_end()) refuse_yaml(line_, "something follows the name of a class");
      next_line();
    }
  }

  void read_flow(char end) {
    for (;;) {
      skip_blanks_and_lines();
      if (take(end)) break;
      if (rest_.empty()) refuse_yaml(line_, fmt::format("'{}' is missing", end));
      if (end == '}') {
        read_pair(true);
      } else {
        add(result_.names.size(), scalar(true));
      }
      skip_blanks_and_lines();
      if (!take(',') && !rest_.starts_with(end))
        refuse_yaml(line_, fmt::format("',' or '{}' is missing", end));
    }
    skip_blanks();
    if (!is_at_line_end()) refuse_yaml(line_, "something follows the names of classes");
    next_line();
  }

  void read_pair(bool in_brackets) {
    const std::string key = scalar(true);
    const auto number = integer_of(key);
    if (!number || *number >= most_classes)
      refuse_yaml(line_, fmt::format("'{}' is not the number of a class", support::shown_text(key)));
    skip_blanks();
    if (!take(':')) refuse_yaml(line_, "':' is missing after the number of a class");
    skip_blanks();
    add(*number, scalar(in_brackets));
  }

  void add(std::uint64_t number, std::string name) {
    if (number >= most_classes)
      refuse_yaml(line_, fmt::format("there are more than {} classes", most_classes));
    if (number >= result_.names.size()) result_.names.resize(number + 1);
    result_.names[number] = std::move(name);
  }

  /// A text on one line. @param in_brackets also a comma, a colon or a bracket ends it.
  std::string scalar(bool in_brackets) {
    skip_blanks();
    if (take('\'')) return single_quoted();
    if (take('"')) return double_quoted();
    std::size_t end = 0;
    for (; end < rest_.size() && rest_[end] != '\n'; ++end) {
      const char c = rest_[end];
      if (c == '#' && end > 0 && (rest_[end - 1] == ' ' || rest_[end - 1] == '\t')) break;
      if (in_brackets && (c == ',' || c == ':' || c == ']' || c == '}' || c == '[' || c == '{')) break;
    }
    const std::string_view text = support::trim(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (!support::is_valid_utf8(text)) refuse_yaml(line_, "a name is not UTF-8");
    return std::string(text);
  }

  std::string single_quoted() {
    std::string text;
    for (;;) {
      const std::size_t end = rest_.find_first_of("'\n");
      if (end == std::string_view::npos || rest_[end] == '\n')
        refuse_yaml(line_, "a quoted name does not end");
      text += rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      if (!take('\'')) break;
      text += '\'';
    }
    if (!support::is_valid_utf8(text)) refuse_yaml(line_, "a name is not UTF-8");
    return text;
  }

  std::string double_quoted() {
    std::string text;
    for (;;) {
      const std::size_t end = rest_.find_first_of("\"\\\n");
      if (end == std::string_view::npos || rest_[end] == '\n')
        refuse_yaml(line_, "a quoted name does not end");
      text += rest_.substr(0, end);
      const bool is_escape = rest_[end] == '\\';
      rest_.remove_prefix(end + 1);
      if (!is_escape) break;
      add_escape(text);
    }
    if (!support::is_valid_utf8(text)) refuse_yaml(line_, "a name is not UTF-8");
    return text;
  }

  void add_escape(std::string& text) {
    constexpr std::string_view letters = "nrt0/\\\" abefv";
    constexpr std::string_view characters("\n\r\t\0/\\\" \a\b\x1B\f\v", 13);
    const char kind = rest_.empty() ? '\n' : rest_.front();
    if (!rest_.empty()) rest_.remove_prefix(1);
    const std::size_t known = letters.find(kind);
    if (known != std::string_view::npos) {
      text += characters[known];
      return;
    }
    const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    const auto code = digits > 0 && rest_.size() >= digits
                          ? support::parse_hexadecimal(rest_.substr(0, digits))
                          : std::nullopt;
    if (!code || !support::is_scalar_value(*code))
      refuse_yaml(line_, "an escape in a name that is not known");
    support::append_utf8(text, *code);
    rest_.remove_prefix(digits);
  }

  std::string_view rest_;
  YamlNames result_;
  std::size_t line_ = 1;
  bool has_names_ = false;
};

}  // namespace

YamlNames yaml_names(std::string_view text) { return YamlReader(text).read(); }

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
