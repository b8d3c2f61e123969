#include "use_cases/projects/project_state.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "support/json_lookup.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

bool ProjectState::is_set(std::string_view project_id, const char* field,
                          const support::CallContext& context) const {
  const std::array<std::string, 1> fields{field};
  const auto project = resources_.api->projects.find_project(project_id, fields, context);
  const auto* const value = project ? support::find_member(*project, field) : nullptr;
  return value != nullptr && support::is_true(*value);
}

void ProjectState::set_archived(std::string_view project_id, bool archived,
                                const support::CallContext& context) const {
  check_given("project_id", project_id);
  const auto send = [&](const support::CallContext& inner) {
    resources_.api->projects.set_archived(project_id, archived, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    return is_set(project_id, "archived", inner) == archived;
  };
  SingleMutation(send, is_done)
      .run(resources_, std::string(project_id), engine::RepairPolicy::read_or_repeat, context);
}

void ProjectState::set_anonymized(std::string_view project_id, bool anonymized,
                                  const support::CallContext& context) const {
  check_given("project_id", project_id);
  const auto send = [&](const support::CallContext& inner) {
    resources_.api->projects.set_anonymized(project_id, anonymized, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    return is_set(project_id, "shouldAnonymize", inner) == anonymized;
  };
  SingleMutation(send, is_done)
      .run(resources_, std::string(project_id), engine::RepairPolicy::read_or_repeat, context);
}

std::string ProjectState::remove(std::string_view project_id, const support::CallContext& context) const {
  check_given("project_id", project_id);
  std::string answer(project_id);
  const auto send = [&](const support::CallContext& inner) {
    answer = resources_.api->projects.delete_project(project_id, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const std::array<std::string, 1> fields{"id"};
    return !resources_.api->projects.find_project(project_id, fields, inner);
  };
  SingleMutation(send, is_done)
      .run(resources_, std::string(project_id), engine::RepairPolicy::read_or_repeat, context);
  return answer;
}

}  // namespace kili::use_cases
