#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "support/clock.hpp"

namespace kili::http {

/// What services asked for with Retry-After, by origin: until when no request is sent there. Shared by all
/// clients of the process, since they meet the same limits. Thread-safe.
class OriginPauses {
 public:
  struct Pause {
    /// It is longer than a call waits: requests fail until it is over.
    bool too_long = false;
    support::Clock::TimePoint until{};
  };

  [[nodiscard]] static std::shared_ptr<OriginPauses> process_wide();

  /// Keeps the later one when there is a pause already; one that is too long stays so.
  void add(const std::string& origin, Pause pause, support::Clock::TimePoint now);
  /// The pause that holds now.
  [[nodiscard]] std::optional<Pause> find(const std::string& origin, support::Clock::TimePoint now);

 private:
  std::mutex mutex_;
  std::map<std::string, Pause, std::less<>> pauses_;
};

}  // namespace kili::http
