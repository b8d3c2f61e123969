#include "use_cases/known_project.hpp"

namespace kili::use_cases {

void check_project_exists(const Resources& resources, std::string_view project_id,
                          const support::CallContext& context) {
  if (project_id.empty()) return;
  try {
    static_cast<void>(resources.api->projects.project(project_id, context));
  } catch (const NotFoundError&) {
    throw;
  } catch (const Error&) {
    // The caller's own error says more than the failure of this question.
  }
}

}  // namespace kili::use_cases
