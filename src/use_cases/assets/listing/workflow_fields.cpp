#include "use_cases/assets/listing/workflow_fields.hpp"

#include <fmt/format.h>

#include "api/assets/asset_fields.hpp"

namespace kili::use_cases {

void warn_of_workflow_fields(const std::vector<std::string>& fields, const api::Project& project,
                             const support::MessageLog& log) {
  for (const auto& field : fields) {
    if (!project.has_steps() && api::is_step_field(field)) {
      log.warn(fmt::format("Field {} requested : request 'status' field instead for this project", field));
    }
    if (project.has_steps() && api::is_status_field(field)) {
      log.warn(
          "Field status requested : request 'currentStep.name' and 'currentStep.status' fields instead for "
          "this project");
    }
  }
}

}  // namespace kili::use_cases
