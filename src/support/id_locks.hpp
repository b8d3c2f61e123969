#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "support/call_context.hpp"
#include "support/clock.hpp"

namespace kili::support {

/// Which objects of the service are being changed by calls of one client, so that a change and its repair are
/// never interleaved with another call's change of the same object. Whoever locks holds nothing while it
/// waits, and gets all or nothing, so there is no deadlock. Thread-safe.
class IdLocks {
 public:
  /// Holds ids until it goes.
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

  /// Waits until none of the ids is held by others. @throws Cancelled, DeadlineExceeded.
  [[nodiscard]] Guard lock(std::vector<std::string> ids, const Clock& clock, const CallContext& context);

 private:
  void unlock(const std::vector<std::string>& ids) noexcept;

  std::mutex mutex_;
  std::condition_variable_any released_;
  std::unordered_set<std::string> held_;
};

}  // namespace kili::support
