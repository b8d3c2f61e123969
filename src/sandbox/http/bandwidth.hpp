#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace kili::sandbox {

/// One direction of a line: bytes pass one after the other, as fast as its speed lets them.
class LineUse {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// @param bytes_per_second 0: no limit.
  /// @return when these bytes have passed, if they enter at `now`.
  [[nodiscard]] TimePoint pass(std::uint64_t bytes, std::uint64_t bytes_per_second, TimePoint now);

 private:
  TimePoint free_at_{};
};

/// Both directions of one connection. Used by one thread at a time.
struct ConnectionUse {
  LineUse received;
  LineUse sent;
};

/// The speed of the connections, each for itself and all together; each direction has all of it. Thread-safe.
class Bandwidth {
 public:
  enum class Direction {
    received,
    sent
  };

  /// In bytes per second; 0: no limit.
  void set(std::uint64_t in_all, std::uint64_t per_connection);
  /// How many bytes are moved at once, so that transfers side by side get on evenly; 0: all, there is no
  /// limit.
  [[nodiscard]] std::size_t piece_size() const;
  /// When bytes that enter at `now` have passed.
  [[nodiscard]] LineUse::TimePoint pass(ConnectionUse& connection, Direction direction, std::uint64_t bytes,
                                        LineUse::TimePoint now);

 private:
  ConnectionUse all_;
  std::uint64_t in_all_ = 0;
  mutable std::mutex mutex_;
  std::uint64_t per_connection_ = 0;
};

}  // namespace kili::sandbox
