#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Assets by their external id. Several may share one.
using AssetsByExternalId = std::unordered_map<std::string, std::vector<std::string>>;

/// Looks up external ids, 1,000 with a request.
[[nodiscard]] AssetsByExternalId find_assets(const Resources& resources, const std::string& project_id,
                                             std::span<const std::string> external_ids,
                                             const support::CallContext& context);

/// The one asset of an external id. @throws NotFoundError when there is none or there are several.
[[nodiscard]] const std::string& only_asset(const AssetsByExternalId& found, const std::string& external_id,
                                            const std::string& project_id);

/// The asset of each external id. @throws NotFoundError naming all that are unknown or ambiguous.
[[nodiscard]] std::vector<std::string> resolve_assets(const Resources& resources,
                                                      const std::string& project_id,
                                                      std::span<const std::string> external_ids,
                                                      const support::CallContext& context);

}  // namespace kili::use_cases
