#include "api/assets/asset_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "graphql/field_selection.hpp"
#include "support/immortal.hpp"

namespace kili::api {
namespace {

constexpr std::array common_fields{
    "content",          "createdAt",    "externalId",          "id",
    "isHoneypot",       "jsonMetadata", "labels.author.id",    "labels.author.email",
    "labels.createdAt", "labels.id",    "labels.jsonResponse", "skipped"};

struct FieldType {
  std::string_view field;
  ColumnType type;
};

/// From the schema's type Asset, so that the tables of two projects have the same types: a mark of 1.0
/// arrives as 1, and marks may be missing everywhere.
constexpr std::array column_types{FieldType{"consensusMark", ColumnType::number},
                                  FieldType{"content", ColumnType::text},
                                  FieldType{"createdAt", ColumnType::text},
                                  FieldType{"externalId", ColumnType::text},
                                  FieldType{"honeypotMark", ColumnType::number},
                                  FieldType{"id", ColumnType::text},
                                  FieldType{"inferenceMark", ColumnType::number},
                                  FieldType{"isHoneypot", ColumnType::boolean},
                                  FieldType{"isUsedForConsensus", ColumnType::boolean},
                                  FieldType{"jsonContent", ColumnType::text},
                                  FieldType{"jsonMetadata", ColumnType::json},
                                  FieldType{"ocrMetadata", ColumnType::json},
                                  FieldType{"priority", ColumnType::integer},
                                  FieldType{"skipped", ColumnType::boolean},
                                  FieldType{"status", ColumnType::text},
                                  FieldType{"updatedAt", ColumnType::text}};

bool contains(std::span<const std::string> fields, std::string_view name) noexcept {
  return std::find(fields.begin(), fields.end(), name) != fields.end();
}

std::vector<std::string> with(std::vector<std::string> fields, std::span<const std::string> needed) {
  for (const auto& field : needed) {
    if (!contains(fields, field)) fields.push_back(field);
  }
  return fields;
}

}  // namespace

void check_asset_fields(std::span<const std::string> fields) {
  static_cast<void>(graphql::selection_of(fields, 0));
}

std::vector<std::string> default_asset_fields(bool has_steps, bool has_groups) {
  std::vector<std::string> fields(common_fields.begin(), common_fields.end());
  if (has_steps) {
    if (has_groups) fields.emplace_back("currentStep.stepGroupName");
    fields.emplace_back("currentStep.name");
    fields.emplace_back("currentStep.status");
  } else {
    fields.emplace_back("status");
  }
  return fields;
}

bool is_step_field(std::string_view field) noexcept { return field.starts_with("currentStep."); }
bool is_status_field(std::string_view field) noexcept { return field == "status"; }

bool ask_asset_id(std::span<const std::string> fields) noexcept { return contains(fields, "id"); }

bool ask_label_responses(std::span<const std::string> fields) noexcept {
  return std::any_of(label_fields.begin(), label_fields.end(),
                     [&](std::string_view label_field) { return ask_label_responses(fields, label_field); });
}

std::vector<std::string> with_fields_of_responses(std::vector<std::string> fields) {
  static const auto& needed = support::immortal(
      std::vector<std::string>{"content", "jsonContent", "resolution.width", "resolution.height"});
  return with(std::move(fields), needed);
}

std::optional<ColumnType> asset_column_type(std::string_view field) noexcept {
  const auto* known = std::find_if(column_types.begin(), column_types.end(),
                                   [field](const FieldType& entry) { return entry.field == field; });
  return known != column_types.end() ? std::optional(known->type) : std::nullopt;
}

}  // namespace kili::api
