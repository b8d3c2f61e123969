#pragma once

#include <csignal>

namespace kili::support {

/// While it lives, a write of this thread to a connection that is gone is an error and no signal: SIGPIPE,
/// which ends a program that does nothing about it. What the process does with the signal stays as it is, and
/// so do other threads.
class NoBrokenPipeSignals {
 public:
  NoBrokenPipeSignals() noexcept;
  ~NoBrokenPipeSignals();
  NoBrokenPipeSignals(const NoBrokenPipeSignals&) = delete;
  NoBrokenPipeSignals& operator=(const NoBrokenPipeSignals&) = delete;

 private:
  sigset_t mask_before_{};
  bool was_pending_ = false;
};

}  // namespace kili::support
