#pragma once

#include <optional>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

namespace kili::graphql {

/// Leaves null inputs out as the service's own client does (docs/service.md, "Requests"): at the top level
/// and, recursively, inside objects under the keys data, where, project, asset, label and issue.
[[nodiscard]] nlohmann::json without_nulls(nlohmann::json variables);

/// A list of texts as a variable.
[[nodiscard]] nlohmann::json text_list(std::span<const std::string> texts);

/// A value that may be absent, as a variable that is sent as null then.
template <typename Value>
[[nodiscard]] nlohmann::json value_or_null(const std::optional<Value>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

}  // namespace kili::graphql
