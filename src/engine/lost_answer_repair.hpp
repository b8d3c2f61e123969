#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/runtime.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"

namespace kili::engine {

/// Items of a call (assets, labels, ...), by their index in its list.
using ItemIndexes = std::vector<std::size_t>;

/// What is done when the answer to a mutation was lost.
enum class RepairPolicy {
  /// Reads the state and sends again what is missing. Where the state cannot be read the mutation is
  /// repeated, since twice has the same effect as once.
  read_or_repeat,
  /// Reads the state and sends again what is missing. Never repeats without having read it.
  read_only,
  /// Repeats: the state does not show all of the change, and twice has the same effect as once.
  repeat
};

/// A mutation of some items, as the repair of lost answers needs it. Called from several threads at once, for
/// different items.
class RepairableMutation {
 public:
  RepairableMutation() = default;
  RepairableMutation(const RepairableMutation&) = delete;
  RepairableMutation& operator=(const RepairableMutation&) = delete;
  virtual ~RepairableMutation() = default;

  /// Sends the mutation of these items, once.
  /// @return those that the answer does not confirm.
  [[nodiscard]] virtual ItemIndexes send(const ItemIndexes& items, const support::CallContext& context) = 0;
  /// Reads the state. @return those of these items that are not as asked.
  [[nodiscard]] virtual ItemIndexes not_yet_done(const ItemIndexes& items,
                                                 const support::CallContext& context) = 0;
  /// Reads the state after a failure; overridden where the effect of a request shows only some time later.
  /// @param refused the service answered with an error to a repetition.
  [[nodiscard]] virtual ItemIndexes not_done_after_failure(const ItemIndexes& items, bool refused,
                                                           const support::CallContext& context);
};

/// A mutation that is being carried out: kept up to date also when send_with_repair() throws.
struct MutationProgress {
  /// Items that are not known to be as asked.
  ItemIndexes pending;
  /// The pending items may have been changed all the same.
  bool pending_unknown = false;
  /// From when on reads show what was changed before this mutation; nothing: they do already.
  std::optional<support::Clock::TimePoint> reads_shown_from{};
  /// An earlier call may have sent the mutation already.
  bool sent_before = false;
};

/// Sends a mutation and makes sure that it takes effect once although answers get lost: after a loss the
/// state is read, and what is missing is sent again a little later. The caller keeps others from changing the
/// items meanwhile.
/// @throws what stopped it.
void send_with_repair(const Runtime& runtime, RepairableMutation& mutation, RepairPolicy policy,
                      MutationProgress& progress, const support::CallContext& context);

}  // namespace kili::engine
