#pragma once

#include <cstddef>
#include <functional>

#include "engine/lost_answer_repair.hpp"
#include "engine/runtime.hpp"
#include "support/call_context.hpp"

namespace kili::engine {

/// Reads the state of some items. @return those that are not as asked.
using StateReader = std::function<ItemIndexes(const ItemIndexes& items, const support::CallContext& context)>;

/// How the state of many items is read.
struct StateWatch {
  std::size_t count = 0;           ///< Number of items.
  std::size_t items_per_read = 0;  ///< Most items of one call of the reader.
};

/// Reads the state of all items until they are as asked: at once, then after growing pauses, for two minutes
/// at most.
/// @return those that are not as asked in the end, in ascending order.
[[nodiscard]] ItemIndexes watch_state(const Runtime& runtime, const StateWatch& watch,
                                      const StateReader& reader, const support::CallContext& context);

/// Returns when a confirmed change of all items can be read, or a second later: a listing that follows may be
/// answered by a part of the service that learns of changes with a delay. Errors of reading are logged only.
void wait_until_shown(const Runtime& runtime, const StateWatch& watch, RepairableMutation& mutation,
                      const support::CallContext& context);

}  // namespace kili::engine
