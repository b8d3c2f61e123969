#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/list.hpp"
#include "kili/projects/project.hpp"
#include "kili/projects/project_filters.hpp"
#include "kili/projects/projects_arguments.hpp"
#include "support/call_context.hpp"
#include "types/record_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `projects`: checks everything that can be checked before the first request.
class ListProjects {
 public:
  explicit ListProjects(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::unique_ptr<detail::RecordStream<Project>> run(const ProjectFilters& filters,
                                                                   const ProjectsArguments& arguments,
                                                                   support::CallContext context) const;

 private:
  Resources resources_;
};

/// `count_projects`.
class CountProjects {
 public:
  explicit CountProjects(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::size_t run(const ProjectFilters& filters, const support::CallContext& context) const;

 private:
  Resources resources_;
};

/// `find_project_by_title`.
class FindProject {
 public:
  explicit FindProject(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] Project run(std::string_view title, const List<std::string>& fields,
                            const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
