#include "use_cases/issues/append_to_issues.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>

#include "engine/error_cause.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/issues/issue_creation.hpp"
#include "use_cases/known_project.hpp"

namespace kili::use_cases {

std::string AppendIssue::run(const AppendToIssues& arguments, const support::CallContext& context) const {
  resources_.log.warn_deprecated("append_to_issues is deprecated, please use create_issues instead.");
  check_given("label_id", arguments.label_id);
  check_given("project_id", arguments.project_id);
  if (arguments.object_mid) check_text("object_mid", *arguments.object_mid);
  if (arguments.text) check_text("text", *arguments.text);
  const std::array<std::string, 1> label{arguments.label_id};
  const auto assets = in_known_project(resources_, arguments.project_id, context, [&] {
    return resources_.api->issues.assets_of_labels(arguments.project_id, label, context);
  });
  if (assets.empty()) {
    throw ValidationError(fmt::format("label_id {} is no label of the project {}; check both",
                                      support::shown_text(arguments.label_id, 100),
                                      support::shown_text(arguments.project_id, 100)));
  }
  IssueCreation creation(resources_, arguments.project_id,
                         {{.label_id = arguments.label_id,
                           .object_mid = arguments.object_mid,
                           .text = arguments.text,
                           .type = arguments.type_}},
                         assets.begin()->second);
  const auto guard = resources_.locks->lock({arguments.label_id}, *resources_.clock, context);
  engine::MutationProgress progress{.pending = {0}};
  try {
    engine::send_with_repair(resources_, creation, engine::RepairPolicy::read_only, progress, context);
  } catch (const Error& error) {
    // What stopped it need not be the loss: a state that could not be read, the deadline.
    if (!progress.pending_unknown || error.context().outcome_unknown) throw;
    engine::throw_with_unknown_outcome(error);
  }
  if (creation.is_doubtful(0)) std::rethrow_exception(creation.loss());
  return creation.id(0);
}

}  // namespace kili::use_cases
