#pragma once

#include <cstddef>
#include <mutex>
#include <optional>

#include "support/clock.hpp"
#include "support/transfer.hpp"

namespace kili::engine {

/// Whether the service says that the request, or its answer, is too large (413).
[[nodiscard]] bool says_too_large(const support::Transfer& transfer) noexcept;

/// Whether a request may have failed because it, or its answer, was too large: 413, a proxy or a connection
/// that gave up, or an answer that the client does not hold. Where neither side says so, fewer than 100,000
/// bytes fail for other reasons.
/// @param bytes that were sent, or that the answer should have had; nullopt: not known.
[[nodiscard]] bool may_be_of_size(const support::Transfer& transfer,
                                  std::optional<std::size_t> bytes) noexcept;

/// How many bytes a request, or an answer, should have at most, so that it takes some 15 seconds and the
/// service takes it (docs/service.md, "Sizes"). Follows the speed that was measured and what failed.
/// Thread-safe.
class TransferBudget {
 public:
  struct Limits {
    std::size_t first = 0;  ///< Before anything was measured.
    std::size_t least = 0;
    std::size_t most = 0;
    std::size_t measured_from = 0;  ///< Smaller transfers do not tell the speed of the link.
    double steepest_fall = 0;       ///< Smallest factor of one step.
  };

  explicit TransferBudget(const Limits& limits) : limits_(limits), bytes_(limits.first) {}

  [[nodiscard]] std::size_t bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
  }
  /// A transfer went well.
  void take_success(std::size_t bytes, support::Clock::Duration elapsed, support::Clock::TimePoint now);
  /// One of that many bytes failed in a way that may be due to them: the budget is half of them at most. For
  /// a minute it does not come near that size again.
  void take_failure(std::size_t bytes, support::Clock::TimePoint now);

 private:
  struct Refusal {
    std::size_t bytes = 0;
    support::Clock::TimePoint at;
  };

  void set(double bytes, support::Clock::TimePoint now);

  const Limits limits_;
  mutable std::mutex mutex_;
  std::size_t bytes_;
  std::optional<Refusal> refusal_;
};

/// What the calls of a client have learned about its link and its service, and what its user has fixed.
struct TransferSizes {
  /// Answers to a page of a listing.
  TransferBudget answers{
      {.first = 50'000'000, .least = 0, .most = 50'000'000, .measured_from = 1'000'000, .steepest_fall = 0}};
  /// Mutations of many items.
  TransferBudget mutations{{.first = 2'000'000,
                            .least = 256'000,
                            .most = 10'000'000,
                            .measured_from = 100'000,
                            .steepest_fall = 0.5}};
  /// Items of a mutation, whatever their size.
  std::optional<std::size_t> fixed_batch_size{};
};

}  // namespace kili::engine
