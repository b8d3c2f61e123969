#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "support/clock.hpp"

namespace kili::engine {

/// Texts of objects, such as metadata, that a client has replaced a moment ago. Where reads lag behind
/// writes, the next edit may read the text that the last one replaced, and would undo it. Thread-safe, of
/// bounded size.
class RecentTexts {
 public:
  /// The service has confirmed that `after` stands where `before` was read.
  void note(const std::string& id, const std::string& before, const std::string& after,
            support::Clock::TimePoint now);
  /// What the object has now: the text that was read, or what replaced it a moment ago. Another client that
  /// puts a replaced text back within that moment is not seen.
  [[nodiscard]] std::string current(const std::string& id, const std::string& read,
                                    support::Clock::TimePoint now) const;

 private:
  struct Written {
    std::string text;
    std::vector<std::string> replaced;
    support::Clock::TimePoint time;
    [[nodiscard]] std::size_t bytes() const noexcept;
  };
  void forget_oldest();

  std::unordered_map<std::string, Written> written_;  ///< By object.
  std::deque<std::pair<support::Clock::TimePoint, std::string>> in_order_;
  std::size_t bytes_ = 0;
  mutable std::mutex mutex_;
};

}  // namespace kili::engine
