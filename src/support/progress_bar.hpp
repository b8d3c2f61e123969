#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "support/clock.hpp"

namespace kili::support {

/// A line on stderr that shows the progress of a call. Drawn only when stderr is a terminal, at most ten
/// times a second. Used by the calling thread alone.
class ProgressBar {
 public:
  /// @param disabled argument `disable_tqdm`.
  ProgressBar(std::shared_ptr<const Clock> clock, std::string_view title, std::size_t total, bool disabled);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void advance(std::size_t count);

 private:
  void draw();

  std::shared_ptr<const Clock> clock_;
  std::string title_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool visible_;
  Clock::TimePoint started_;
  Clock::TimePoint drawn_;
};

/// The line itself, without terminal control.
[[nodiscard]] std::string progress_line(const std::string& title, std::size_t done, std::size_t total,
                                        std::chrono::duration<double> elapsed);

}  // namespace kili::support
