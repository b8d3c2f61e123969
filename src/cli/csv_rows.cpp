#include "cli/csv_rows.hpp"

#include <string_view>
#include <utility>

#include "kili/errors.hpp"

namespace kili::cli {
namespace {

constexpr int csv_end = std::istream::traits_type::eof();

}  // namespace

std::optional<std::vector<std::string>> CsvRows::next() {
  std::string field = is_begun_ ? std::string() : skip_byte_order_mark();
  is_begun_ = true;
  while (field.empty() && (stream_.peek() == '\n' || stream_.peek() == '\r')) {
    if (stream_.get() == '\n') {
      ++line_;
    } else {
      require_line_end();
    }
  }
  if (field.empty() && stream_.peek() == csv_end) return std::nullopt;
  row_line_ = line_;
  std::vector<std::string> row;
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
      if (c == '\n') ++line_;
      row.push_back(std::move(field));
      return row;
    } else if (c == '\r') {
      require_line_end();
    } else {
      field += static_cast<char>(c);
    }
  }
}

std::string CsvRows::skip_byte_order_mark() {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  std::string begun;
  while (begun.size() < mark.size() && stream_.peek() == static_cast<unsigned char>(mark[begun.size()])) {
    begun += static_cast<char>(stream_.get());
  }
  return begun == mark ? std::string() : begun;
}

void CsvRows::require_line_end() {
  if (stream_.peek() == '\n' || stream_.peek() == csv_end) return;
  // A file whose lines end so is one line otherwise, and has no rows.
  throw ValidationError("line " + std::to_string(line_) +
                        ": a carriage return without a line feed; end lines with line feeds, and quote " +
                        "fields that contain a line break");
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
