#include "use_cases/assets/changing/send_back_to_queue.hpp"

#include "use_cases/assets/changing/asset_move.hpp"

namespace kili::use_cases {

std::optional<MovedAssets> SendAssetsBackToQueue::run(const SendBackToQueue& arguments,
                                                      const support::CallContext& context) const {
  const AssetMove move{
      .send =
          [this](const std::vector<std::string>& ids, const support::CallContext& inner) {
            return resources_.api->assets.send_back_assets_to_queue(ids, inner);
          },
      // What nobody has labelled yet is in the queue already.
      .is_to_move = [](std::string_view status) { return status != "ONGOING" && status != "TODO"; },
      .target = "ONGOING"};
  return move_assets(resources_,
                     {.asset_ids = arguments.asset_ids,
                      .external_ids = arguments.external_ids,
                      .project_id = project_of(arguments.project_id)},
                     move, context);
}

}  // namespace kili::use_cases
