#pragma once

#include "api/assets/asset_query.hpp"
#include "api/projects/projects_api.hpp"
#include "kili/assets/asset_filters.hpp"
#include "support/message_log.hpp"

namespace kili::use_cases {

// What depends on the workflow version of a project (docs/service.md, "Projects and workflow versions"): V1
// has a status per asset, V2 has steps, V3 has steps in groups.

/// True when the filters mean nothing, or are not complete, before the project's steps are known: nothing may
/// be asked with them before resolve_steps().
[[nodiscard]] bool need_workflow(const AssetFilters& filters) noexcept;
/// True when the filters mean nothing, or something else is better, in one of the versions.
[[nodiscard]] bool depend_on_workflow(const AssetFilters& filters) noexcept;

/// Checks the filters of a query against the project's workflow, turns names of steps into ids, and warns of
/// filters for which the project's version has better ones.
/// @throws ValidationError filters of one version in a project of another, two that mean the same, or a step
/// that the project does not have.
void resolve_steps(const api::Project& project, api::AssetQuery& query, const support::MessageLog& log);

/// Warns of names of statuses of before 26.2. They are sent as they are: a service of that time knows no
/// others.
void warn_of_former_step_statuses(const AssetFilters& filters, const support::MessageLog& log);

}  // namespace kili::use_cases
