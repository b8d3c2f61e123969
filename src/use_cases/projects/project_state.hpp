#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `archive_project`, `unarchive_project`, `update_project_anonymization` and `delete_project`.
class ProjectState {
 public:
  explicit ProjectState(Resources resources) : resources_(std::move(resources)) {}
  void set_archived(std::string_view project_id, bool archived, const support::CallContext& context) const;
  void set_anonymized(std::string_view project_id, bool anonymized,
                      const support::CallContext& context) const;
  /// @return the id of the project.
  [[nodiscard]] std::string remove(std::string_view project_id, const support::CallContext& context) const;

 private:
  /// Whether a field of the project is true.
  [[nodiscard]] bool is_set(std::string_view project_id, const char* field,
                            const support::CallContext& context) const;

  Resources resources_;
};

}  // namespace kili::use_cases
