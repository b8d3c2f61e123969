#include "use_cases/assets/changing/add_to_review.hpp"

#include "use_cases/assets/changing/asset_action.hpp"

namespace kili::use_cases {

MovedAssets AddAssetsToReview::run(const AddToReview& arguments, const support::CallContext& context) const {
  const auto is_in_review = [](const api::AssetState* state, std::size_t) {
    return state != nullptr && state->status == "TO_REVIEW";
  };
  const api::AssetsApi& assets = resources_.api->assets;
  const AssetAction action{
      .operation = api::AssetsApi::add_assets_to_review_name,
      .send = sends_ids<AssetActionOutcome>(assets, &api::AssetsApi::add_assets_to_review),
      .repair = engine::RepairPolicy::read_only,
      .shown_by = api::AssetStatePart::status,
      .is_done = is_in_review,
      .former = {.send = sends_ids<void>(assets, &api::AssetsApi::add_all_labeled_assets_to_review),
                 .repair = engine::RepairPolicy::read_only,
                 .shown_by = api::AssetStatePart::status,
                 .is_done = is_in_review,
                 // The service leaves out assets without a label, and reviewed ones.
                 .applies = [](const api::AssetState& state) { return state.status == "LABELED"; },
                 .complaint = "the service says that it moved assets, but does not show them as TO_REVIEW"},
      .groups = {}};
  return act_on_assets(resources_, identifiers_of(arguments), action, context);
}

}  // namespace kili::use_cases
