#include "cli/csv_rows.hpp"

#include <utility>

#include "kili/errors.hpp"

namespace kili::cli {
namespace {

constexpr int csv_end = std::istream::traits_type::eof();

}  // namespace

std::optional<std::vector<std::string>> CsvRows::next() {
  if (line_ == 1 && stream_.peek() == 0xef) stream_.ignore(3);  // byte order mark
  while (stream_.peek() == '\n' || stream_.peek() == '\r') {
    if (stream_.get() == '\n') ++line_;
  }
  if (stream_.peek() == csv_end) return std::nullopt;
  row_line_ = line_;
  std::vector<std::string> row;
  std::string field;
  for (;;) {
    if (field.empty() && stream_.peek() == '"') {
      field = quoted_field();
      const int after = stream_.peek();
      if (after != separator_ && after != '\r' && after != '\n' && after != csv_end) {
        throw ValidationError("line " + std::to_string(line_) + ": text behind a closing quote; double the " +
                              "quotes inside of a quoted field");
      }
      if (after == separator_) {
        stream_.get();
        row.push_back(std::exchange(field, {}));
        continue;
      }
    }
    const int c = stream_.get();
    if (c == separator_) {
      row.push_back(std::exchange(field, {}));
    } else if (c == '\n' || c == csv_end) {
      if (!field.empty() && field.back() == '\r' && c == '\n') field.pop_back();
      if (c == '\n') ++line_;
      row.push_back(std::move(field));
      return row;
    } else {
      field += static_cast<char>(c);
    }
  }
}

std::string CsvRows::quoted_field() {
  const std::size_t begun = line_;
  stream_.get();
  std::string field;
  for (;;) {
    const int c = stream_.get();
    if (c == csv_end) {
      throw ValidationError("line " + std::to_string(begun) +
                            ": a quoted field does not end; close its quote");
    }
    if (c == '\n') ++line_;
    if (c == '"') {
      if (stream_.peek() != '"') return field;
      stream_.get();
    }
    field += static_cast<char>(c);
  }
}

}  // namespace kili::cli
