#include "use_cases/assets/changing/delete_many_from_dataset.hpp"

#include "use_cases/assets/changing/asset_action.hpp"

namespace kili::use_cases {

AssetActionOutcome DeleteAssets::run(const DeleteManyFromDataset& arguments,
                                     const support::CallContext& context) const {
  const auto is_gone = [](const api::AssetState* state, std::size_t) { return state == nullptr; };
  const api::AssetsApi& assets = resources_.api->assets;
  const AssetAction action{
      .operation = api::AssetsApi::delete_assets_name,
      .send = sends_ids<AssetActionOutcome>(assets, &api::AssetsApi::delete_assets),
      // An asset that is deleted already counts as deleted, and only a repetition tells its external id.
      .repair = engine::RepairPolicy::repeat,
      .is_done = is_gone,
      .former = {.send = sends_ids<void>(assets, &api::AssetsApi::delete_many_from_dataset),
                 .is_done = is_gone,
                 .applies = [](const api::AssetState&) { return true; },
                 .complaint = "the service says that it deleted them, but still lists them"},
      .groups = {},
      .deletes = true};
  return act_on_assets(resources_, identifiers_of(arguments), action, context);
}

}  // namespace kili::use_cases
