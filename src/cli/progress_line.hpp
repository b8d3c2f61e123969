#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "kili/messages.hpp"
#include "kili/progress.hpp"

namespace kili::cli {

/// The text of a progress line, in at most that many columns.
[[nodiscard]] std::string progress_text(const Progress& progress, std::size_t columns);

/// What the program says on the standard error: warnings of the library, and on a terminal one line that
/// shows the progress of a call. Thread-safe.
class ErrorStream final : public MessageSink {
 public:
  /// @param quiet no progress.
  explicit ErrorStream(bool quiet);

  void receive(const Message& message) noexcept override;
  void show(const Progress& progress);
  /// A line for the user, behind "kili: ".
  void say(std::string_view text);
  /// Whether progress is shown.
  [[nodiscard]] bool shows_progress() const noexcept { return shows_progress_; }

 private:
  void clear_line();

  bool is_drawn_ = false;
  std::mutex mutex_;
  bool shows_progress_;
};

}  // namespace kili::cli
