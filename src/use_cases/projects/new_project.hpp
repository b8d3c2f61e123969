#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "api/projects/projects_api.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Creates a project, also when answers get lost: then it is looked for by title among the projects that were
/// not there before.
/// @return its id.
/// @throws MutationError, its item unknown, when it cannot be told whether the project was created.
[[nodiscard]] std::string create_once(const Resources& resources, const api::NewProject& project,
                                      const support::CallContext& context);

/// Returns when the project can be read: it is asked for every second, for a minute at most. Warns when it is
/// not seen then.
void wait_until_seen(const Resources& resources, const std::string& project_id,
                     const support::CallContext& context);

/// Changes properties of a project, also when answers get lost.
/// @return the changed fields and "id".
[[nodiscard]] nlohmann::json change_project(const Resources& resources, const std::string& project_id,
                                            const api::ProjectChange& change,
                                            const support::CallContext& context);

}  // namespace kili::use_cases
