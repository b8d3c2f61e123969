#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/sandbox.hpp"

namespace kili::sandbox {

/// Names of the kinds of faults, as JSON has them.
inline constexpr auto fault_points = std::to_array<std::pair<std::string_view, FaultPoint>>({
    {"before", FaultPoint::before},
    {"after", FaultPoint::after},
    {"status", FaultPoint::status},
    {"graphql", FaultPoint::graphql},
    {"truncate", FaultPoint::truncate},
    {"latency", FaultPoint::latency},
    {"large_answer", FaultPoint::large_answer},
    {"large_request", FaultPoint::large_request},
});
[[nodiscard]] std::string_view name_of(FaultPoint when);

/// What happens to one request.
struct FaultDecision {
  std::chrono::milliseconds delay{};
  std::optional<SandboxFault> fault;  ///< Never FaultPoint::latency, which is part of the delay.
};

/// Operation name under which the duration of asynchronous imports is looked up among the latency faults.
inline constexpr std::string_view import_operation = "asynchronousImport";

/// The scripted faults. Thread-safe.
class Faults {
 public:
  Faults(std::uint64_t seed, std::chrono::milliseconds latency) : latency_(latency), random_(seed) {}

  /// A fault that is present.
  struct Present {
    SandboxFault fault;
    std::uint64_t number = 0;
    std::size_t struck = 0;  ///< How many requests.
  };

  /// @return its number, by which it can be removed; none is used twice.
  std::uint64_t add(const SandboxFault& fault);
  [[nodiscard]] std::vector<Present> list() const;
  /// @return false when it is not present.
  bool remove(std::uint64_t number);
  void clear();
  /// No faults, this latency, and chance begins anew.
  void reset(std::uint64_t seed, std::chrono::milliseconds latency);
  void set_latency(std::chrono::milliseconds latency);

  /// Decides for a request that performs these operations; the first fault that strikes is used, latencies
  /// add up.
  [[nodiscard]] FaultDecision decide(const std::vector<std::string>& operations);
  /// The fault of a size that strikes: of requests when they come, of answers when they are made.
  /// @param when FaultPoint::large_request or FaultPoint::large_answer.
  [[nodiscard]] std::optional<SandboxFault> decide_by_size(FaultPoint when,
                                                           const std::vector<std::string>& operations,
                                                           std::uint64_t size);
  /// How much longer the next asynchronous import takes.
  [[nodiscard]] std::chrono::milliseconds import_delay();

 private:
  struct Scripted : Present {
    std::size_t seen = 0;
  };

  [[nodiscard]] bool takes_turn(Scripted& scripted);
  [[nodiscard]] std::chrono::milliseconds latency_of(const SandboxFault& fault);

  std::vector<Scripted> faults_;
  std::uint64_t last_number_ = 0;
  std::chrono::milliseconds latency_;
  mutable std::mutex mutex_;
  std::mt19937_64 random_;
};

}  // namespace kili::sandbox
