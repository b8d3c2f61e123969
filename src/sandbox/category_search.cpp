#include "sandbox/category_search.hpp"

#include <charconv>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/graphql/engine.hpp"

namespace kili::sandbox {

enum class Comparison {
  equal,
  unequal,
  greater,
  greater_equal,
  less,
  less_equal
};

struct CategorySearch::Node {
  enum class Kind {
    all_of,
    any_of,
    comparison
  };

  std::string category;
  std::vector<Node> children;
  std::string job;
  Kind kind = Kind::comparison;
  std::int64_t number = 0;
  Comparison operation = Comparison::equal;
};

namespace {

using Node = CategorySearch::Node;

// A query nests no deeper than a person writes it; a bound keeps the recursion off the end of the stack.
constexpr int max_depth = 100;

class SearchParser {
 public:
  explicit SearchParser(std::string_view query) : query_(query), rest_(query) {}

  Node parse() {
    Node node = parse_any(0);
    skip_spaces();
    if (!rest_.empty()) fail();
    return node;
  }

 private:
  [[noreturn]] void fail() const {
    throw graphql::ResolverError(fmt::format("[invalidInput] Invalid category search query: {}", query_));
  }

  void skip_spaces() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\n')) {
      rest_.remove_prefix(1);
    }
  }

  static bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
  }

  bool skip_text(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  bool skip_keyword(std::string_view keyword) {
    skip_spaces();
    if (!rest_.starts_with(keyword)) return false;
    if (rest_.size() > keyword.size() && is_name_character(rest_[keyword.size()])) return false;
    rest_.remove_prefix(keyword.size());
    return true;
  }

  std::string name() {
    std::size_t length = 0;
    while (length < rest_.size() && is_name_character(rest_[length])) ++length;
    if (length == 0) fail();
    std::string result{rest_.substr(0, length)};
    rest_.remove_prefix(length);
    return result;
  }

  Node parse_any(int depth) {
    std::vector<Node> children;
    do {
      children.push_back(parse_all(depth));
    } while (skip_keyword("OR"));
    return join(Node::Kind::any_of, std::move(children));
  }

  Node parse_all(int depth) {
    std::vector<Node> children;
    do {
      children.push_back(parse_one(depth));
    } while (skip_keyword("AND"));
    return join(Node::Kind::all_of, std::move(children));
  }

  static Node join(Node::Kind kind, std::vector<Node> children) {
    if (children.size() == 1) return std::move(children.front());
    Node node;
    node.kind = kind;
    node.children = std::move(children);
    return node;
  }

  Node parse_one(int depth) {
    if (depth > max_depth) fail();
    skip_spaces();
    if (!skip_text("(")) return parse_comparison();
    Node node = parse_any(depth + 1);
    skip_spaces();
    if (!skip_text(")")) fail();
    return node;
  }

  Node parse_comparison() {
    Node node;
    node.job = name();
    if (!skip_text(".")) fail();
    node.category = name();
    if (!skip_text(".count")) fail();
    skip_spaces();
    node.operation = operation();
    skip_spaces();
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), node.number);
    if (error != std::errc{}) fail();
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return node;
  }

  Comparison operation() {
    if (skip_text("==")) return Comparison::equal;
    if (skip_text("!=")) return Comparison::unequal;
    if (skip_text(">=")) return Comparison::greater_equal;
    if (skip_text("<=")) return Comparison::less_equal;
    if (skip_text(">")) return Comparison::greater;
    if (skip_text("<")) return Comparison::less;
    fail();
  }

  std::string_view query_;
  std::string_view rest_;
};

bool compare(std::int64_t count, Comparison operation, std::int64_t number) {
  switch (operation) {
    case Comparison::equal:
      return count == number;
    case Comparison::unequal:
      return count != number;
    case Comparison::greater:
      return count > number;
    case Comparison::greater_equal:
      return count >= number;
    case Comparison::less:
      return count < number;
    case Comparison::less_equal:
      return count <= number;
  }
  return false;
}

bool evaluate(const Node& node, const nlohmann::json& json_response) {
  if (node.kind == Node::Kind::comparison) {
    return compare(count_category(json_response, node.job, node.category), node.operation, node.number);
  }
  const bool any = node.kind == Node::Kind::any_of;
  for (const Node& child : node.children) {
    if (evaluate(child, json_response) == any) return any;
  }
  return !any;
}

std::int64_t count_named(const nlohmann::json& owner, std::string_view category) {
  const auto categories = owner.find("categories");
  if (categories == owner.end() || !categories->is_array()) return 0;
  std::int64_t count = 0;
  for (const auto& entry : *categories) {
    if (!entry.is_object()) continue;
    const auto name = entry.find("name");
    if (name != entry.end() && name->is_string() && name->get_ref<const std::string&>() == category) ++count;
  }
  return count;
}

std::int64_t count_in_job(const nlohmann::json& job, std::string_view category) {
  if (!job.is_object()) return 0;
  std::int64_t count = count_named(job, category);
  const auto annotations = job.find("annotations");
  if (annotations == job.end() || !annotations->is_array()) return count;
  for (const auto& annotation : *annotations) {
    // An object counts once, however many of its categories bear the name.
    if (annotation.is_object() && count_named(annotation, category) > 0) ++count;
  }
  return count;
}

}  // namespace

CategorySearch::CategorySearch(std::string_view query)
    : root_(std::make_unique<Node>(SearchParser{query}.parse())) {}

CategorySearch::~CategorySearch() = default;
CategorySearch::CategorySearch(CategorySearch&&) noexcept = default;
CategorySearch& CategorySearch::operator=(CategorySearch&&) noexcept = default;

bool CategorySearch::matches(const nlohmann::json& json_response) const {
  return evaluate(*root_, json_response);
}

std::int64_t count_category(const nlohmann::json& json_response, std::string_view job,
                            std::string_view category) {
  std::int64_t count = 0;
  if (json_response.is_array()) {
    for (const auto& element : json_response) count += count_category(element, job, category);
  }
  if (!json_response.is_object()) return count;
  for (const auto& [key, value] : json_response.items()) {
    if (key == job) count += count_in_job(value, category);
    if (value.is_structured()) count += count_category(value, job, category);
  }
  return count;
}

}  // namespace kili::sandbox
