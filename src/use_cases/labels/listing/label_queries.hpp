#pragma once

#include <string_view>

#include "api/labels/label_query.hpp"
#include "kili/labels/label_filters.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Checks the filters before anything is sent, and warns of deprecated values.
/// @throws ValidationError naming the argument; MissingArgumentError for an empty project_id.
[[nodiscard]] api::LabelQuery checked_label_query(std::string_view project_id, const LabelFilters& filters,
                                                  const support::MessageLog& log);

/// True when the filters are to be checked against the project's workflow before anything is asked with them.
[[nodiscard]] bool need_steps(const LabelFilters& filters) noexcept;
/// Checks the filters by step, status and group against the project's workflow, and turns names of steps into
/// ids. @throws ValidationError filters of one workflow version in a project of another, or a step that the
/// project does not have.
void resolve_asset_steps(const api::Project& project, api::LabelQuery& query, const support::MessageLog& log);

}  // namespace kili::use_cases
