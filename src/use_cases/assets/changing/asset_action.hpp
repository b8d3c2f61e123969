#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lost_answer_repair.hpp"
#include "engine/mutation_batches.hpp"
#include "kili/assets/asset_action_outcome.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// What is known of one of the actions on assets that the service decides one by one. `index` is the place of
/// an asset in the call; of an asset that is named several times, the last.
struct AssetAction {
  template <typename Result>
  using Send = std::function<Result(const std::vector<std::string>& ids, std::size_t index,
                                    const support::CallContext& context)>;

  /// Of service 26.2. An older service does not know it.
  std::string_view operation;
  /// Sends it. All assets of a request are alike, see `groups`; `index` is that of the first.
  Send<AssetActionOutcome> send;
  /// What is done when the answer was lost.
  engine::RepairPolicy repair = engine::RepairPolicy::read_or_repeat;
  /// The part of the state that shows whether it was done.
  api::AssetStatePart shown_by = api::AssetStatePart::names;
  /// Whether an asset of this state, null when there is none, is as asked.
  std::function<bool(const api::AssetState* state, std::size_t index)> is_done;

  /// The same of a service before 26.2, whose operations do not tell what they did.
  struct Former {
    Send<void> send;
    engine::RepairPolicy repair = engine::RepairPolicy::read_or_repeat;
    api::AssetStatePart shown_by = api::AssetStatePart::names;
    std::function<bool(const api::AssetState* state, std::size_t index)> is_done;
    /// Whether the operation changes an asset of this state that is not as asked; others are declined.
    std::function<bool(const api::AssetState& state)> applies;
    std::size_t assets_per_request = 100;
    /// What is said of assets that do not become as asked although the service confirms it.
    std::string_view complaint;
  } former;

  /// For each index of the call the number of its group: only assets of one group are sent in one request.
  /// Empty: all are of one group.
  std::vector<std::size_t> groups;
  /// The assets are gone afterwards, so their project is asked for before.
  bool deletes = false;
};

/// Sends an operation that takes nothing but the ids. The operations outlive the result.
template <typename Result, typename Operation>
[[nodiscard]] AssetAction::Send<Result> sends_ids(const api::AssetsApi& assets, Operation operation) {
  return [&assets, operation](const std::vector<std::string>& ids, std::size_t,
                              const support::CallContext& context) {
    return static_cast<Result>((assets.*operation)(ids, context));
  };
}

/// Carries out an action on the assets that a call names.
/// @return what became of each of them; empty, with a warning, when the call names none.
/// @throws MutationError with the outcome so far when a batch failed; what check_identifiers() and
/// select_assets() throw.
[[nodiscard]] AssetActionOutcome act_on_assets(const Resources& resources,
                                               const AssetIdentifiers& identifiers, const AssetAction& action,
                                               const support::CallContext& context);

}  // namespace kili::use_cases
