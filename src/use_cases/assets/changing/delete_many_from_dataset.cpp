#include "use_cases/assets/changing/delete_many_from_dataset.hpp"

#include <string>
#include <vector>

#include "use_cases/assets/changing/asset_action.hpp"

namespace kili::use_cases {

AssetActionOutcome DeleteAssets::run(const DeleteManyFromDataset& arguments,
                                     const support::CallContext& context) const {
  const auto is_gone = [](const api::AssetState* state, std::size_t) { return state == nullptr; };
  const api::AssetsApi& assets = resources_.api->assets;
  const AssetAction action{
      .operation = "deleteAssets",
      .send = [&](const std::vector<std::string>& ids, std::size_t,
                  const support::CallContext& inner) { return assets.delete_assets(ids, inner); },
      // An asset that is deleted already counts as deleted, and only a repetition tells its external id.
      .repair = engine::RepairPolicy::repeat,
      .is_done = is_gone,
      .former = {
          .send =
              [&](const std::vector<std::string>& ids, std::size_t, const support::CallContext& inner) {
                static_cast<void>(assets.delete_many_from_dataset(ids, inner));
              },
          .is_done = is_gone,
          .applies = [](const api::AssetState&) { return true; },
          .complaint = "the service says that it deleted them, but still lists them"},
      .groups = {},
      .deletes = true};
  return act_on_assets(resources_,
                       {.asset_ids = arguments.asset_ids,
                        .external_ids = arguments.external_ids,
                        .project_id = project_of(arguments.project_id)},
                       action, context);
}

}  // namespace kili::use_cases
