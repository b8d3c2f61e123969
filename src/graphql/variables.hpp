#pragma once

#include <span>
#include <string>

#include <nlohmann/json.hpp>

namespace kili::graphql {

/// Leaves null inputs out as the service's own client does (docs/service.md, "Requests"): at the top level
/// and, recursively, inside objects under the keys data, where, project, asset, label and issue.
[[nodiscard]] nlohmann::json without_nulls(nlohmann::json variables);

/// A list of texts as a variable.
[[nodiscard]] nlohmann::json text_list(std::span<const std::string> texts);

}  // namespace kili::graphql
