#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "support/fibre_scheduler.hpp"

namespace kili::support {

/// What calls wait for each other with: a condition variable that blocks the waiting thread, or, on a fibre,
/// leaves the thread to others meanwhile. Whoever changes what is waited for holds the lock, also while
/// notifying. The lock is the only one that may be held while waiting. Waits are those of
/// std::condition_variable_any.
class Condition {
 public:
  Condition() = default;
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;

  void notify_all() noexcept {
    threads_.notify_all();
    wake_fibres();
  }

  template <typename Predicate>
  void wait(std::unique_lock<std::mutex>& lock, Predicate ready) {
    if (!FibreScheduler::is_on_fibre()) {
      threads_.wait(lock, std::move(ready));
      return;
    }
    while (!ready()) wait_on_fibre(lock, std::nullopt);
  }

  /// @return whether it is ready; otherwise the token was triggered.
  template <typename Predicate>
  bool wait(std::unique_lock<std::mutex>& lock, const std::stop_token& stop_token, Predicate ready) {
    if (!FibreScheduler::is_on_fibre()) return threads_.wait(lock, stop_token, std::move(ready));
    return wait_on_fibre_until(lock, stop_token, std::nullopt, ready);
  }

  /// @return whether it is ready; otherwise the token was triggered, or it is that time.
  template <typename Predicate>
  bool wait_until(std::unique_lock<std::mutex>& lock, const std::stop_token& stop_token,
                  std::chrono::steady_clock::time_point until, Predicate ready) {
    if (!FibreScheduler::is_on_fibre()) {
      return threads_.wait_until(lock, stop_token, until, std::move(ready));
    }
    return wait_on_fibre_until(lock, stop_token, until, ready);
  }
  template <typename Predicate>
  bool wait_for(std::unique_lock<std::mutex>& lock, const std::stop_token& stop_token,
                std::chrono::steady_clock::duration time, Predicate ready) {
    return wait_until(lock, stop_token, std::chrono::steady_clock::now() + time, std::move(ready));
  }

 private:
  /// A fibre that waits; on its stack.
  struct Waiting {
    Fibre* fibre;
    Waiting* next = nullptr;
  };
  struct WakeFibre {
    Fibre* fibre;
    void operator()() const noexcept { wake(*fibre); }
  };

  template <typename Predicate>
  bool wait_on_fibre_until(std::unique_lock<std::mutex>& lock, const std::stop_token& stop_token,
                           std::optional<FibreScheduler::Time> until, Predicate& ready) {
    const std::stop_callback wake_at_stop(stop_token, WakeFibre{current_fibre()});
    while (!ready()) {
      if (stop_token.stop_requested()) return false;
      if (until && std::chrono::steady_clock::now() >= *until) return false;
      wait_on_fibre(lock, until);
    }
    return true;
  }
  void wait_on_fibre(std::unique_lock<std::mutex>& lock, std::optional<FibreScheduler::Time> until);
  void wake_fibres() noexcept;

  std::condition_variable_any threads_;
  std::mutex mutex_;  // of the list
  Waiting* first_ = nullptr;
};

}  // namespace kili::support
