#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <random>

namespace kili::support {

/// Random numbers for ids and jitter. Thread-safe.
class RandomSource {
 public:
  /// Seeded from the operating system.
  RandomSource();
  /// Reproducible, for tests.
  explicit RandomSource(std::uint64_t seed);

  [[nodiscard]] std::uint64_t next();
  /// Uniform in [0, 1).
  [[nodiscard]] double fraction();

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace kili::support
