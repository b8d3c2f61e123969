#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace kili::observers {

/// Spans that wait for a thread of their own to deliver them in batches. Bounded: what does not fit is
/// dropped and counted. Thread-safe.
class SpanQueue {
 public:
  struct Settings {
    std::chrono::milliseconds interval{};
    std::size_t max_batch = 0;
    std::size_t max_queue = 0;
    std::chrono::milliseconds retry_delay{};
    std::chrono::milliseconds shutdown_timeout{};
  };
  /// What became of a batch.
  struct Delivery {
    bool again = false;  ///< It failed for a reason that may pass.
    std::string error{};
    std::uint64_t refused = 0;  ///< Spans of it that were not taken.
  };
  /// Delivers spans, once. Called by the thread of the queue.
  using Deliver = std::function<Delivery(const std::vector<std::string>& spans, const std::stop_token& stop)>;

  SpanQueue(const Settings& settings, Deliver deliver);
  /// Delivers what is left within the time for it.
  ~SpanQueue();
  SpanQueue(const SpanQueue&) = delete;
  SpanQueue& operator=(const SpanQueue&) = delete;

  void push(std::string span);
  /// One could not be made.
  void count_dropped() noexcept;
  /// @return whether all spans that were there are delivered or dropped.
  [[nodiscard]] bool flush(std::chrono::milliseconds timeout);
  [[nodiscard]] std::uint64_t delivered() const;
  [[nodiscard]] std::uint64_t dropped() const;
  [[nodiscard]] std::string last_error() const;

 private:
  using Lock = std::unique_lock<std::mutex>;

  void run();
  /// Waits until a batch is to be delivered, and takes it; empty: it is over.
  [[nodiscard]] std::vector<std::string> next_batch(Lock& lock);
  void deliver(const std::vector<std::string>& batch, Lock& lock);
  [[nodiscard]] Delivery try_once(const std::vector<std::string>& batch, Lock& lock);

  Settings settings_;
  Deliver deliver_;
  std::stop_source stop_;  ///< Ends deliveries, and waits between them.

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any wake_;
  std::condition_variable finished_;
  std::vector<std::string> waiting_;
  bool stopping_ = false;
  std::uint64_t accepted_ = 0;  ///< Spans that came into the queue.
  std::uint64_t settled_ = 0;   ///< Those of them that were delivered or dropped.
  std::uint64_t wanted_ = 0;    ///< So many are to be settled without waiting for the interval.
  std::uint64_t delivered_ = 0;
  std::uint64_t dropped_ = 0;
  std::string last_error_;

  std::thread thread_;
};

}  // namespace kili::observers
