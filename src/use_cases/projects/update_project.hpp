#pragma once

#include <utility>

#include "kili/projects/project.hpp"
#include "kili/projects/update_properties_in_project.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_properties_in_project`.
class ProjectUpdate {
 public:
  explicit ProjectUpdate(Resources resources) : resources_(std::move(resources)) {}
  /// @return the changed fields and the id.
  [[nodiscard]] Project run(const UpdatePropertiesInProject& arguments,
                            const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
