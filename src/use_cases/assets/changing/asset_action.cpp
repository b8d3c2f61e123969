#include "use_cases/assets/changing/asset_action.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "engine/repair_pace.hpp"
#include "engine/state_watch.hpp"
#include "kili/errors.hpp"
#include "use_cases/assets/changing/asset_batches.hpp"
#include "use_cases/assets/changing/asset_decisions.hpp"

namespace kili::use_cases {
namespace {

/// How often assets are sent for which the action failed inside the service.
constexpr unsigned most_sends = 3;

/// Thrown when the service does not know the operation; nothing was done then.
struct ServiceIsOlder {};

using States = std::unordered_map<std::string, api::AssetState>;

const api::AssetState* find(const States& states, const std::string& id) {
  const auto found = states.find(id);
  return found == states.end() ? nullptr : &found->second;
}

std::string external_id_of(const api::AssetState* state) {
  return state != nullptr ? state->external_id : std::string();
}

/// What both generations of the service have in common.
struct ActionCall {
  const Resources& resources;
  const SelectedAssets& assets;
  std::string_view project_of_state;
  const AssetAction& action;
  AssetDecisions& decisions;

  /// Where the call names the asset for the last time.
  [[nodiscard]] std::size_t index_of(std::size_t position) const { return assets.mentions(position).back(); }
  [[nodiscard]] States read(const engine::ItemIndexes& positions, api::AssetStatePart part,
                            const support::CallContext& context) const {
    States states =
        resources.api->assets.asset_states(project_of_state, assets.ids_at(positions), part, context);
    if (!states.empty()) decisions.note_project(states.begin()->second.project_id);
    return states;
  }
};

/// An action of today's service, whose answer decides everything.
class PresentAction final : public engine::RepairableMutation {
 public:
  explicit PresentAction(const ActionCall& call) : call_(call) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& positions,
                                         const support::CallContext& context) override {
    engine::ItemIndexes left = call_.decisions.open(positions);
    support::Backoff backoff = engine::repair_backoff();
    for (unsigned attempt = 1; !left.empty(); ++attempt) {
      call_.decisions.take(send_once(left, context));
      left = call_.decisions.failed(left);
      if (left.empty() || attempt == most_sends) break;
      backoff.wait(*call_.resources.clock, context);
      call_.decisions.reopen(left);
    }
    return call_.decisions.open(positions);
  }

  /// Assets that are as asked count as changed, whoever changed them.
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                                 const support::CallContext& context) override {
    const auto open = call_.decisions.open(positions);
    if (open.empty()) return {};
    const States states = call_.read(open, call_.action.shown_by, context);
    for (const std::size_t position : open) {
      const auto* const state = find(states, call_.assets.ids()[position]);
      if (!call_.action.is_done(state, call_.index_of(position))) continue;
      call_.decisions.succeed(position, external_id_of(state));
    }
    return call_.decisions.open(open);
  }

 private:
  [[nodiscard]] AssetActionOutcome send_once(const engine::ItemIndexes& positions,
                                             const support::CallContext& context) const {
    try {
      return call_.action.send(call_.assets.ids_at(positions), call_.index_of(positions.front()), context);
    } catch (const GraphQLError& error) {
      if (!api::names_unknown(error, call_.action.operation)) throw;
    }
    call_.resources.api->capabilities->note_lack(call_.action.operation);
    throw ServiceIsOlder{};
  }

  const ActionCall& call_;
};

/// The action of a service before 26.2: the state tells to which assets it applies, and what became of them.
class FormerAction final : public engine::RepairableMutation {
 public:
  explicit FormerAction(const ActionCall& call) : call_(call), former_(call.action.former) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& positions,
                                         const support::CallContext& context) override {
    // The state decides, so it must be that of after the last change.
    call_.resources.changes->wait_until_shown(call_.assets.ids_at(positions), *call_.resources.clock,
                                              context);
    const auto pending = not_yet_done(positions, context);
    if (pending.empty()) return {};
    former_.send(call_.assets.ids_at(pending), call_.index_of(pending.front()), context);
    if (becomes_as_asked(pending, context)) return {};
    ErrorContext error;
    error.attempts = 1;
    throw MutationError(std::string(former_.complaint), std::move(error));
  }

  /// Decides all assets but those that the action applies to.
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                                 const support::CallContext& context) override {
    const auto open = call_.decisions.open(positions);
    if (open.empty()) return {};
    const States states = call_.read(open, former_.shown_by, context);
    for (const std::size_t position : open) {
      const auto* const state = find(states, call_.assets.ids()[position]);
      if (former_.is_done(state, call_.index_of(position))) {
        call_.decisions.succeed(position, name_of(position, state));
      } else if (state == nullptr || !former_.applies(*state)) {
        call_.decisions.decline(position, name_of(position, state));
      } else {
        note_name(position, state->external_id);
      }
    }
    return call_.decisions.open(open);
  }

 private:
  /// Waits for it: the service changes assets some time after it has answered.
  [[nodiscard]] bool becomes_as_asked(const engine::ItemIndexes& pending,
                                      const support::CallContext& context) {
    try {
      return engine::watch_state(
                 call_.resources,
                 {.count = pending.size(), .items_per_read = api::AssetsApi::asset_ids_per_request},
                 [&](const engine::ItemIndexes& items, const support::CallContext& inner) {
                   return unchanged(pending, items, inner);
                 },
                 context)
          .empty();
    } catch (...) {
      call_.decisions.leave_unknown(call_.decisions.open(pending));
      throw;
    }
  }
  /// @param items indexes in `pending`.
  [[nodiscard]] engine::ItemIndexes unchanged(const engine::ItemIndexes& pending,
                                              const engine::ItemIndexes& items,
                                              const support::CallContext& context) {
    engine::ItemIndexes positions;
    positions.reserve(items.size());
    for (const std::size_t item : items) positions.push_back(pending[item]);
    const auto open = not_yet_done(positions, context);
    engine::ItemIndexes left;
    for (const std::size_t item : items) {
      if (std::binary_search(open.begin(), open.end(), pending[item])) left.push_back(item);
    }
    return left;
  }

  /// The external id, also of an asset that is gone now.
  [[nodiscard]] std::string name_of(std::size_t position, const api::AssetState* state) {
    if (state != nullptr) return state->external_id;
    const std::scoped_lock lock(mutex_);
    const auto known = names_.find(position);
    return known == names_.end() ? std::string() : known->second;
  }
  void note_name(std::size_t position, const std::string& external_id) {
    const std::scoped_lock lock(mutex_);
    names_.insert_or_assign(position, external_id);
  }

  const ActionCall& call_;
  const AssetAction::Former& former_;
  std::mutex mutex_;
  std::unordered_map<std::size_t, std::string> names_;  ///< External ids by position.
};

