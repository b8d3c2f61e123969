#include "api/assets/service_filters.hpp"

#include <algorithm>

namespace kili::api {
namespace {

bool contains(const List<StatusInStep>& statuses, StatusInStep status) noexcept {
  return statuses && std::find(statuses->begin(), statuses->end(), status) != statuses->end();
}

List<StatusInStep> under_former_names(const List<StatusInStep>& statuses) {
  if (!statuses) return {};
  std::vector<StatusInStep> former = *statuses;
  std::replace(former.begin(), former.end(), StatusInStep::in_progress, StatusInStep::doing);
  std::replace(former.begin(), former.end(), StatusInStep::rework, StatusInStep::redo);
  return former;
}

}  // namespace

std::vector<Requirement> requirements_of(const AssetFilters& filters) {
  std::vector<Requirement> requirements;
  const auto require = [&](bool given, std::string_view name, std::string_view argument) {
    if (given) requirements.push_back({.name = name, .argument = argument});
  };
  require(filters.group_name_in.has_elements(), "groupNameIn", "group_name_in");
  require(filters.group_name_not_in.has_elements(), "groupNameNotIn", "group_name_not_in");
  require(filters.step_id_and_status_in.has_value(), "stepIdAndStatusIn", "step_id_and_status_in");
  require(filters.step_name_and_status_in.has_value(), "stepIdAndStatusIn", "step_name_and_status_in");
  require(filters.step_id_and_status_not_in.has_value(), "stepIdAndStatusNotIn", "step_id_and_status_not_in");
  require(filters.step_name_and_status_not_in.has_value(), "stepIdAndStatusNotIn",
          "step_name_and_status_not_in");
  return requirements;
}

std::string_view new_step_status_in(const AssetFilters& filters) noexcept {
  for (const auto status : {StatusInStep::in_progress, StatusInStep::rework}) {
    if (contains(filters.step_status_in, status) || contains(filters.step_status_not_in, status)) {
      return to_string(status);
    }
  }
  return {};
}

AssetFilters with_former_step_statuses(AssetFilters filters) {
  filters.step_status_in = under_former_names(filters.step_status_in);
  filters.step_status_not_in = under_former_names(filters.step_status_not_in);
  return filters;
}

}  // namespace kili::api
