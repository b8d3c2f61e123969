#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graphql_server/ast.hpp"
#include "graphql_server/error.hpp"

namespace kili::sandbox::graphql {

/// A document that was parsed and validated; when `errors` is empty it may be executed.
struct PreparedDocument {
  ast::Document document;
  std::unordered_map<std::string_view, const ast::Fragment*> fragments;
  std::vector<Error> errors;

  [[nodiscard]] const ast::Fragment* find_fragment(std::string_view name) const noexcept {
    const auto found = fragments.find(name);
    return found == fragments.end() ? nullptr : found->second;
  }
};

/// Clients send the same few documents repeatedly: the most recently used ones are kept. Thread-safe.
class DocumentCache {
 public:
  [[nodiscard]] std::shared_ptr<const PreparedDocument> find(std::string_view source);
  void insert(std::shared_ptr<const PreparedDocument> document);

 private:
  using Entry = std::shared_ptr<const PreparedDocument>;

  static constexpr std::size_t max_entries_ = 256;
  /// Larger documents contain their data as literals and are rarely repeated.
  static constexpr std::size_t max_source_size_ = 32 * 1024;

  std::mutex mutex_;
  std::list<Entry> entries_;  ///< Most recently used first.
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_source_;
};

}  // namespace kili::sandbox::graphql
