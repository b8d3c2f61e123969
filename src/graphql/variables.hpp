#pragma once

#include <nlohmann/json.hpp>

namespace kili::graphql {

/// Leaves null inputs out as the service's own client does (contract/README.md, "Requests"): at the top level
/// and, recursively, inside objects under the keys data, where, project, asset, label and issue.
[[nodiscard]] nlohmann::json without_nulls(nlohmann::json variables);

}  // namespace kili::graphql
