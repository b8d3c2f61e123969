#include "use_cases/assets/changing/add_to_review.hpp"

#include "use_cases/assets/changing/asset_move.hpp"

namespace kili::use_cases {

std::optional<MovedAssets> AddAssetsToReview::run(const AddToReview& arguments,
                                                  const support::CallContext& context) const {
  const AssetMove move{.send =
                           [this](const std::vector<std::string>& ids, const support::CallContext& inner) {
                             return resources_.api->assets.add_all_labeled_assets_to_review(ids, inner);
                           },
                       // The service leaves out assets without a label, and reviewed ones.
                       .is_to_move = [](std::string_view status) { return status == "LABELED"; },
                       .target = "TO_REVIEW"};
  return move_assets(resources_,
                     {.asset_ids = arguments.asset_ids,
                      .external_ids = arguments.external_ids,
                      .project_id = project_of(arguments.project_id)},
                     move, context);
}

}  // namespace kili::use_cases
