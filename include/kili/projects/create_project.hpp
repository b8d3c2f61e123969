#pragma once

/// @file
/// Arguments of `Client::create_project()`.

#include <optional>
#include <string>

#include "kili/enums.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"
#include "kili/projects/project_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// A project to create: with `input_type` and `json_interface`, as a copy of another (`project_id`), or
/// ready-made (`from_demo_project`).
struct CreateProject {
  List<ComplianceTag> compliance_tags{};
  std::string description{};
  /// A service of before 26.2 has no demo projects (UnsupportedByServiceError).
  std::optional<DemoProjectType> from_demo_project{};
  /// Type of the assets; it never changes.
  std::optional<InputType> input_type{};
  /// The interface: its jobs and their classes. The order of its keys is kept where the value keeps it
  /// (Json::parse(), nlohmann::ordered_json); exports number classes in that order. `{}` has no jobs yet.
  Json json_interface{};
  /// GEOSPATIAL projects only: objects are drawn in pixels of the image instead of coordinates of the earth.
  /// Since service 26.2.
  bool pixel_labeling = false;
  /// A project to copy: its interface, instructions, type and tags; not its assets and members.
  std::optional<std::string> project_id{};
  /// Labels of tags that the project gets, besides those of the project that is copied.
  List<std::string> tags{};
  std::string title{};  ///< Needed.
};

}  // namespace v0_1
}  // namespace kili
