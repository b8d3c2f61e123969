#pragma once

#include <string>
#include <utility>

#include "kili/projects/create_project.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `create_project`.
class ProjectCreation {
 public:
  explicit ProjectCreation(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the new project.
  [[nodiscard]] std::string run(const CreateProject& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
