#include "graphql/field_selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::graphql {
namespace {

constexpr std::size_t deepest_field = 20;  // the schema's own nesting is far below

bool is_name_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
}

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
                                    support::shown_text(field, 100), why));
}

/// Where a field stands in the selection, and how deep.
struct Place {
  Node* node;
  std::size_t depth;
};

/// The node of a dotted name. @param field what messages name.
Place add_path(Node& root, std::string_view path, std::string_view field) {
  Place place{.node = &root, .depth = 0};
  for (std::string_view rest = path;;) {
    const std::string_view name = rest.substr(0, rest.find('.'));
    if (!is_name(name)) refuse(field, "is not a field name of GraphQL");
    if (++place.depth > deepest_field) refuse(field, "is nested too deep");
    place.node = &place.node->child(name);
    if (place.node->is_leaf && name.size() != rest.size())
      refuse(field, "is asked for both as a whole and in parts");
    if (name.size() == rest.size()) return place;
    rest.remove_prefix(name.size() + 1);
  }
}

void add(Node& root, std::string_view field) {
  Node& node = *add_path(root, field, field).node;
  if (!node.children.empty()) refuse(field, "is asked for both as a whole and in parts");
  node.is_leaf = true;
}

/// Reads an inline fragment, `... on Asset { id labels { id } }`, into nodes: names and braces only, so that
/// nothing else of the language can come in.
class FragmentReader {
 public:
  /// @param field what messages name. @param text the fragment, the end of the field.
  FragmentReader(std::string_view field, std::string_view text) : field_(field), rest_(text) {}

  /// @param depth how deep the node is.
  void read(Node& node, std::size_t depth) {
    read_fragment(node, depth + 1);
    if (!next().empty()) fail();
  }

 private:
  [[noreturn]] void fail() const {
    refuse(field_, "is not an inline fragment such as \"... on Asset { id }\"");
  }

  /// A name, "...", a brace, or nothing at the end.
  std::string_view next() {
    constexpr std::string_view ignored = " \t\r\n,";
    rest_.remove_prefix(std::min(rest_.find_first_not_of(ignored), rest_.size()));
    std::size_t length = std::min<std::size_t>(rest_.starts_with("...") ? 3 : 1, rest_.size());
    if (is_name(rest_.substr(0, length))) {
      const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_character);
      length = static_cast<std::size_t>(end - rest_.begin());
    }
    const auto token = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return token;
  }

  void read_fragment(Node& parent, std::size_t depth) {
    if (next() != "...") fail();
    if (next() != "on") fail();
    const auto type = next();
    if (!is_name(type) || next() != "{") fail();
    read_selection(parent.child("... on " + std::string(type)), depth);
  }

  /// What stands between braces, the closing one included.
  void read_selection(Node& parent, std::size_t depth) {
    if (depth > deepest_field) refuse(field_, "is nested too deep");
    Node* last = nullptr;
    for (;;) {
      const auto before = rest_;
      const auto token = next();
      if (token == "}") break;
      if (token == "{") {
        if (last == nullptr) fail();
        last->is_leaf = false;
        read_selection(*last, depth + 1);
        last = nullptr;
      } else if (token == "...") {
        rest_ = before;
        read_fragment(parent, depth + 1);
        last = nullptr;
      } else if (is_name(token)) {
        last = &parent.child(token);
        last->is_leaf = last->children.empty();
      } else {
        fail();
      }
    }
    if (parent.children.empty()) fail();
  }

  std::string_view field_;
  std::string_view rest_;
};

/// A fragment, alone or below a dotted name.
void add_fragment(Node& root, std::string_view field, std::size_t fragment) {
  const auto path = support::trim(field.substr(0, fragment));
  const Place place = path.empty() ? Place{.node = &root, .depth = 0} : add_path(root, path, field);
  if (place.node->is_leaf) refuse(field, "is asked for both as a whole and in parts");
  FragmentReader(field, field.substr(fragment)).read(*place.node, place.depth);
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
  return !text.empty() && !(text.front() >= '0' && text.front() <= '9') &&
         std::all_of(text.begin(), text.end(), is_name_character);
}

std::string selection_of(std::span<const std::string> fields, std::size_t indent) {
  if (fields.empty())
    throw ValidationError("fields: the list is empty; name at least one field, such as \"id\"");
  Node root;
  for (const auto& field : fields) {
    const auto fragment = field.find("...");
    if (fragment == std::string::npos) {
      add(root, field);
    } else {
      add_fragment(root, field, fragment);
    }
  }
  std::string out;
  write(root, indent, out);
  return out;
}

}  // namespace kili::graphql
