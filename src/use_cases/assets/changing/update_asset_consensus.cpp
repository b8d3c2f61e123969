#include "use_cases/assets/changing/update_asset_consensus.hpp"

#include <string>

#include "kili/errors.hpp"
#include "use_cases/assets/changing/argument_checks.hpp"
#include "use_cases/assets/changing/single_asset_mutation.hpp"

namespace kili::use_cases {

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
  const auto send = [&](const support::CallContext& inner) {
    is_consensus = services_.gateway->set_asset_consensus(
        arguments.project_id, arguments.asset_id, arguments.external_id, arguments.is_consensus, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    nlohmann::json where{{"project", {{"id", arguments.project_id}}}};
    if (arguments.asset_id) {
      where["id"] = *arguments.asset_id;
    } else {
      where["externalIdStrictlyIn"] = {*arguments.external_id};
    }
    const auto records = services_.gateway->assets(where, "    id\n    isUsedForConsensus\n", 1, 0, inner);
    return !records.empty() && records.front().value("isUsedForConsensus", nlohmann::json()) ==
                                   nlohmann::json(arguments.is_consensus);
  };
  const std::string lock_name =
      arguments.asset_id ? *arguments.asset_id : arguments.project_id + "/" + *arguments.external_id;
  SingleAssetMutation(send, is_done).run(services_, lock_name, Repair::look_or_repeat, context);
  return is_consensus;
}

}  // namespace kili::use_cases
