#include "support/os/signals.hpp"

#include <pthread.h>

#include <ctime>

namespace kili::support {
namespace {

sigset_t broken_pipe() noexcept {
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  return signals;
}

bool is_broken_pipe_pending() noexcept {
  sigset_t pending{};
  return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

NoBrokenPipeSignals::NoBrokenPipeSignals() noexcept : was_pending_(is_broken_pipe_pending()) {
  const sigset_t signals = broken_pipe();
  pthread_sigmask(SIG_BLOCK, &signals, &mask_before_);
}

NoBrokenPipeSignals::~NoBrokenPipeSignals() {
  // One that came meanwhile would be delivered now.
  if (!was_pending_ && is_broken_pipe_pending()) {
    const sigset_t signals = broken_pipe();
    const timespec now{};
    static_cast<void>(sigtimedwait(&signals, nullptr, &now));
  }
  pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

}  // namespace kili::support
