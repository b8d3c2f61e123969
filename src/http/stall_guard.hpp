#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace kili::http {

/// Watches the thread that drives all transfers of a transport. A peer that sends faster than frames are
/// handled (PING, SETTINGS, empty DATA, records of TLS without content) keeps a library that reads "until
/// nothing is left" inside one call, where it hears neither time-outs nor commands, and serves nobody else. A
/// thread of its own looks a few times a second; when one step lasts and a connection is read from all the
/// time without anything of an answer coming out of it, that connection is cut.
///
/// It keeps the sockets of the transport, so that none is cut that was closed meanwhile.
class StallGuard {
 public:
  /// @param interval between two looks; a connection is cut after four of them.
  explicit StallGuard(std::chrono::milliseconds interval);
  ~StallGuard();
  StallGuard(const StallGuard&) = delete;
  StallGuard& operator=(const StallGuard&) = delete;

  // Thread of the transfers.
  /// Without transfers nobody is kept waiting, and the guard sleeps.
  void set_busy(bool is_busy);
  /// Around what must not last long.
  void step_begins() noexcept { ++steps_; }
  void step_ends() noexcept { ++steps_; }
  /// @return -1 on an error, and after close_all().
  [[nodiscard]] int open(int family, int type, int protocol);
  void close(int socket);
  /// Bytes of an answer came out of a connection, as they were sent.
  void delivered(std::size_t bytes) noexcept { delivered_ += bytes; }
  /// While a callback is outside of the library: it waits for a disk, not for a peer.
  class Outside {
   public:
    explicit Outside(StallGuard& guard) noexcept : guard_(guard) { guard_.outside_ = true; }
    ~Outside() { guard_.outside_ = false; }
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;

   private:
    StallGuard& guard_;
  };

  // Any thread.
  /// Cuts all connections and refuses new ones.
  void cut_all();
  [[nodiscard]] std::size_t cut() const noexcept { return cut_; }

 private:
  void run();
  void look();
  [[nodiscard]] std::optional<int> busiest(std::uint64_t delivered);

  const std::chrono::milliseconds interval_;
  std::atomic<std::uint64_t> steps_{0};  ///< Odd during a step.
  std::atomic<std::uint64_t> delivered_{0};
  std::atomic<bool> outside_{false};
  std::atomic<std::size_t> cut_{0};
  std::atomic<bool> busy_{false};

  std::mutex mutex_;
  std::condition_variable wake_;
  bool closed_ = false;
  bool stopping_ = false;
  std::map<int, std::uint64_t> sockets_;  ///< With the bytes read until the last look.

  // Thread of the guard.
  std::uint64_t last_step_ = 0;
  std::uint64_t last_delivered_ = 0;
  unsigned looks_ = 0;  ///< In which the same step lasted and a connection was read from.

  std::thread thread_;
};

}  // namespace kili::http
