#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/progress_meter.hpp"

namespace kili::support {

/// Whether a call draws a bar on a terminal.
enum class TerminalBar {
  hidden,
  shown
};
[[nodiscard]] inline TerminalBar bar_unless(std::optional<bool> disabled) noexcept {
  return disabled.value_or(false) ? TerminalBar::hidden : TerminalBar::shown;
}

/// The work of a call, from when its items are known until it is over: counts it for those who asked for its
/// progress. Nobody did: it costs nothing. A call has one; of those that its parts make, only the first
/// counts.
class CallProgress {
 public:
  /// @param total absent where it is not known.
  CallProgress(const CallContext& context, const std::shared_ptr<const Clock>& clock, std::string_view title,
               std::optional<std::uint64_t> total, TerminalBar bar);
  ~CallProgress();
  CallProgress(const CallProgress&) = delete;
  CallProgress& operator=(const CallProgress&) = delete;

  // Any thread.
  void add_done(std::uint64_t items) noexcept {
    if (meter_) meter_->add_done(items);
  }
  /// Items of what ends the call: they are done when it is over, unless it is carried out in another way.
  void add_failed(std::uint64_t items) noexcept { failed_ += items; }
  void forget_failed() noexcept { failed_ = 0; }

  // The thread of the call.
  void report() noexcept {
    if (meter_) meter_->report();
  }
  void advance(std::uint64_t items) noexcept {
    add_done(items);
    report();
  }
  /// For those who know how many are done by now: fewer than before are ignored.
  void advance_to(std::uint64_t done) noexcept {
    if (done > known_done_) add_done(done - known_done_);
    if (done > known_done_) known_done_ = done;
    report();
  }

 private:
  std::atomic<std::uint64_t> failed_{0};
  std::uint64_t known_done_ = 0;  ///< By advance_to().
  std::shared_ptr<ProgressMeter> meter_;
};

}  // namespace kili::support
