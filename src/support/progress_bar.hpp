#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "kili/progress.hpp"

namespace kili::support {

/// A line on stderr that shows the progress of a call. Used by the calling thread alone.
class ProgressBar {
 public:
  /// stderr is a terminal.
  [[nodiscard]] static bool can_be_seen() noexcept;

  /// Draws it anew, and for the last time when the call is over.
  void show(const Progress& progress);

 private:
  bool is_gone_ = false;  ///< The terminal was closed.
};

/// The line itself, without terminal control.
[[nodiscard]] std::string progress_line(const std::string& title, std::size_t done, std::size_t total,
                                        std::chrono::duration<double> elapsed);

}  // namespace kili::support
