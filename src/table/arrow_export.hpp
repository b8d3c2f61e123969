#pragma once

#include <cstddef>
#include <memory>

#include "kili/arrow.hpp"
#include "table/table_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Makes `out` a stream of the table's rows. Each array keeps only its own chunks alive.
void export_stream(std::shared_ptr<const TableData> table, std::size_t max_batch_rows, ArrowArrayStream& out);

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
