#include "use_cases/assets/changing/update_asset_consensus.hpp"

#include <span>
#include <string>

#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/assets/changing/single_asset_mutation.hpp"

namespace kili::use_cases {

/// The id under which other calls of the client lock the asset too. An external id that does not name exactly
/// one asset is locked itself: the service decides what it means.
std::string UpdateConsensus::id_to_lock(const UpdateAssetConsensus& arguments,
                                        const support::CallContext& context) const {
  if (arguments.asset_id) return *arguments.asset_id;
  const auto assets = resources_.api->assets.assets_by_external_id(
      arguments.project_id, std::span(&*arguments.external_id, 1), context);
  return assets.size() == 1 ? assets.front().id : arguments.project_id + "/" + *arguments.external_id;
}

bool UpdateConsensus::run(const UpdateAssetConsensus& arguments, const support::CallContext& context) const {
  check_given("project_id", arguments.project_id);
  if (!arguments.asset_id && !arguments.external_id) {
    throw ValidationError("neither asset_id nor external_id is given; name the asset by one of them");
  }
  for (const auto& [name, value] :
       {std::pair("asset_id", &arguments.asset_id), std::pair("external_id", &arguments.external_id)}) {
    if (*value) check_given(name, **value);
  }
  bool is_consensus = arguments.is_consensus;
  const api::AssetName asset{.asset_id = arguments.asset_id, .external_id = arguments.external_id};
  const auto send = [&](const support::CallContext& inner) {
    is_consensus = resources_.api->assets.set_asset_consensus(arguments.project_id, asset,
                                                              arguments.is_consensus, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    return resources_.api->assets.is_used_for_consensus(arguments.project_id, asset, inner) ==
           arguments.is_consensus;
  };
  SingleAssetMutation(send, is_done)
      .run(resources_, id_to_lock(arguments, context), engine::RepairPolicy::read_or_repeat, context);
  return is_consensus;
}

}  // namespace kili::use_cases
