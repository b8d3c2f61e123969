#include "graphql_server/document_cache.hpp"

namespace kili::sandbox::graphql {

std::shared_ptr<const PreparedDocument> DocumentCache::find(std::string_view source) {
  if (source.size() > max_source_size_) return nullptr;
  const std::lock_guard lock(mutex_);
  const auto found = by_source_.find(source);
  if (found == by_source_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return *found->second;
}

void DocumentCache::insert(std::shared_ptr<const PreparedDocument> document) {
  const std::string_view source = document->document.source;
  if (source.size() > max_source_size_) return;
  const std::lock_guard lock(mutex_);
  if (by_source_.find(source) != by_source_.end()) return;
  entries_.push_front(std::move(document));
  by_source_.emplace(source, entries_.begin());
  if (entries_.size() > max_entries_) {
    by_source_.erase(entries_.back()->document.source);
    entries_.pop_back();
  }
}

}  // namespace kili::sandbox::graphql
