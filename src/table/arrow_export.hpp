#pragma once

#include <cstddef>
#include <memory>

#include "table/table_data.hpp"
#include "kili/arrow.hpp"

namespace kili::detail {

/// Makes `out` a stream of the table's rows. Each array keeps alive what it shows, and nothing else.
void export_stream(std::shared_ptr<const TableData> table, std::size_t max_batch_rows, ArrowArrayStream& out);

}  // namespace kili::detail
