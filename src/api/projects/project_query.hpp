#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kili/projects/project_filters.hpp"

namespace kili::api {

/// Which projects are read.
struct ProjectQuery {
  ProjectFilters filters{};
  /// The tags of ProjectFilters::tags_in, by id. Absent: they do not filter.
  std::optional<std::vector<std::string>> tag_ids{};
};

}  // namespace kili::api
