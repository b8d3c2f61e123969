#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/condition.hpp"

namespace kili::support {

/// The objects of the service that calls of one client are changing, so that a change and its repair are
/// never interleaved with another call's change of the same object. A call that waits holds no ids, and gets
/// all of its ids at once, so there is no deadlock. Thread-safe.
class IdLocks {
 public:
  /// Holds ids until it is destroyed.
  class Guard {
   public:
    Guard(IdLocks& locks, std::vector<std::string> ids) : locks_(&locks), ids_(std::move(ids)) {}
    ~Guard() { locks_->unlock(ids_); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    IdLocks* locks_;
    std::vector<std::string> ids_;
  };

  /// Waits until no other call holds any of the ids. @throws Cancelled, DeadlineExceeded.
  [[nodiscard]] Guard lock(std::vector<std::string> ids, const Clock& clock, const CallContext& context);

 private:
  void unlock(const std::vector<std::string>& ids) noexcept;

  std::mutex mutex_;
  Condition released_;
  std::unordered_set<std::string> held_;
};

}  // namespace kili::support
