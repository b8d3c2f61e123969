#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>
#include <utility>

#include "support/id_set.hpp"

namespace kili::engine {

/// Ids of what a client has created a moment ago: at least the last 50,000 of them, twice as many at most.
/// Thread-safe.
class RecentIds {
 public:
  static constexpr std::size_t least_kept = 50'000;

  void note(std::string_view id) {
    const std::scoped_lock lock(mutex_);
    newer_.insert(id);
    if (newer_.size() < least_kept) return;
    older_ = std::move(newer_);
    newer_ = {};
  }
  [[nodiscard]] bool contains(std::string_view id) const {
    const std::scoped_lock lock(mutex_);
    return newer_.contains(id) || older_.contains(id);
  }

 private:
  mutable std::mutex mutex_;
  support::IdSet newer_;
  support::IdSet older_;
};

}  // namespace kili::engine
