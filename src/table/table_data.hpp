#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "table/column_chunk.hpp"
#include "kili/table.hpp"

namespace kili::detail {

/// Rows lie in groups, in each of which every column has a chunk: so a table grows without moving what it
/// has, and a group is a batch of Arrow arrays as it is.
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

}  // namespace kili::detail
