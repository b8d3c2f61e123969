#include "use_cases/assets/changing/set_assets_priority.hpp"

#include <string>
#include <vector>

#include "use_cases/assets/changing/asset_action.hpp"

namespace kili::use_cases {

AssetActionOutcome SetPriority::run(const SetAssetsPriority& arguments,
                                    const support::CallContext& context) const {
  const auto has_priority = [&](const api::AssetState* state, std::size_t) {
    return state != nullptr && state->priority == arguments.priority;
  };
  const api::AssetsApi& assets = resources_.api->assets;
  const AssetAction action{
      .operation = api::AssetsApi::set_assets_priority_name,
      .send =
          [&](const std::vector<std::string>& ids, std::size_t, const support::CallContext& inner) {
            return assets.set_assets_priority(ids, arguments.priority, inner);
          },
      .shown_by = api::AssetStatePart::priority,
      .is_done = has_priority,
      .former = {
          .send =
              [&](const std::vector<std::string>& ids, std::size_t, const support::CallContext& inner) {
                const std::vector<api::AssetChange> changes(ids.size(), {.priority = arguments.priority});
                static_cast<void>(assets.update_properties_in_assets(ids, changes, inner));
              },
          .shown_by = api::AssetStatePart::priority,
          .is_done = has_priority,
          .applies = [](const api::AssetState&) { return true; },
          .complaint = "the service says that it set the priority, but does not show it"},
      .groups = {}};
  return act_on_assets(resources_, identifiers_of(arguments), action, context);
}

}  // namespace kili::use_cases
