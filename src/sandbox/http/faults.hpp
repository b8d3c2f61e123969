#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kili/sandbox.hpp"

namespace kili::sandbox {

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

  void add(const SandboxFault& fault);
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
  struct Scripted {
    SandboxFault fault;
    std::size_t seen = 0;
    std::size_t struck = 0;
  };

  [[nodiscard]] bool takes_turn(Scripted& scripted);
  [[nodiscard]] std::chrono::milliseconds latency_of(const SandboxFault& fault);

  std::vector<Scripted> faults_;
  std::chrono::milliseconds latency_;
  std::mutex mutex_;
  std::mt19937_64 random_;
};

}  // namespace kili::sandbox
