#include "table/table_builder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>

namespace kili::detail {
namespace {

using nlohmann::json;

struct FieldType {
  std::string_view field;
  ColumnType type;
};

/// Fields whose type does not depend on what happens to be in a listing (contract/schema.graphql, Asset), so
/// that exports of two projects fit together: a mark of 1.0 arrives as 1, and marks may be missing
/// everywhere.
constexpr std::array field_types{FieldType{"consensusMark", ColumnType::number},
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

std::optional<ColumnType> type_of_field(std::string_view name, bool has_parts) {
  if (has_parts) return ColumnType::json;
  const auto* known = std::find_if(field_types.begin(), field_types.end(),
                                   [name](const FieldType& entry) { return entry.field == name; });
  return known != field_types.end() ? std::optional(known->type) : std::nullopt;
}

bool is_int64(const json& value) {
  return value.is_number_integer() &&
         (!value.is_number_unsigned() || std::in_range<std::int64_t>(value.get<std::uint64_t>()));
}

/// Type of a column that has this value only.
ColumnType type_of_value(const json& value) {
  if (value.is_boolean()) return ColumnType::boolean;
  if (is_int64(value)) return ColumnType::integer;
  if (value.is_number_float()) return ColumnType::number;
  if (value.is_string()) return ColumnType::text;
  return ColumnType::json;
}

bool are_exact_doubles(const std::vector<ColumnChunk>& integers) {
  return std::all_of(integers.begin(), integers.end(), [](const ColumnChunk& chunk) {
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      if (!chunk.is_null(i) && !is_exact_double(chunk.integer(i))) return false;
    }
    return true;
  });
}

}  // namespace

TableBuilder::TableBuilder(std::span<const std::string> fields) : TableBuilder(fields, GroupLimits()) {}

TableBuilder::TableBuilder(std::span<const std::string> fields, GroupLimits limits) : limits_(limits) {
  for (const std::string_view field : fields) {
    if (field.starts_with("...")) continue;  // what an inline fragment brings becomes a column when it comes
    const auto name = field.substr(0, field.find('.'));
    const bool is_there = std::any_of(columns_.begin(), columns_.end(),
                                      [name](const Column& column) { return column.name == name; });
    if (is_there) continue;
    add_column(name, type_of_field(name, name.size() != field.size()));
  }
}

void TableBuilder::add_column(std::string_view name, std::optional<ColumnType> type) {
  columns_.push_back({.name = std::string(name)});
  if (type) set_type(columns_.back(), *type);
}

void TableBuilder::append(const json& record) {
  std::size_t known = 0;
  const std::size_t column_count = columns_.size();
  for (std::size_t i = 0; i < column_count; ++i) {
    const auto member = record.find(columns_[i].name);
    if (member == record.end()) {
      append_missing(columns_[i]);
    } else {
      append_value(columns_[i], *member);
      ++known;
    }
  }
  if (known < record.size()) append_unknown_members(record);
  ++row_count_;
  const bool is_full = row_count_ - group_begins_.back() >= limits_.rows ||
                       std::any_of(columns_.begin(), columns_.end(), [this](const Column& column) {
                         return column.type && column.chunks.back().text_bytes() >= limits_.text_bytes;
                       });
  if (is_full) begin_group();
}

void TableBuilder::append_unknown_members(const json& record) {
  const auto end_of_known = static_cast<std::ptrdiff_t>(columns_.size());
  for (const auto& [name, value] : record.items()) {
    const bool is_known =
        std::any_of(columns_.begin(), columns_.begin() + end_of_known,
                    [&wanted = name](const Column& column) { return column.name == wanted; });
    if (is_known) continue;
    add_column(name, type_of_field(name, false));
    append_value(columns_.back(), value);
  }
}

void TableBuilder::append_missing(Column& column) {
  if (column.type) column.chunks.back().append_missing();
}

void TableBuilder::append_value(Column& column, const json& value) {
  if (value.is_null() || (value.is_number_float() && !std::isfinite(value.get<double>()))) {
    append_missing(column);
    return;
  }
  const ColumnType type = type_of_value(value);
  if (!column.type) set_type(column, type);
  if (column.type == ColumnType::integer && type == ColumnType::number && are_exact_doubles(column.chunks)) {
    convert(column, ColumnType::number);
  }
  ColumnChunk& chunk = column.chunks.back();
  const bool is_number = type == ColumnType::number ||
                         (type == ColumnType::integer && is_exact_double(value.get<std::int64_t>()));
  if (column.type == ColumnType::number && is_number) {
    chunk.append(value.get<double>());
  } else if (column.type != type || type == ColumnType::json) {
    append_json(column, value);
  } else if (type == ColumnType::boolean) {
    chunk.append(value.get<bool>());
  } else if (type == ColumnType::integer) {
    chunk.append(value.get<std::int64_t>());
  } else {
    chunk.append(std::string_view(value.get_ref<const std::string&>()));
  }
}

void TableBuilder::append_json(Column& column, const json& value) {
  if (column.type != ColumnType::json) convert(column, ColumnType::json);
  column.chunks.back().append(std::string_view(value.dump(-1, ' ', false, json::error_handler_t::replace)));
}

/// Gives a column that had no values its chunks.
void TableBuilder::set_type(Column& column, ColumnType type) {
  column.type = type;
  for (std::size_t i = 0; i < group_begins_.size(); ++i) {
    const std::size_t end = i + 1 < group_begins_.size() ? group_begins_[i + 1] : row_count_;
    column.chunks.emplace_back(type, end - group_begins_[i]);
  }
}

void TableBuilder::convert(Column& column, ColumnType type) {
  for (ColumnChunk& chunk : column.chunks) chunk = converted(chunk, type);
  column.type = type;
}

void TableBuilder::begin_group() {
  group_begins_.push_back(row_count_);
  for (Column& column : columns_) {
    if (!column.type) continue;
    column.chunks.back().shrink_to_fit();
    column.chunks.emplace_back(*column.type, 0);
  }
}

std::shared_ptr<const TableData> TableBuilder::finish() && {
  for (Column& column : columns_) {
    if (!column.type) set_type(column, ColumnType::text);
  }
  auto table = std::make_shared<TableData>();
  table->group_begins = std::move(group_begins_);
  if (table->row_count() != row_count_) table->group_begins.push_back(row_count_);
  for (Column& column : columns_) {
    auto& finished =
        table->columns.emplace_back(TableData::Column{.name = std::move(column.name), .type = *column.type});
    for (std::size_t i = 0; i < table->group_count(); ++i) {
      column.chunks[i].shrink_to_fit();
      finished.null_count += column.chunks[i].null_count();
      finished.chunks.push_back(std::make_shared<const ColumnChunk>(std::move(column.chunks[i])));
    }
  }
  return table;
}

}  // namespace kili::detail
