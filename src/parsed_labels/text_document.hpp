#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "parsed_labels/json_source.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// JSON text, parsed into a flat list of small nodes: a value, then its content. Labels consist of very many
/// small values, for which this needs a tenth of the time and memory of a tree. Strings are views
/// of the text, which must outlive the document.
class TextDocument {
 public:
  /// Accepts the same texts as support::parse_json(), with the same result.
  /// @throws std::invalid_argument the text is not such JSON, or nested deeper than support::max_json_depth.
  explicit TextDocument(std::string_view text);

  struct Node {
    union {
      const char* text;       ///< Of a string; its length is `size`.
      std::int64_t integer;   ///< Of an integer or boolean.
      std::uint64_t large;    ///< Of an integer that is too large for that.
      double number;          ///< Of a floating-point number.
      std::uint64_t end = 0;  ///< Of an array or object: index of the node behind its content.
    };
    std::uint32_t size = 0;  ///< Of a string, array or object.
    JsonKind kind = JsonKind::null;
  };

  [[nodiscard]] const Node* nodes() const noexcept { return nodes_.data(); }
  /// An object has two members of the same name; the last one then counts.
  [[nodiscard]] bool repeats_names() const noexcept { return repeats_names_; }

 private:
  friend class TextParser;

  std::vector<Node> nodes_;
  std::deque<std::string> unescaped_;  // strings that the text has with escapes
  bool repeats_names_ = false;
};

/// A value of a document, as the label reader sees it; see JsonSource.
class TextSource {
 public:
  /// @param index of the node.
  explicit TextSource(const TextDocument& document, std::size_t index = 0) noexcept
      : first_(document.nodes()), node_(document.nodes() + index) {}

  [[nodiscard]] JsonKind kind() const noexcept { return node_->kind; }
  [[nodiscard]] bool is_object() const noexcept { return node_->kind == JsonKind::object; }
  [[nodiscard]] bool is_array() const noexcept { return node_->kind == JsonKind::array; }
  [[nodiscard]] bool boolean() const noexcept { return node_->integer != 0; }
  [[nodiscard]] std::int64_t integer() const noexcept { return node_->integer; }
  [[nodiscard]] double number() const noexcept {
    switch (node_->kind) {
      case JsonKind::integer:
        return static_cast<double>(node_->integer);
      case JsonKind::other_integer:
        return static_cast<double>(node_->large);
      default:
        return node_->number;
    }
  }
  [[nodiscard]] std::string_view text() const noexcept { return {node_->text, node_->size}; }
  [[nodiscard]] std::size_t size() const noexcept { return node_->size; }
  [[nodiscard]] std::optional<TextSource> front() const noexcept {
    return node_->size == 0 ? std::nullopt : std::optional(TextSource(first_, node_ + 1));
  }
  [[nodiscard]] std::optional<TextSource> find(std::string_view key) const noexcept {
    const TextDocument::Node* node = node_ + 1;
    for (std::uint32_t i = 0; i < node_->size; ++i) {
      if (std::string_view(node->text, node->size) == key) return TextSource(first_, node + 1);
      node = behind(node + 1);
    }
    return std::nullopt;
  }
  template <typename Function>
  void for_each_element(Function&& function) const {
    const TextDocument::Node* node = node_ + 1;
    for (std::uint32_t i = 0; i < node_->size; ++i) {
      function(TextSource(first_, node));
      node = behind(node);
    }
  }
  template <typename Function>
  void for_each_member(Function&& function) const {
    const TextDocument::Node* node = node_ + 1;
    for (std::uint32_t i = 0; i < node_->size; ++i) {
      function(std::string_view(node->text, node->size), TextSource(first_, node + 1));
      node = behind(node + 1);
    }
  }
  [[nodiscard]] nlohmann::json to_json() const;

 private:
  TextSource(const TextDocument::Node* first, const TextDocument::Node* node) noexcept
      : first_(first), node_(node) {}
  /// The node behind a value and its content.
  [[nodiscard]] const TextDocument::Node* behind(const TextDocument::Node* node) const noexcept {
    return node->kind == JsonKind::array || node->kind == JsonKind::object ? first_ + node->end : node + 1;
  }

  const TextDocument::Node* first_;
  const TextDocument::Node* node_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
