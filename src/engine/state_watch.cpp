#include "engine/state_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <numeric>

#include "kili/errors.hpp"
#include "engine/chunks.hpp"

namespace kili::use_cases {
namespace {

// contract/README.md, "Numbers": 1 s, then every 1 to 8 s. The limit is ours.
constexpr auto first_pause = std::chrono::milliseconds(1'000);
constexpr auto longest_pause = std::chrono::milliseconds(8'000);
constexpr auto patience = std::chrono::minutes(2);

Positions look_at_all(const Services& services, const Positions& assets, const Look& look,
                      const support::CallContext& context) {
  Positions left;
  std::mutex mutex;
  for_each_chunk(services, context, assets.size(), {.size = api::Gateway::external_ids_per_request},
                 [&](const Chunk& chunk, const support::CallContext& inner) {
                   const auto begin = assets.begin() + static_cast<std::ptrdiff_t>(chunk.begin);
                   const auto end = assets.begin() + static_cast<std::ptrdiff_t>(chunk.end);
                   const Positions found = look(Positions(begin, end), inner);
                   const std::scoped_lock lock(mutex);
                   left.insert(left.end(), found.begin(), found.end());
                 });
  std::sort(left.begin(), left.end());
  return left;
}

Positions watch_state(const Services& services, std::size_t count, const Look& look,
                      const support::CallContext& context) {
  Positions pending(count);
  std::iota(pending.begin(), pending.end(), std::size_t{0});
  const auto give_up = services.clock->now() + patience;
  auto pause = first_pause;
  for (;;) {
    pending = look_at_all(services, pending, look, context);
    const auto next = services.clock->now() + pause;
    if (pending.empty() || next > give_up) return pending;
    context.sleep_until(*services.clock, next);
    pause = std::min(pause * 2, longest_pause);
  }
}

}  // namespace

void verify_state(const Services& services, const SelectedAssets& assets, MutationBatches& batches,
                  const Look& look, std::string_view complaint, const support::CallContext& context) {
  Positions left;
  try {
    left = watch_state(services, assets.size(), look, context);
  } catch (...) {
    batches.fail_unverified(std::current_exception());
  }
  if (!left.empty()) batches.fail(left, complaint);
}

void wait_until_shown(const Services& services, const SelectedAssets& assets, AssetMutation& mutation,
                      const support::CallContext& context) {
  Positions all(assets.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  try {
    const Positions left = look_at_all(
        services, all,
        [&mutation](const Positions& positions, const support::CallContext& inner) {
          return mutation.not_yet_done(positions, inner);
        },
        context);
    if (!left.empty()) context.sleep_until(*services.clock, services.clock->now() + first_pause);
  } catch (const Error& error) {
    services.log.debug(fmt::format("{}: the changes were made, but could not be read back: {}",
                                   context.method_name, error.what()));
  }
}

}  // namespace kili::use_cases
