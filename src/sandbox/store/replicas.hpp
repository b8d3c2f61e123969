#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <shared_mutex>
#include <utility>

#include "kili/sandbox.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Copies of a store that learn of its changes late, in their order, as the replicas of a database do: a read
/// asks one of them. How late differs from read to read, so that one read may show less than the read before.
/// Without a lag there are no copies, and reads ask the store itself. Thread-safe.
class Replicas {
 public:
  /// @param seed of the choice of replicas and of how late they are. The store outlives the object.
  Replicas(Store& store, std::shared_ptr<const SandboxClock> clock, std::uint64_t seed);
  ~Replicas();
  Replicas(const Replicas&) = delete;
  Replicas& operator=(const Replicas&) = delete;

  /// Most time by which reads are behind writes from now on; 0: none.
  void set_lag(std::chrono::milliseconds lag);
  /// Tells all replicas of all changes.
  void catch_up();

  /// A store that is locked for one read.
  class Read {
   public:
    /// @param keeps the store alive; null: others do.
    explicit Read(const Store& store, std::shared_ptr<const void> keeps = nullptr)
        : keeps_(std::move(keeps)), store_(&store), lock_(store.read_lock()) {}
    [[nodiscard]] const Store& store() const { return *store_; }

   private:
    std::shared_ptr<const void> keeps_;
    const Store* store_;
    std::shared_lock<std::shared_mutex> lock_;
  };
  [[nodiscard]] Read read();

 private:
  struct Entry {
    std::chrono::steady_clock::time_point time;
    Changes changes;
  };
  struct Replica {
    std::size_t next = 0;  ///< The entry that comes next, counted from the first of all.
    Store store{nullptr};
  };

  void note(const Changes& changes);
  /// Brings a replica to where the store was at this time.
  void advance(Replica& replica, std::chrono::steady_clock::time_point until);
  void forget_known_to_all();

  std::shared_ptr<const SandboxClock> clock_;
  std::size_t first_ = 0;  ///< Number of the first entry that is kept.
  std::chrono::milliseconds lag_{};
  std::deque<Entry> log_;
  std::mutex mutex_;
  std::mt19937_64 random_;
  std::array<std::shared_ptr<Replica>, 3> replicas_;  ///< Null without a lag.
  Store& store_;
};

}  // namespace kili::sandbox
