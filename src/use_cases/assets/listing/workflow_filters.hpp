#pragma once

#include <string>
#include <vector>

#include "api/assets/asset_query.hpp"
#include "api/projects/projects_api.hpp"
#include "kili/assets/asset_filters.hpp"
#include "support/message_log.hpp"

namespace kili::use_cases {

// What depends on the workflow version of a project (docs/service.md, "Listing"): V1 has a status per
// asset, V2 has steps.

/// True when the filters mean nothing in one of the versions.
[[nodiscard]] bool depend_on_workflow(const AssetFilters& filters) noexcept;
/// True when the query is not complete without the project's steps.
[[nodiscard]] bool need_steps(const AssetFilters& filters) noexcept;

/// Resolves the names of steps in the filters of a query to ids, and warns of filters for which the project's
/// version has better ones.
/// @throws ValidationError filters of one version in a project of the other, or a step that it does not have.
void resolve_steps(const api::Project& project, api::AssetQuery& query, const support::MessageLog& log);

/// Warns of fields that the project's version has no values for.
void warn_of_workflow_fields(const std::vector<std::string>& fields, const api::Project& project,
                             const support::MessageLog& log);

}  // namespace kili::use_cases
