#pragma once

#include <string_view>

#include "support/call_context.hpp"
#include "engine/mutation_batches.hpp"
#include "use_cases/assets/changing/project_mutation.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// Looks at all assets of a call until they are as awaited: at once, then after growing pauses, for two
/// minutes at most.
/// @param look reads the state of up to 1000 assets.
/// @param complaint what is said of assets that are not as awaited in the end.
/// @throws MutationError when some are not, or it could not be seen.
void verify_state(const Services& services, const SelectedAssets& assets, MutationBatches& batches,
                  const Look& look, std::string_view complaint, const support::CallContext& context);

/// Returns when a confirmed change of all assets is seen, or a second later: a list that is asked for next
/// may come from a part of the service that learns of changes with a delay. Does not throw what reading
/// throws.
void wait_until_shown(const Services& services, const SelectedAssets& assets, AssetMutation& mutation,
                      const support::CallContext& context);

}  // namespace kili::use_cases
