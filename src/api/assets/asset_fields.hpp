#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/label_fields.hpp"
#include "kili/table.hpp"

namespace kili::api {

// Fields of an asset, as dotted names: "id", "labels.author.email".

/// Checks that the names can stand in a selection. @throws ValidationError naming the field.
void check_asset_fields(std::span<const std::string> fields);

/// The fields that are requested when none are given (specification, `assets`, parameter `fields`).
/// @param has_steps whether the project's workflow has steps, or a status for each asset.
/// @param has_groups whether its steps are in groups.
[[nodiscard]] std::vector<std::string> default_asset_fields(bool has_steps, bool has_groups);
/// True for fields that only assets of projects with workflow steps have.
[[nodiscard]] bool is_step_field(std::string_view field) noexcept;
/// True for the field that tells the status of assets in projects without workflow steps.
[[nodiscard]] bool is_status_field(std::string_view field) noexcept;

/// True when the id is among the fields, so that repeated records can be told.
[[nodiscard]] bool ask_asset_id(std::span<const std::string> fields) noexcept;
/// True when annotations are among the fields.
[[nodiscard]] bool ask_label_responses(std::span<const std::string> fields) noexcept;
/// The fields to request beside those that ask label responses (docs/service.md, "Listing").
[[nodiscard]] std::vector<std::string> with_fields_of_responses(std::vector<std::string> fields);

/// Type of the column of a field in a table, for fields whose type does not depend on the values of a
/// listing. Nothing for other fields.
[[nodiscard]] std::optional<ColumnType> asset_column_type(std::string_view field) noexcept;

}  // namespace kili::api
