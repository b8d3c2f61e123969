#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "kili/members/project_user.hpp"
#include "kili/members/project_user_filters.hpp"
#include "kili/members/project_users_arguments.hpp"
#include "support/call_context.hpp"
#include "types/record_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `project_users`.
class ListMembers {
 public:
  explicit ListMembers(Resources resources) : resources_(std::move(resources)) {}
  /// Sends nothing.
  [[nodiscard]] std::unique_ptr<detail::RecordStream<ProjectUser>> run(std::string_view project_id,
                                                                       const ProjectUserFilters& filters,
                                                                       const ProjectUsersArguments& arguments,
                                                                       support::CallContext context) const;

 private:
  Resources resources_;
};

/// `count_project_users`.
class CountMembers {
 public:
  explicit CountMembers(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::size_t run(std::string_view project_id, const ProjectUserFilters& filters,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
