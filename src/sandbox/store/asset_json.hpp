#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/store/model.hpp"

namespace kili::sandbox {

/// Reads an asset in the format of a recorded fixture; absent keys keep the service's defaults.
/// The id is kept, empty when absent. @throws std::invalid_argument on a wrong value.
[[nodiscard]] Asset asset_from_fixture(const nlohmann::json& fixture);
/// Reads a label in the format of a recorded fixture. @throws std::invalid_argument on a wrong value.
[[nodiscard]] Label label_from_fixture(const nlohmann::json& fixture);
/// Reads a user {id, email, firstname, lastname}.
[[nodiscard]] User user_from_fixture(const nlohmann::json& fixture);

/// An asset in the format of a recorded final state.
[[nodiscard]] nlohmann::json asset_to_state(const Asset& asset);

/// The details as one JSON text for the database, and back.
[[nodiscard]] std::string details_to_text(const AssetDetails& details);
[[nodiscard]] AssetDetails details_from_text(std::string_view text);

[[nodiscard]] nlohmann::json user_to_json(const User& user);
/// A number, or null.
[[nodiscard]] nlohmann::json optional_number(const std::optional<double>& number);

}  // namespace kili::sandbox
