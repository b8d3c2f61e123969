#pragma once

#include <functional>
#include <string_view>

#include "kili/table.hpp"

namespace kili::cli {

/// Writes a table as a stream of the Arrow IPC format
/// (https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format), which pyarrow, Polars, DuckDB
/// and others read from a pipe. Column types become bool, int64, double, utf8, and utf8 with the extension
/// type "arrow.json".
/// @param write takes the bytes, in order.
void write_arrow_stream(const Table& table, const std::function<void(std::string_view)>& write);

}  // namespace kili::cli
