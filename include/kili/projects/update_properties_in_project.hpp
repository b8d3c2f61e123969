#pragma once

/// @file
/// Arguments of `Client::update_properties_in_project()`.

#include <cstdint>
#include <optional>
#include <string>

#include "kili/enums.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"
#include "kili/projects/project_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// What to change of a project. An absent member stays as it is.
struct UpdatePropertiesInProject {
  std::optional<bool> can_navigate_between_assets{};
  std::optional<bool> can_skip_asset{};
  List<ComplianceTag> compliance_tags{};  ///< All of them; an empty list removes them.
  std::optional<double> consensus_mark{};
  std::optional<std::int32_t> consensus_tot_coverage{};  ///< Percentage, 0 to 100.
  std::optional<std::string> description{};
  std::optional<double> honeypot_mark{};
  /// Deprecated: the type of a project does not change. Warns, and is not sent.
  std::optional<InputType> input_type{};
  std::optional<std::string> instructions{};  ///< Text or a link.
  /// The whole new interface, see CreateProject::json_interface. Null: it stays as it is.
  Json json_interface{};
  /// What the metadata of assets may be: an object of `{"filterable", "type", "visibleByLabeler",
  /// "visibleByReviewer"}` by name. A key that is not given is true, `type` is "string"; the other types are
  /// "number" and "date".
  Json metadata_properties{};
  /// Deprecated: metadata_properties, which wins. An object of types by name.
  Json metadata_types{};
  std::optional<std::int32_t> min_consensus_size{};  ///< People who label the same asset, 1 to 10.
  std::string project_id{};                          ///< Needed.
  std::optional<std::int32_t> review_coverage{};     ///< Percentage, 0 to 100.
  std::optional<std::int32_t> seconds_to_label_before_auto_assign{};  ///< Seconds, 0 or more.
  std::optional<bool> should_auto_assign{};
  std::optional<bool> should_relaunch_kpi_computation{};
  std::optional<std::string> title{};
  std::optional<bool> use_honeypot{};
};

}  // namespace v0_1
}  // namespace kili
