#include "use_cases/assets/changing/skip_or_unskip.hpp"

#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/assets/changing/single_asset_mutation.hpp"

namespace kili::use_cases {

std::string SkipOrUnskipAsset::run(const SkipOrUnskip& arguments, const support::CallContext& context) const {
  const bool skip = arguments.action == SkipAction::skip;
  if (skip && !arguments.reason) {
    throw MissingArgumentError("reason is not given; say why the asset is skipped");
  }
  check_given("asset_id", arguments.asset_id);
  check_given("project_id", arguments.project_id);
  if (skip) check_texts("reason", {*arguments.reason});
  const auto send = [&](const support::CallContext& inner) {
    return skip ? resources_.api->assets.skip_asset(arguments.project_id, arguments.asset_id,
                                                    *arguments.reason, inner)
                : resources_.api->assets.unskip_asset(arguments.project_id, arguments.asset_id, inner);
  };
  // The reason of a skipped asset cannot be read, so a lost request to skip is sent again. When that is
  // refused, an asset that is skipped may be so for another reason, of before.
  const auto is_done = [&](const support::CallContext& inner) {
    return !skip && !resources_.api->assets.is_skipped(arguments.project_id, arguments.asset_id, inner);
  };
  SingleAssetMutation(send, is_done)
      .run(resources_, arguments.asset_id,
           skip ? engine::RepairPolicy::repeat : engine::RepairPolicy::read_or_repeat, context);
  return arguments.asset_id;
}

}  // namespace kili::use_cases