/// Puts the assets of each group together, in the order in which the groups appear first.
/// @return where each group ends.
std::vector<std::size_t> arrange(SelectedAssets& assets, const std::vector<std::size_t>& groups) {
  if (groups.empty()) return {};
  const auto group_of = [&](std::size_t position) { return groups[assets.mentions(position).back()]; };
  std::vector<std::size_t> rank(groups.size(), groups.size());  // of a group, by its number
  std::size_t ranks = 0;
  for (std::size_t position = 0; position < assets.size(); ++position) {
    std::size_t& place = rank[group_of(position)];
    if (place == groups.size()) place = ranks++;
  }
  std::vector<std::size_t> order(assets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return rank[group_of(left)] < rank[group_of(right)];
  });
  std::vector<std::size_t> ends;
  ends.reserve(ranks);
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (group_of(order[i]) != group_of(order[i - 1])) ends.push_back(i);
  }
  assets.reorder(order);
  return ends;
}

/// The project of the first of the assets that the service knows; nothing when it cannot be asked.
std::optional<std::string> ask_project(const Resources& resources, std::span<const std::string> asset_ids,
                                       const support::CallContext& context) {
  try {
    while (!asset_ids.empty()) {
      const auto some = asset_ids.first(std::min(asset_ids.size(), api::AssetsApi::asset_ids_per_request));
      if (auto project = resources.api->assets.project_of_assets(some, context)) return project;
      asset_ids = asset_ids.subspan(some.size());
    }
  } catch (const Error& error) {
    // What became of the assets must not be lost for it.
    resources.log.debug(
        fmt::format("{}: the project could not be asked for: {}", context.method_name, error.what()));
  }
  return std::nullopt;
}

void send_batches(const ActionCall& call, const std::vector<std::size_t>& ends,
                  support::CallProgress& progress, const support::CallContext& context) {
  const auto& capabilities = *call.resources.api->capabilities;
  const AssetAction& action = call.action;
  if (!capabilities.lacks(action.operation)) {
    PresentAction present(call);
    try {
      AssetBatches(call.resources, call.assets, context, &call.decisions)
          .run(present, {.repair = action.repair, .ends = ends, .progress = &progress});
      return;
    } catch (const MutationError&) {
      // The first batch is sent alone: where the operation is not known nothing was done.
      if (!capabilities.lacks(action.operation)) throw;
      progress.forget_failed();
    }
  }
  FormerAction former(call);
  AssetBatches(call.resources, call.assets, context, &call.decisions)
      .run(former, {.repair = action.former.repair,
                    .size = action.former.assets_per_request,
                    .ends = ends,
                    .progress = &progress});
}

}  // namespace

AssetActionOutcome act_on_assets(const Resources& resources, const AssetIdentifiers& identifiers,
                                 const AssetAction& action, const support::CallContext& context) {
  if (names_no_assets(context.method_name, identifiers, resources.log)) return {};
  check_identifiers(identifiers);
  SelectedAssets assets = select_assets(resources, identifiers, context);
  const auto ends = arrange(assets, action.groups);
  AssetDecisions decisions(assets);
  decisions.note_project(identifiers.project_id);
  const auto learn_project = [&] {
    if (decisions.knows_project()) return;
    if (const auto project = ask_project(resources, assets.ids(), context)) decisions.note_project(*project);
  };
  if (action.deletes) learn_project();
  support::CallProgress progress(context, resources.clock,
                                 action.deletes ? "Deleting assets" : "Changing assets", assets.size(),
                                 support::TerminalBar::hidden);
  send_batches({.resources = resources,
                .assets = assets,
                .project_of_state = identifiers.project_of_state(),
                .action = action,
                .decisions = decisions},
               ends, progress, context);
  if (!action.deletes) learn_project();
  return decisions.outcome();
}

}  // namespace kili::use_cases
