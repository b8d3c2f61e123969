#pragma once

#include <string_view>

#include "api/temporary_failure.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Asks the service for the project. Does nothing when the question itself fails.
/// @param project_id empty: nothing is asked.
/// @throws NotFoundError naming project_id when the project does not exist or is not accessible.
void check_project_exists(const Resources& resources, std::string_view project_id,
                          const support::CallContext& context);

/// Runs a call that names a project. How the service refuses an unknown project differs between operations,
/// and some answer as if the project were empty. So a refused call asks for the project, and an unknown one
/// becomes the same NotFoundError everywhere. A call that succeeds costs no request more.
/// @throws NotFoundError when the project is unknown; else what the call throws.
template <typename Call>
[[nodiscard]] auto in_known_project(const Resources& resources, std::string_view project_id,
                                    const support::CallContext& context, Call call) {
  try {
    return call();
  } catch (const GraphQLError& error) {
    if (!api::is_temporary_failure(error)) check_project_exists(resources, project_id, context);
    throw;
  } catch (const NotFoundError&) {
    check_project_exists(resources, project_id, context);
    throw;
  }
}

}  // namespace kili::use_cases
