#include "use_cases/assets/changing/add_to_review.hpp"

#include <string>
#include <vector>

#include "use_cases/assets/changing/asset_action.hpp"

namespace kili::use_cases {

MovedAssets AddAssetsToReview::run(const AddToReview& arguments, const support::CallContext& context) const {
  const auto is_in_review = [](const api::AssetState* state, std::size_t) {
    return state != nullptr && state->status == "TO_REVIEW";
  };
  const api::AssetsApi& assets = resources_.api->assets;
  const AssetAction action{
      .operation = "addAssetsToReview",
      .send = [&](const std::vector<std::string>& ids, std::size_t,
                  const support::CallContext& inner) { return assets.add_assets_to_review(ids, inner); },
      .repair = engine::RepairPolicy::read_only,
      .shown_by = api::AssetStatePart::status,
      .is_done = is_in_review,
      .former = {
          .send =
              [&](const std::vector<std::string>& ids, std::size_t, const support::CallContext& inner) {
                static_cast<void>(assets.add_all_labeled_assets_to_review(ids, inner));
              },
          .repair = engine::RepairPolicy::read_only,
          .shown_by = api::AssetStatePart::status,
          .is_done = is_in_review,
          // The service leaves out assets without a label, and reviewed ones.
          .applies = [](const api::AssetState& state) { return state.status == "LABELED"; },
          .complaint = "the service says that it moved assets, but does not show them as TO_REVIEW"},
      .groups = {}};
  return act_on_assets(resources_,
                       {.asset_ids = arguments.asset_ids,
                        .external_ids = arguments.external_ids,
                        .project_id = project_of(arguments.project_id)},
                       action, context);
}

}  // namespace kili::use_cases
