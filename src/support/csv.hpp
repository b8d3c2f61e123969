#pragma once

#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace kili::support {

/// Reads CSV as RFC 4180 describes it: quoted fields with doubled quotes, separators and line breaks inside,
/// CRLF or LF, a byte order mark; blank lines are skipped.
class CsvReader {
 public:
  /// `input` outlives the reader.
  CsvReader(std::istream& input, char separator);

  /// The next record, or nullopt at the end.
  /// @throws std::runtime_error with the line number for a quote that is never closed or stands in the
  /// middle.
  [[nodiscard]] std::optional<std::vector<std::string>> next();
  /// Line on which the last record began, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return record_line_; }

 private:
  [[nodiscard]] std::string quoted_field();
  [[nodiscard]] std::string plain_field();
  int get();

  std::istream& input_;
  char separator_;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
};

}  // namespace kili::support
