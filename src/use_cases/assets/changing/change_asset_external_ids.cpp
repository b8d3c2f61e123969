#include "use_cases/assets/changing/change_asset_external_ids.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "engine/state_watch.hpp"
#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/assets/changing/asset_batches.hpp"
#include "use_cases/assets/changing/asset_update.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"

namespace kili::use_cases {
namespace {

/// Whether an asset may get the name that another asset of the call gives up. Only names that are given tell.
bool names_may_wander(const ChangeAssetExternalIds& arguments) {
  if (!arguments.external_ids) return true;
  const std::unordered_set<std::string_view> old_names(arguments.external_ids->begin(),
                                                       arguments.external_ids->end());
  return std::any_of(arguments.new_external_ids->begin(), arguments.new_external_ids->end(),
                     [&](const std::string& name) { return old_names.contains(name); });
}

}  // namespace

std::vector<std::string> ChangeExternalIds::run(const ChangeAssetExternalIds& arguments,
                                                const support::CallContext& context) const {
  const AssetIdentifiers identifiers = identifiers_of(arguments);
  if (arguments.new_external_ids && !arguments.new_external_ids.has_elements()) {
    warn_did_nothing(context.method_name, "new_external_ids", resources_.log);
    return {};
  }
  if (!arguments.new_external_ids) {
    throw MissingArgumentError("new_external_ids is not given; give a new external id for each asset");
  }
  if (names_no_assets(context.method_name, identifiers, resources_.log)) return {};
  check_identifiers(identifiers);
  check_length("new_external_ids", arguments.new_external_ids.size(), identifiers.size());
  check_texts("new_external_ids", arguments.new_external_ids);
  const SelectedAssets assets = select_assets(resources_, identifiers, context);
  AssetUpdate update(resources_, assets, identifiers.project_of_state(), [&](std::size_t position) {
    // Of an asset named several times the last name counts.
    return api::AssetChange{.external_id = (*arguments.new_external_ids)[assets.mentions(position).back()]};
  });
  support::CallProgress progress(context, resources_.clock, "Renaming assets", assets.size(),
                                 support::TerminalBar::hidden);
  AssetBatches batches(resources_, assets, context);
  batches.run(update, {.in_order = names_may_wander(arguments),
                       .bytes_of = [&](std::size_t position) { return update.bytes_of(position); },
                       .progress = &progress});
  batches.wait_until_shown(update);
  return assets.as_given();
}

}  // namespace kili::use_cases
