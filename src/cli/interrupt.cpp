#include "cli/interrupt.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "cli/exit_codes.hpp"

namespace kili::cli {
namespace {

/// Lives as long as the program: the thread that waits for signals never ends.
std::stop_source& interrupt_source() {
  static auto* const source = new std::stop_source();  // NOLINT(cppcoreguidelines-owning-memory)
  return *source;
}

std::atomic<bool>& is_token_held() {
  static std::atomic<bool> held{false};
  return held;
}

sigset_t watched_signals() noexcept {
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void watch_signals() {
  interrupt_source();
  const sigset_t signals = watched_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  // A thread waits instead of a handler, in which a stop source must not be triggered.
  std::thread([signals] {
    for (;;) {
      int received = 0;
      if (sigwait(&signals, &received) != 0) continue;
      if (!is_token_held() || interrupt_source().stop_requested()) ::_exit(exit_code::interrupted);
      interrupt_source().request_stop();
    }
  }).detach();
}

std::stop_token interrupt_token() {
  is_token_held() = true;
  return interrupt_source().get_token();
}

EndAtOnce::EndAtOnce() noexcept : was_held_(is_token_held().exchange(false)) {}

EndAtOnce::~EndAtOnce() { is_token_held() = was_held_; }

void release_signals() noexcept {
  const sigset_t signals = watched_signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
}

}  // namespace kili::cli
