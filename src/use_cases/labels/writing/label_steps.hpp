#pragma once

#include <optional>
#include <string>

#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// How a call names the step of its labels.
struct StepNames {
  const std::optional<std::string>& group_name;
  const std::optional<std::string>& step_id;
  const std::optional<std::string>& step_name;

  [[nodiscard]] bool none_given() const noexcept { return !group_name && !step_id && !step_name; }
};

/// Checks what can be said of the names without the project. @throws ValidationError.
void check_step_names(const StepNames& names);

/// Id of the step that checked names name. Asks for the steps of the project.
/// @throws ValidationError when the names do not name one step; NotFoundError for an unknown project, or one
/// without steps.
[[nodiscard]] std::string resolve_step(const Resources& resources, const std::string& project_id,
                                       const StepNames& names, const support::CallContext& context);

}  // namespace kili::use_cases
