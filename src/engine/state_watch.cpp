#include "engine/state_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <numeric>

#include "engine/chunks.hpp"
#include "engine/repair_pace.hpp"
#include "kili/errors.hpp"

namespace kili::engine {
namespace {

/// Longest time for which a confirmed change is awaited.
constexpr auto longest_watch = std::chrono::minutes(2);

ItemIndexes all_items(std::size_t count) {
  ItemIndexes items(count);
  std::iota(items.begin(), items.end(), std::size_t{0});
  return items;
}

ItemIndexes read_state(const Runtime& runtime, std::size_t items_per_read, const ItemIndexes& items,
                       const StateReader& reader, const support::CallContext& context) {
  ItemIndexes left;
  std::mutex mutex;
  for_each_chunk(runtime, context, items.size(), {.size = items_per_read},
                 [&](const Chunk& chunk, const support::CallContext& inner) {
                   const auto begin = items.begin() + static_cast<std::ptrdiff_t>(chunk.begin);
                   const auto end = items.begin() + static_cast<std::ptrdiff_t>(chunk.end);
                   const ItemIndexes found = reader(ItemIndexes(begin, end), inner);
                   const std::scoped_lock lock(mutex);
                   left.insert(left.end(), found.begin(), found.end());
                 });
  std::sort(left.begin(), left.end());
  return left;
}

}  // namespace

ItemIndexes watch_state(const Runtime& runtime, const StateWatch& watch, const StateReader& reader,
                        const support::CallContext& context) {
  ItemIndexes pending = all_items(watch.count);
  const auto give_up = runtime.clock->now() + longest_watch;
  support::Backoff backoff = repair_backoff();
  for (;;) {
    pending = read_state(runtime, watch.items_per_read, pending, reader, context);
    const auto next = runtime.clock->now() + backoff.next();
    if (pending.empty() || next > give_up) return pending;
    runtime.changes->note_stale_read(runtime.clock->now());
    context.sleep_until(*runtime.clock, next);
  }
}

void wait_until_shown(const Runtime& runtime, const StateWatch& watch, RepairableMutation& mutation,
                      const support::CallContext& context) {
  try {
    const ItemIndexes left = read_state(
        runtime, watch.items_per_read, all_items(watch.count),
        [&mutation](const ItemIndexes& items, const support::CallContext& inner) {
          return mutation.not_yet_done(items, inner);
        },
        context);
    if (left.empty()) return;
    runtime.changes->note_stale_read(runtime.clock->now());
    repair_backoff().wait(*runtime.clock, context);
  } catch (const Error& error) {
    runtime.changes->note_unread_change(runtime.clock->now());
    runtime.log.debug(fmt::format("{}: the changes were made, but could not be read back: {}",
                                  context.method_name, error.what()));
  }
}

}  // namespace kili::engine
