#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/store/model.hpp"

namespace kili::sandbox {

/// Reads dates and settings of a project in the format of a recorded fixture.
/// @throws std::invalid_argument on a wrong value.
void read_project_settings(const nlohmann::json& fixture, ProjectInfo& project);
/// Dates and settings of a project as one JSON text for the database, and back.
[[nodiscard]] std::string settings_to_text(const ProjectInfo& project);
void read_settings_text(std::string_view text, ProjectInfo& project);
/// A project in the format of a recorded final state.
[[nodiscard]] nlohmann::json project_to_state(const ProjectInfo& project);

/// The member that a project has from its creation on, and whether a member is one.
[[nodiscard]] Member owner_of(std::string_view project_id, const User& user);
[[nodiscard]] bool is_owner_from_creation(const Member& member);
/// Reads a member {id, projectId, userId, role, activated, starred, status, deleted}, and writes it.
[[nodiscard]] Member member_from_fixture(const nlohmann::json& fixture);
[[nodiscard]] nlohmann::json member_to_json(const Member& member);

/// Reads a tag {id, label, color, checkedForProjects}, and writes it.
[[nodiscard]] Tag tag_from_fixture(const nlohmann::json& fixture);
[[nodiscard]] nlohmann::json tag_to_json(const Tag& tag);

}  // namespace kili::sandbox
