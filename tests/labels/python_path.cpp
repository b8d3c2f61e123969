#include "python_path.hpp"

#include <cctype>

namespace kili::label_cases {
namespace {

/// Reads paths and Python literals from left to right.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  [[nodiscard]] Statement statement() {
    Statement result{.path = path(), .value = std::nullopt};
    if (take('=')) result.value = literal();
    expect_end();
    return result;
  }

 private:
  [[nodiscard]] Path path() {
    Path result;
    std::size_t open = 0;
    for (const std::string_view function : {"len", "list", "len"}) {
      const std::size_t before = position_;
      if (take_word(function) && take('(')) {
        result.functions.emplace_back(function);
        ++open;
      } else {
        position_ = before;
      }
    }
    steps(result.steps);
    for (; open > 0; --open) expect(')');
    return result;
  }

  void steps(std::vector<PathStep>& steps) {
    skip_space();
    if (is_name_start()) {
      const std::string first = name();
      if (first != "label") steps.push_back({.kind = PathStep::Kind::attribute, .name = first});
    }
    for (;;) {
      if (take('.')) {
        skip_space();
        steps.push_back({.kind = PathStep::Kind::attribute, .name = name()});
      } else if (take('[')) {
        steps.push_back({.kind = PathStep::Kind::index, .index = literal()});
        expect(']');
      } else if (take('(')) {
        steps.push_back({.kind = PathStep::Kind::call, .arguments = arguments()});
      } else {
        return;
      }
    }
  }

  [[nodiscard]] PathArguments arguments() {
    PathArguments result;
    while (!take(')')) {
      skip_space();
      const std::size_t before = position_;
      std::string named;
      if (is_name_start()) {
        named = name();
        skip_space();
        if (!take('=')) {
          position_ = before;
          named.clear();
        }
      }
      if (named.empty()) {
        result.positional.push_back(literal());
      } else {
        result.named.emplace_back(named, literal());
      }
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    return result;
  }

  [[nodiscard]] nlohmann::json literal() {
    skip_space();
    if (at_end()) fail("a literal is missing");
    const char next = text_[position_];
    if (next == '"' || next == '\'') return quoted();
    if (next == '[') return list();
    if (next == '{') return dictionary();
    if (is_name_start()) return constant();
    return number();
  }

  [[nodiscard]] nlohmann::json constant() {
    const std::string word = name();
    if (word == "None" || word == "null") return nullptr;
    if (word == "True" || word == "true") return true;
    if (word == "False" || word == "false") return false;
    fail("'" + word + "' is no literal");
  }

  [[nodiscard]] nlohmann::json number() {
    const std::size_t begin = position_;
    while (!at_end() && (std::isalnum(static_cast<unsigned char>(text_[position_])) != 0 ||
                         std::string_view("+-.").find(text_[position_]) != std::string_view::npos)) {
      ++position_;
    }
    const auto value = nlohmann::json::parse(text_.substr(begin, position_ - begin), nullptr, false);
    if (!value.is_number()) fail("a number is expected");
    return value;
  }

  [[nodiscard]] std::string quoted() {
    const char quote = text_[position_++];
    std::string result;
    while (!at_end() && text_[position_] != quote) {
      if (text_[position_] == '\\' && position_ + 1 < text_.size()) ++position_;
      result += text_[position_++];
    }
    expect(quote);
    return result;
  }

  [[nodiscard]] nlohmann::json list() {
    expect('[');
    nlohmann::json result = nlohmann::json::array();
    while (!take(']')) {
      result.push_back(literal());
      if (!take(',')) {
        expect(']');
        break;
      }
    }
    return result;
  }

  [[nodiscard]] nlohmann::json dictionary() {
    expect('{');
    nlohmann::json result = nlohmann::json::object();
    while (!take('}')) {
      const auto key = literal();
      expect(':');
      result[key.is_string() ? key.get<std::string>() : key.dump()] = literal();
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    return result;
  }

  [[nodiscard]] std::string name() {
    if (!is_name_start()) fail("a name is missing");
    const std::size_t begin = position_;
    while (!at_end() &&
           (std::isalnum(static_cast<unsigned char>(text_[position_])) != 0 || text_[position_] == '_')) {
      ++position_;
    }
    return std::string(text_.substr(begin, position_ - begin));
  }

  [[nodiscard]] bool at_end() const noexcept { return position_ >= text_.size(); }
  [[nodiscard]] bool is_name_start() const noexcept {
    return !at_end() &&
           (std::isalpha(static_cast<unsigned char>(text_[position_])) != 0 || text_[position_] == '_');
  }
  void skip_space() noexcept {
    while (!at_end() && std::isspace(static_cast<unsigned char>(text_[position_])) != 0) ++position_;
  }
  [[nodiscard]] bool take(char character) noexcept {
    skip_space();
    if (at_end() || text_[position_] != character) return false;
    ++position_;
    return true;
  }
  [[nodiscard]] bool take_word(std::string_view word) noexcept {
    skip_space();
    if (text_.substr(position_, word.size()) != word) return false;
    position_ += word.size();
    return true;
  }
  void expect(char character) {
    if (!take(character)) fail(std::string("'") + character + "' is missing");
  }
  void expect_end() {
    skip_space();
    if (!at_end()) fail("something follows");
  }
  [[noreturn]] void fail(const std::string& message) const {
    throw PathError("'" + std::string(text_) + "', at " + std::to_string(position_) + ": " + message);
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

Statement parse_statement(std::string_view text) { return Parser(text).statement(); }

Path parse_path(std::string_view text) {
  Statement statement = parse_statement(text);
  if (statement.value) throw PathError("'" + std::string(text) + "' is an assignment, not a path");
  return std::move(statement.path);
}

}  // namespace kili::label_cases
