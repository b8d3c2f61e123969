#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "kili/table.hpp"
#include "table/column_chunk.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Rows are in groups with one chunk per column. So a table grows without moving existing rows, and a group
/// is exported as a batch of Arrow arrays without conversion.
struct TableData {
  struct Column {
    std::string name;
    ColumnType type = ColumnType::text;
    std::size_t null_count = 0;
    std::vector<std::shared_ptr<const ColumnChunk>> chunks{};  ///< One for each group, each of `type`.
  };
  struct Cell {
    const ColumnChunk& chunk;
    std::size_t index;
  };

  std::vector<Column> columns;
  /// First row of each group and, behind the last group, the number of rows.
  std::vector<std::size_t> group_begins{0};

  [[nodiscard]] std::size_t group_count() const noexcept { return group_begins.size() - 1; }
  [[nodiscard]] std::size_t row_count() const noexcept { return group_begins.back(); }
  /// Precondition: both exist.
  [[nodiscard]] Cell cell(std::size_t column, std::size_t row) const noexcept;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
