#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/gateway.hpp"
#include "kili/assets/asset_filters.hpp"
#include "support/message_log.hpp"

namespace kili::use_cases {

// What depends on the workflow version of a project (contract/README.md, "Listing"): V1 has a status per
// asset, V2 has steps.

/// True when the filters mean nothing in one of the versions.
[[nodiscard]] bool depend_on_workflow(const AssetFilters& filters) noexcept;
/// True when `where` is not complete without the project's steps.
[[nodiscard]] bool need_steps(const AssetFilters& filters) noexcept;

/// Writes the filters on names of steps into an AssetWhere, and warns of those that the project's version
/// does better by others.
/// @throws ValidationError filters of one version in a project of the other, or a step that it does not have.
void apply_workflow_filters(const AssetFilters& filters, const api::Project& project, nlohmann::json& where,
                            const support::MessageLog& log);

/// The fields that are requested when none are given (specification, `assets`, parameter `fields`).
[[nodiscard]] std::vector<std::string> default_fields(const api::Project& project);
/// Warns of fields that the project's version has no values for.
void warn_of_workflow_fields(const std::vector<std::string>& fields, const api::Project& project,
                             const support::MessageLog& log);

}  // namespace kili::use_cases
