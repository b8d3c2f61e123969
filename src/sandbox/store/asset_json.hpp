#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/store/model.hpp"

namespace kili::sandbox {

/// Reads an asset in the format of a recorded fixture; absent keys keep the service's defaults.
/// The id is kept, empty when absent. @param steps those of the asset's project. @throws
/// std::invalid_argument on a wrong value.
[[nodiscard]] Asset asset_from_fixture(const nlohmann::json& fixture, const std::vector<ProjectStep>& steps);
/// Reads a label in the format of a recorded fixture. @throws std::invalid_argument on a wrong value.
[[nodiscard]] Label label_from_fixture(const nlohmann::json& fixture);
/// Reads a user {id, email, firstname, lastname}.
[[nodiscard]] User user_from_fixture(const nlohmann::json& fixture);

/// The annotations of a label in the form of the schema, a list.
[[nodiscard]] nlohmann::json annotations_of(const Label& label);

/// An asset in the format of a recorded final state.
[[nodiscard]] nlohmann::json asset_to_state(const Asset& asset);

/// Its status, step, labels and issues in the format of a recorded final state of the modules beside assets.
/// @param step that it is in.
[[nodiscard]] nlohmann::json labeled_asset_to_state(const Asset& asset, const ProjectStep& step);

/// The details as one JSON text for the database, and back.
[[nodiscard]] std::string details_to_text(const AssetDetails& details);
[[nodiscard]] AssetDetails details_from_text(std::string_view text);

/// The steps and groups of a workflow as JSON in the form of the schema (`steps`, `stepGroups`), and back.
[[nodiscard]] nlohmann::json workflow_to_json(const ProjectInfo& project);
/// Reads the keys that are there. @throws std::invalid_argument on a wrong value.
void read_workflow(const nlohmann::json& document, ProjectInfo& project);

[[nodiscard]] nlohmann::json user_to_json(const User& user);
/// A number, or null.
[[nodiscard]] nlohmann::json optional_number(const std::optional<double>& number);

}  // namespace kili::sandbox
