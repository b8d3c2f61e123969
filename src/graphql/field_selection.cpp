#include "graphql/field_selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "kili/errors.hpp"
#include "support/text.hpp"

namespace kili::graphql {
namespace {

constexpr std::size_t deepest_field = 20;  // the schema's own nesting is far below

struct Node {
  std::string name;
  std::vector<std::unique_ptr<Node>> children;
  bool is_leaf = false;

  Node& child(std::string_view child_name) {
    const auto found = std::find_if(children.begin(), children.end(),
                                    [child_name](const auto& node) { return node->name == child_name; });
    if (found != children.end()) return **found;
    children.push_back(std::make_unique<Node>());
    children.back()->name = child_name;
    return *children.back();
  }
};

[[noreturn]] void refuse(std::string_view field, std::string_view why) {
  throw ValidationError(fmt::format("fields: '{}' {}; give names such as \"id\" or \"labels.author.email\"",
                                    support::excerpt(field, 100), why));
}

void add(Node& root, std::string_view field) {
  Node* node = &root;
  std::size_t depth = 0;
  for (std::string_view rest = field;;) {
    const std::string_view name = rest.substr(0, rest.find('.'));
    if (!is_name(name)) refuse(field, "is not a field name of GraphQL");
    if (++depth > deepest_field) refuse(field, "is nested too deep");
    node = &node->child(name);
    if (node->is_leaf && name.size() != rest.size())
      refuse(field, "is asked for both as a whole and in parts");
    if (name.size() == rest.size()) break;
    rest.remove_prefix(name.size() + 1);
  }
  if (!node->children.empty()) refuse(field, "is asked for both as a whole and in parts");
  node->is_leaf = true;
}

void write(const Node& node, std::size_t indent, std::string& out) {
  for (const auto& child : node.children) {
    out += fmt::format("{:{}}{}", "", indent, child->name);
    if (child->children.empty()) {
      out += '\n';
    } else {
      out += " {\n";
      write(*child, indent + 2, out);
      out += fmt::format("{:{}}}}\n", "", indent);
    }
  }
}

}  // namespace

bool is_name(std::string_view text) noexcept {
  const auto is_start = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && is_start(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_start(c) || (c >= '0' && c <= '9'); });
}

std::string selection_of(std::span<const std::string> fields, std::size_t indent) {
  if (fields.empty())
    throw ValidationError("fields: the list is empty; name at least one field, such as \"id\"");
  Node root;
  for (const auto& field : fields) add(root, field);
  std::string out;
  write(root, indent, out);
  return out;
}

}  // namespace kili::graphql
