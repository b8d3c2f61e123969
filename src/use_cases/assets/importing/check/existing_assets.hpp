#pragma once

#include <span>
#include <string>
#include <unordered_set>

#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Those of these ids that belong to assets of the project, in as many requests as it takes.
[[nodiscard]] std::unordered_set<std::string> existing_asset_ids(const Resources& resources,
                                                                 const std::string& project_id,
                                                                 std::span<const std::string> asset_ids,
                                                                 const support::CallContext& context);
/// The same for external ids.
[[nodiscard]] std::unordered_set<std::string> existing_external_ids(const Resources& resources,
                                                                    const std::string& project_id,
                                                                    std::span<const std::string> external_ids,
                                                                    const support::CallContext& context);

}  // namespace kili::use_cases
