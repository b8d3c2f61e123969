#include "support/progress_meter.hpp"

#include <algorithm>
#include <utility>

namespace kili::support {

bool ProgressMeter::begin(std::string_view title, std::optional<std::uint64_t> total) {
  if (begun_) return false;
  title_ = title;
  total_ = total;
  begun_ = true;
  tell(clock_->now(), false);
  return true;
}

void ProgressMeter::report() noexcept {
  if (!begun_ || finished_ || telling_) return;
  const auto now = clock_->now();
  if (now - told_ >= shortest_pause) tell(now, false);
}

void ProgressMeter::finish() noexcept {
  if (!begun_ || std::exchange(finished_, true) || telling_) return;
  tell(clock_->now(), true);
}

void ProgressMeter::tell(Clock::TimePoint now, bool finished) noexcept {
  telling_ = true;
  told_ = now;
  Progress progress;
  progress.bytes = bytes_;
  progress.done = done_;
  progress.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - made_);
  progress.finished = finished;
  progress.title = title_;
  // There may be more than were counted.
  if (total_) progress.total = std::max(*total_, progress.done);
  try {
    progress.per_second = rate(now, progress.done);
  } catch (...) {
    progress.per_second = 0;  // without memory
  }
  for (const Observer& observer : observers_) {
    try {
      observer(progress);
    } catch (...) {
      continue;  // the work goes on
    }
  }
  telling_ = false;
  // An observer ended the call: what reads a range may destroy it.
  if (finished_ && !finished) tell(now, true);
}

double ProgressMeter::rate(Clock::TimePoint now, std::uint64_t done) {
  samples_.push_back({.at = now, .done = done});
  while (samples_.size() > 2 && samples_[1].at <= now - time_of_rate) samples_.pop_front();
  const Sample& from = samples_.front();
  const std::chrono::duration<double> elapsed = now - from.at;
  return elapsed.count() > 0 ? static_cast<double>(done - from.done) / elapsed.count() : 0;
}

}  // namespace kili::support
