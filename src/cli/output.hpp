#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/errors.hpp"

namespace kili::cli {

enum class Format : std::uint8_t {
  table,
  jsonl,
  csv,
  arrow  ///< A stream of the Arrow IPC format; of listings alone.
};

/// Thrown when the reader of the standard output went away.
struct OutputClosed {};

/// Thrown when the standard output cannot be written: nobody knows what of it arrived.
class OutputError : public FileWriteError {
 public:
  using FileWriteError::FileWriteError;
};

/// The standard output of the program.
class Output {
 public:
  explicit Output(Format format);

  [[nodiscard]] Format format() const noexcept { return format_; }
  [[nodiscard]] bool is_terminal() const noexcept { return is_terminal_; }
  /// Writes text as it is. @throws OutputClosed; OutputError when it cannot be written.
  void write(std::string_view text);
  /// Writes whole rows of CSV; on a terminal without anything that steers it.
  void write_csv(std::string_view rows);
  /// Writes what was written. To be called once, in the end. @throws as write().
  void flush();
  /// Writes a line of JSON; on a terminal without anything that steers it.
  void write_json(const nlohmann::json& value);

 private:
  Format format_;
  bool is_terminal_;
};

/// Text of a value for a cell: a text as it is, null empty, anything else as JSON.
/// @param path dotted; the values of a list on the way are joined.
[[nodiscard]] std::string cell_text(const nlohmann::json& record, std::string_view path);

/// Counts behind each other: "3 created, 1 failed".
[[nodiscard]] std::string counts_text(const std::map<std::string_view, std::size_t>& counts);

/// The text in lines of at most that many columns, broken at blanks where that is possible.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// What a table does with a last column that is too wide.
enum class LastColumn : std::uint8_t {
  cut,
  wrapped  ///< For sentences that people need to read.
};

/// Records as a table or as lines of JSON, as they come. Widths of columns are those of the first records;
/// together they fit the terminal. Elsewhere nothing is cut.
class RecordWriter {
 public:
  /// @param columns dotted names of fields, for a table and for CSV.
  RecordWriter(Output& output, std::vector<std::string> columns, LastColumn last = LastColumn::cut);

  void add(const nlohmann::json& record);
  /// Writes what is held back. To be called in the end.
  void finish();
  [[nodiscard]] std::size_t count() const noexcept { return count_; }

 private:
  /// A text in the columns of a cell.
  [[nodiscard]] std::string cell_of(const std::string& text, std::size_t width) const;
  void write_csv_row(std::span<const std::string> cells);
  void write_row(std::span<const std::string> cells);
  void write_held();

  std::vector<std::string> columns_;
  std::size_t count_ = 0;
  std::vector<std::vector<std::string>> held_;  ///< The first rows, until widths are known.
  LastColumn last_;
  Output& output_;
  std::vector<std::size_t> widths_;
};

}  // namespace kili::cli
