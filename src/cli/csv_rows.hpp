#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace kili::cli {

/// Rows of CSV (RFC 4180, UTF-8, lines may end with LF alone), read as they are asked for.
class CsvRows {
 public:
  CsvRows(std::istream& stream, char separator) noexcept : separator_(separator), stream_(stream) {}

  /// The next row that is not empty. @throws ValidationError naming the line.
  [[nodiscard]] std::optional<std::vector<std::string>> next();
  /// Number of the line in which the last row begins, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return row_line_; }

 private:
  [[nodiscard]] std::string quoted_field();
  /// @return the bytes that begin as a byte order mark does and belong to the first field.
  [[nodiscard]] std::string skip_byte_order_mark();
  /// Behind a carriage return. @throws ValidationError when it does not end the line.
  void require_line_end();

  bool is_begun_ = false;
  std::size_t line_ = 1;
  std::size_t row_line_ = 1;
  char separator_;
  std::istream& stream_;
};

}  // namespace kili::cli
