#include "table/table_builder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>

#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {
namespace {

using nlohmann::json;

bool is_int64(const json& value) {
  return value.is_number_integer() &&
         (!value.is_number_unsigned() || std::in_range<std::int64_t>(value.get<std::uint64_t>()));
}

/// Type of a column with only this value.
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

TableBuilder::TableBuilder(std::span<const std::string> fields, ColumnTypes column_types)
    : TableBuilder(fields, std::move(column_types), GroupLimits()) {}

TableBuilder::TableBuilder(std::span<const std::string> fields, ColumnTypes column_types, GroupLimits limits)
    : column_types_(std::move(column_types)), limits_(limits) {
  for (const std::string_view field : fields) {
    if (field.starts_with("...")) continue;  // these fields become columns when they first occur
    const auto name = field.substr(0, field.find('.'));
    const bool is_there = std::any_of(columns_.begin(), columns_.end(),
                                      [name](const Column& column) { return column.name == name; });
    if (is_there) continue;
    const bool has_parts = name.size() != field.size();
    add_column(name, has_parts ? ColumnType::json : column_types_(name));
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
    add_column(name, column_types_(name));
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
  column.chunks.back().append(std::string_view(support::compact_json(value)));
}

/// Creates the chunks of a column that had no values before.
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

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
