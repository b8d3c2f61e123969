#pragma once

#include <string>
#include <vector>

#include "api/projects/projects_api.hpp"
#include "support/message_log.hpp"

namespace kili::use_cases {

/// Warns of fields that the project's workflow version has no values for.
void warn_of_workflow_fields(const std::vector<std::string>& fields, const api::Project& project,
                             const support::MessageLog& log);

}  // namespace kili::use_cases
