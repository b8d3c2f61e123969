#include "table/table_text.hpp"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <iterator>
#include <string_view>

#include "support/csv.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {
namespace {

constexpr std::size_t piece_size = 65'536;

/// Collects text and passes it to the sink in pieces.
class PieceWriter {
 public:
  explicit PieceWriter(TextSink sink) : sink_(sink) { text_.reserve(piece_size + piece_size / 4); }
  [[nodiscard]] std::string& text() noexcept { return text_; }
  void flush_if_full() {
    if (text_.size() >= piece_size) flush();
  }
  void flush() {
    if (!text_.empty()) sink_.write(sink_.target, text_);
    text_.clear();
  }

 private:
  TextSink sink_;
  std::string text_;
};

/// Calls with each row: the group and the position in it.
template <typename Function>
void for_each_row(const TableData& table, const Function& function) {
  for (std::size_t group = 0; group < table.group_count(); ++group) {
    const std::size_t rows = table.group_begins[group + 1] - table.group_begins[group];
    for (std::size_t i = 0; i < rows; ++i) function(group, i);
  }
}

void append_csv_value(std::string& out, const ColumnChunk& chunk, std::size_t index, char separator) {
  if (chunk.type() == ColumnType::text || chunk.type() == ColumnType::json) {
    support::append_csv_field(out, chunk.text(index), separator);
  } else {
    append_json_value(out, chunk, index);  // digits and words, a decimal point at most
  }
}

/// A number that reads back as a number with the same value: "1.0", not "1".
void append_number(std::string& out, double value) {
  assert(std::isfinite(value));
  const std::size_t begin = out.size();
  fmt::format_to(std::back_inserter(out), "{}", value);
  if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

}  // namespace

void append_json_value(std::string& out, const ColumnChunk& chunk, std::size_t index) {
  switch (chunk.type()) {
    case ColumnType::boolean:
      out += chunk.boolean(index) ? "true" : "false";
      break;
    case ColumnType::integer:
      fmt::format_to(std::back_inserter(out), "{}", chunk.integer(index));
      break;
    case ColumnType::number:
      append_number(out, chunk.number(index));
      break;
    case ColumnType::text:
      support::append_json_string(out, chunk.text(index));
      break;
    case ColumnType::json:
      out += chunk.text(index);
      break;
  }
}

void write_csv(const TableData& table, TextSink sink, char separator) {
  PieceWriter writer(sink);
  std::string& out = writer.text();
  const auto& columns = table.columns;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (c > 0) out += separator;
    support::append_csv_field(out, columns[c].name, separator);
  }
  out += "\r\n";
  for_each_row(table, [&](std::size_t group, std::size_t i) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (c > 0) out += separator;
      const ColumnChunk& chunk = *columns[c].chunks[group];
      if (!chunk.is_null(i)) {
        append_csv_value(out, chunk, i, separator);
      } else if (columns.size() == 1) {
        out += "\"\"";  // readers skip blank lines, which would lose the row
      }
    }
    out += "\r\n";
    writer.flush_if_full();
  });
  writer.flush();
}

void write_ndjson(const TableData& table, TextSink sink) {
  PieceWriter writer(sink);
  std::string& out = writer.text();
  std::vector<std::string> keys;  // as written in the text: {"id": ,"content":
  for (const auto& column : table.columns) {
    std::string key(keys.empty() ? "{" : ",");
    support::append_json_string(key, column.name);
    keys.push_back(key + ':');
  }
  for_each_row(table, [&](std::size_t group, std::size_t i) {
    if (keys.empty()) out += '{';
    for (std::size_t c = 0; c < keys.size(); ++c) {
      out += keys[c];
      const ColumnChunk& chunk = *table.columns[c].chunks[group];
      if (chunk.is_null(i)) {
        out += "null";
      } else {
        append_json_value(out, chunk, i);
      }
    }
    out += "}\n";
    writer.flush_if_full();
  });
  writer.flush();
}

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
