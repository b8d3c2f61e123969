#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "kili/projects/get_steps.hpp"
#include "kili/projects/project_step.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `get_steps`.
class StepsOfProject {
 public:
  explicit StepsOfProject(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::vector<ProjectStep> run(std::string_view project_id, const GetSteps& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
