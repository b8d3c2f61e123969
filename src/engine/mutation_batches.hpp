#pragma once

#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chunks.hpp"
#include "engine/lost_answer_repair.hpp"
#include "engine/runtime.hpp"
#include "engine/sized_mutation.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "support/call_progress.hpp"

namespace kili::engine {

/// How the batches of a mutation are sent.
struct BatchOptions {
  bool in_order = false;  ///< One at a time.
  RepairPolicy repair = RepairPolicy::read_or_repeat;
  std::size_t size = 100;  ///< Items of a batch.
  /// Given: a batch also ends where its items pass the budget of bytes, unless the user has fixed its size.
  ItemBytes bytes_of{};
  /// Where a batch ends in any case, ascending.
  std::vector<std::size_t> ends{};
  support::CallProgress* progress = nullptr;  ///< Counts the items; null: nobody does.
};

/// Sends a mutation of many items in batches: the first alone, then several side by side, and keeps what
/// became of each item. When a batch fails, those under way are completed and no further one is begun.
class MutationBatches {
 public:
  /// @param names id of each item, locked while its batch is sent. The references outlive the object.
  MutationBatches(const Runtime& runtime, std::span<const std::string> names,
                  const support::CallContext& context)
      : runtime_(runtime),
        names_(names),
        context_(context),
        outcomes_(names.size(), MutationOutcome::not_sent) {}

  /// Sends all of it. Failures of batches are kept: see error().
  void run(RepairableMutation& mutation, const BatchOptions& options);

  /// Why the batch failed that failed first; null when none did.
  [[nodiscard]] const std::exception_ptr& error() const noexcept { return first_error_; }
  /// The items that this failure concerns.
  [[nodiscard]] const ItemIndexes& failed_items() const noexcept { return failed_; }
  [[nodiscard]] MutationOutcome outcome(std::size_t item) const { return outcomes_[item]; }
  /// Why the batch of an item failed; empty when it did not.
  [[nodiscard]] std::string reason(std::size_t item) const;

 private:
  [[nodiscard]] bool run_batch(RepairableMutation& mutation, const BatchOptions& options, const Chunk& chunk,
                               const support::CallContext& context);
  void record(const Chunk& chunk, const MutationProgress& progress, const std::exception_ptr& error);
  void count(const Chunk& chunk, bool failed, support::CallProgress& progress);

  const Runtime& runtime_;
  std::span<const std::string> names_;
  const support::CallContext& context_;
  std::vector<MutationOutcome> outcomes_;

  std::mutex mutex_;
  std::exception_ptr first_error_;
  ItemIndexes failed_;
  std::map<std::size_t, std::string> reasons_;  ///< Why a batch failed, by its first item.
};

}  // namespace kili::engine
