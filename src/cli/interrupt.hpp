#pragma once

#include <stop_token>

namespace kili::cli {

/// From now on the first SIGINT or SIGTERM triggers interrupt_token() where somebody holds it, and ends the
/// program at once where nobody does; the second one always ends the program. To be called before the first
/// other thread is started.
void watch_signals();
/// Ends what the service is asked for, in an orderly way.
[[nodiscard]] std::stop_token interrupt_token();
/// While it lives the first signal ends the program at once: nothing is under way while the user is asked.
class EndAtOnce {
 public:
  EndAtOnce() noexcept;
  ~EndAtOnce();
  EndAtOnce(const EndAtOnce&) = delete;
  EndAtOnce& operator=(const EndAtOnce&) = delete;

 private:
  bool was_held_;
};
/// Undoes watch_signals() for a program that takes the place of this one.
void release_signals() noexcept;

}  // namespace kili::cli
