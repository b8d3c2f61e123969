#include "use_cases/assets/changing/update_properties_in_assets.hpp"

#include "engine/state_watch.hpp"
#include "kili/errors.hpp"
#include "use_cases/assets/changing/asset_batches.hpp"
#include "use_cases/assets/changing/asset_update.hpp"
#include "use_cases/assets/changing/property_arrays.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"

namespace kili::use_cases {
namespace {

void warn_of_deprecated(const UpdatePropertiesInAssets& arguments, const support::MessageLog& log) {
  if (arguments.priorities) {
    log.warn_deprecated(
        "priorities is deprecated: it does not report the assets that it could not be applied to. Use "
        "set_assets_priority() instead");
  }
  if (arguments.to_be_labeled_by_array) {
    log.warn_deprecated(
        "to_be_labeled_by_array is going to be deprecated, use assign_assets_to_labelers() instead");
  }
}

}  // namespace

std::vector<std::string> UpdateProperties::run(const UpdatePropertiesInAssets& arguments,
                                               const support::CallContext& context) const {
  const AssetIdentifiers identifiers = identifiers_of(arguments);
  if (names_no_assets(context.method_name, identifiers, resources_.log)) return {};
  if (arguments.status_array) {
    resources_.log.warn_deprecated(
        "status_array is deprecated and will not be sent in the call. Asset status is automatically computed "
        "based on its labels and cannot be overwritten.");
  }
  if (identifiers.both_given()) {
    resources_.log.warn_deprecated(
        "external_ids names the assets whose properties are changed; to rename assets, use "
        "change_asset_external_ids()");
    throw MissingArgumentError(
        "asset_ids and external_ids are given together; name the assets by one of them");
  }
  warn_of_deprecated(arguments, resources_.log);
  check_identifiers(identifiers);
  const PropertyArrays properties(arguments, identifiers.size());
  const SelectedAssets assets = select_assets(resources_, identifiers, context);
  if (properties.empty()) {
    resources_.log.warn(
        "Method 'update_properties_in_assets' did nothing because no property to change is given.");
    return {};
  }
  AssetUpdate update(resources_, assets, identifiers.project_of_state(),
                     [&](std::size_t position) { return properties.change(assets.mentions(position)); });
  support::CallProgress progress(context, resources_.clock, "Changing assets", assets.size(),
                                 support::TerminalBar::hidden);
  AssetBatches batches(resources_, assets, context);
  batches.run(update, {.bytes_of = [&](std::size_t position) { return update.bytes_of(position); },
                       .progress = &progress});
  batches.wait_until_shown(update);
  return assets.as_given();
}

}  // namespace kili::use_cases
