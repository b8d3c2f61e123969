#pragma once

#include <cstddef>
#include <string>

#include "kili/table.hpp"
#include "table/column_chunk.hpp"
#include "table/table_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Appends a value as JSON text. Precondition: it is not missing.
void append_json_value(std::string& out, const ColumnChunk& chunk, std::size_t index);

/// The table as CSV (RFC 4180). Precondition: the separator is neither quote nor line break.
void write_csv(const TableData& table, TextSink sink, char separator);
/// The table as one JSON object per line.
void write_ndjson(const TableData& table, TextSink sink);

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
