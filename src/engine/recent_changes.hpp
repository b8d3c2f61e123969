#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "support/call_context.hpp"
#include "support/clock.hpp"

namespace kili::engine {

/// The objects of the service that a client has changed a moment ago. Where reads lag behind writes, a read
/// of them may show the state of before, which no conclusion should be drawn from. That reads lag is learned:
/// from a read that does not show a confirmed change. Until then nobody waits. Thread-safe.
class RecentChanges {
 public:
  /// These may have been changed until now.
  void note(std::span<const std::string> ids, support::Clock::TimePoint now);
  /// A read has shown the state of before a confirmed change.
  void note_stale_read(support::Clock::TimePoint now);
  /// A change could not be read back, so that it is not known whether reads lag: as if they do.
  void note_unread_change(support::Clock::TimePoint now) { note_stale_read(now); }
  /// From when on reads show all changes of these; nothing when they do already.
  [[nodiscard]] std::optional<support::Clock::TimePoint> shown_from(std::span<const std::string> ids,
                                                                    support::Clock::TimePoint now) const;
  /// From when on reads surely show all changes of these, also where no read has shown yet that they lag;
  /// nothing when they do already. For what is decided by one read after an answer was lost.
  [[nodiscard]] std::optional<support::Clock::TimePoint> surely_shown_from(
      std::span<const std::string> ids, support::Clock::TimePoint now) const;
  /// Waits until reads show all changes of these. @throws Cancelled, DeadlineExceeded.
  void wait_until_shown(std::span<const std::string> ids, const support::Clock& clock,
                        const support::CallContext& context) const;

 private:
  std::unordered_map<std::string, support::Clock::TimePoint> changed_;
  /// What is forgotten first; the texts are the keys of `changed_`. One entry for each time and id.
  std::deque<std::pair<support::Clock::TimePoint, const std::string*>> in_order_;
  mutable std::mutex mutex_;
  std::optional<support::Clock::TimePoint> stale_read_;  ///< The last one.
};

}  // namespace kili::engine
