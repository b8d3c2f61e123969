#pragma once

#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kili::support {

/// Reads CSV as RFC 4180 describes it: quoted fields with doubled quotes, separators and line breaks inside,
/// CRLF or LF, a byte order mark; blank lines are skipped. Takes also what Python's csv module takes, and
/// says so: text behind a closing quote belongs to the field, a quote inside a field is text, and a quote
/// that is not closed takes in the rest of the file.
class CsvReader {
 public:
  /// `input` outlives the reader.
  CsvReader(std::istream& input, char separator);

  /// The next record, or nullopt at the end.
  [[nodiscard]] std::optional<std::vector<std::string>> next();
  /// What RFC 4180 does not have in the last record; empty when all is well.
  [[nodiscard]] const std::string& remark() const noexcept { return remark_; }
  /// Line on which the last record began, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return record_line_; }

 private:
  /// Appends to `field` what stands up to a closing quote.
  void read_quoted(std::string& field);
  /// Appends to `field` what stands up to a separator or the end of the line.
  void read_plain(std::string& field);
  int get();

  std::istream& input_;
  char separator_;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
  std::string remark_;
};

/// Appends a field: in quotes where it is empty or has a separator, a quote or a line break in it.
void append_csv_field(std::string& out, std::string_view text, char separator);

}  // namespace kili::support
