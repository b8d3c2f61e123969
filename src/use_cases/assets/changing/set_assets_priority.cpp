#include "use_cases/assets/changing/set_assets_priority.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "use_cases/assets/changing/asset_batches.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"

namespace kili::use_cases {
namespace {

/// The mutation, with what the service decided for each asset.
class PriorityMutation final : public engine::RepairableMutation {
 public:
  PriorityMutation(const Resources& resources, const SelectedAssets& assets, std::string_view project_id,
                   std::int32_t priority)
      : resources_(resources),
        assets_(assets),
        project_id_(project_id),
        priority_(priority),
        decisions_(assets.size()) {
    for (std::size_t position = 0; position < assets.size(); ++position) {
      positions_.emplace(assets.ids()[position], position);
    }
  }

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& positions,
                                         const support::CallContext& context) override {
    const auto outcome =
        resources_.api->assets.set_assets_priority(assets_.ids_at(positions), priority_, context);
    const std::scoped_lock lock(mutex_);
    for (const auto& asset : outcome.succeeded) decide(asset.asset_id, Succeeded{asset});
    for (const auto& asset : outcome.declined) decide(asset.asset_id, Declined{asset});
    for (const auto& failure : outcome.failed) decide(failure.asset.asset_id, failure);
    return undecided(positions);
  }

  /// Those that have the priority count as changed: whoever set it, they are as asked.
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                                 const support::CallContext& context) override {
    const auto prioritized =
        resources_.api->assets.assets_of_priority(project_id_, assets_.ids_at(positions), priority_, context);
    const std::scoped_lock lock(mutex_);
    for (const auto& asset : prioritized) decide(asset.asset_id, Succeeded{asset});
    return undecided(positions);
  }

  /// What became of each asset, in the order in which they are named first.
  [[nodiscard]] AssetActionOutcome outcome() && {
    AssetActionOutcome all;
    for (auto& decision : decisions_) {
      if (auto* const succeeded = std::get_if<Succeeded>(&decision)) {
        all.succeeded.push_back(std::move(succeeded->asset));
      } else if (auto* const declined = std::get_if<Declined>(&decision)) {
        all.declined.push_back(std::move(declined->asset));
      } else if (auto* const failure = std::get_if<AssetActionFailure>(&decision)) {
        all.failed.push_back(std::move(*failure));
      }
    }
    return all;
  }

 private:
  struct Succeeded {
    AssetReference asset;
  };
  struct Declined {
    AssetReference asset;
  };
  using Decision = std::variant<std::monostate, Succeeded, Declined, AssetActionFailure>;

  void decide(const std::string& asset_id, Decision decision) {
    const auto found = positions_.find(asset_id);
    if (found != positions_.end()) decisions_[found->second] = std::move(decision);
  }
  [[nodiscard]] engine::ItemIndexes undecided(const engine::ItemIndexes& positions) const {
    engine::ItemIndexes left;
    for (const std::size_t position : positions) {
      if (std::holds_alternative<std::monostate>(decisions_[position])) left.push_back(position);
    }
    return left;
  }

  const Resources& resources_;
  const SelectedAssets& assets_;
  std::string_view project_id_;
  std::int32_t priority_;
  std::unordered_map<std::string_view, std::size_t> positions_;
  std::mutex mutex_;
  std::vector<Decision> decisions_;
};

}  // namespace

AssetActionOutcome SetPriority::run(const SetAssetsPriority& arguments,
                                    const support::CallContext& context) const {
  const AssetIdentifiers identifiers{.asset_ids = arguments.asset_ids,
                                     .external_ids = arguments.external_ids,
                                     .project_id = project_of(arguments.project_id)};
  if (names_no_assets(context.method_name, identifiers, resources_.log)) return {};
  check_identifiers(identifiers);
  const SelectedAssets assets = select_assets(resources_, identifiers, context);
  PriorityMutation mutation(resources_, assets, identifiers.project_of_state(), arguments.priority);
  AssetBatches(resources_, assets, context).run(mutation, {});
  return std::move(mutation).outcome();
}

}  // namespace kili::use_cases
