#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "table/column_chunk.hpp"
#include "table/table_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Builds a table from records, one after the other.
class TableBuilder {
 public:
  /// Size of a full group of rows: its number of rows, or the bytes of text in one of its columns.
  struct GroupLimits {
    std::size_t rows = 65'536;
    std::size_t text_bytes = std::size_t{32} << 20U;
  };

  /// Type of the column of a field, where it does not depend on the values.
  using ColumnTypes = std::function<std::optional<ColumnType>(std::string_view field)>;

  /// @param fields dotted names of the requested fields.
  TableBuilder(std::span<const std::string> fields, ColumnTypes column_types);
  TableBuilder(std::span<const std::string> fields, ColumnTypes column_types, GroupLimits limits);

  /// Adds a row. Members without a column get a new one at the end.
  /// @throws FieldError when a value is too large.
  void append(const nlohmann::json& record);
  [[nodiscard]] std::shared_ptr<const TableData> finish() &&;

 private:
  struct Column {
    std::string name;
    /// Absent until it is known from a value or the service's schema. Earlier values are missing, and there
    /// are no chunks.
    std::optional<ColumnType> type{};
    std::vector<ColumnChunk> chunks{};  ///< One for each full group, and one for the group that grows.
  };

  void add_column(std::string_view name, std::optional<ColumnType> type);
  void append_unknown_members(const nlohmann::json& record);
  void append_missing(Column& column);
  void append_value(Column& column, const nlohmann::json& value);
  void append_json(Column& column, const nlohmann::json& value);
  void set_type(Column& column, ColumnType type);
  void convert(Column& column, ColumnType type);
  void begin_group();

  ColumnTypes column_types_;
  GroupLimits limits_;
  std::vector<Column> columns_;
  std::vector<std::size_t> group_begins_{0};  ///< Of each group, the growing one too.
  std::size_t row_count_ = 0;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
