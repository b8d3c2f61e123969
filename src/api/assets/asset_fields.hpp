#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kili/enums.hpp"
#include "kili/table.hpp"

namespace kili::api {

// Fields of an asset, as dotted names: "id", "labels.author.email".

/// The fields that hold labels.
inline constexpr std::array<std::string_view, 3> label_fields{"labels", "latestLabel", "latestLabels"};

/// Checks that the names can stand in a selection. @throws ValidationError naming the field.
void check_asset_fields(std::span<const std::string> fields);

/// The fields that are requested when none are given (specification, `assets`, parameter `fields`).
/// @param has_steps whether the project's workflow has steps, or a status for each asset.
[[nodiscard]] std::vector<std::string> default_asset_fields(bool has_steps);
/// True for fields that only assets of projects with workflow steps have.
[[nodiscard]] bool is_step_field(std::string_view field) noexcept;
/// True for the field that tells the status of assets in projects without workflow steps.
[[nodiscard]] bool is_status_field(std::string_view field) noexcept;

/// True when the id is among the fields, so that repeated records can be told.
[[nodiscard]] bool ask_asset_id(std::span<const std::string> fields) noexcept;
/// True when annotations are among the fields.
[[nodiscard]] bool ask_label_responses(std::span<const std::string> fields) noexcept;
/// The fields to request so that annotations can be completed: in projects of some types they may be given by
/// URL (docs/service.md, "Listing").
[[nodiscard]] std::vector<std::string> with_response_urls(std::vector<std::string> fields,
                                                          InputType input_type);

/// Type of the column of a field in a table, for fields whose type does not depend on the values of a
/// listing. Nothing for other fields.
[[nodiscard]] std::optional<ColumnType> asset_column_type(std::string_view field) noexcept;

}  // namespace kili::api
