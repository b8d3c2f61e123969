#include "support/csv.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"

namespace kili::fuzz {
namespace {

using CsvRecords = std::vector<std::vector<std::string>>;

constexpr std::string_view csv_byte_order_mark = "\xEF\xBB\xBF";

CsvRecords csv_records(const std::string& text, char separator) {
  std::istringstream stream(text);
  support::CsvReader reader(stream, separator);
  CsvRecords records;
  std::size_t line = 0;
  while (auto record = reader.next()) {
    require(!record->empty(), "a record of CSV has a field");
    require(reader.line() >= line, "lines of CSV are counted upwards");
    line = reader.line();
    records.push_back(*std::move(record));
  }
  const auto breaks = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  require(line <= breaks + 1, "no record of CSV begins behind the last line");
  return records;
}

std::string quoted_csv(const CsvRecords& records, char separator) {
  std::string text;
  for (const auto& record : records) {
    for (std::size_t i = 0; i < record.size(); ++i) {
      if (i > 0) text += separator;
      text += '"';
      for (const char c : record[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

/// What CSV without a quote is.
CsvRecords split_csv(std::string_view text, char separator) {
  CsvRecords records;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    auto& record = records.emplace_back();
    for (;;) {
      const auto at = line.find(separator);
      record.emplace_back(line.substr(0, at));
      if (at == std::string_view::npos) break;
      line.remove_prefix(at + 1);
    }
  }
  return records;
}

}  // namespace

/// The first character chooses the separator.
void fuzz_csv(std::string_view input) {
  if (input.empty()) return;
  constexpr std::string_view separators = ",;\t|";
  const char separator = separators[static_cast<unsigned char>(input.front()) % separators.size()];
  const std::string text(input.substr(1));
  const CsvRecords records = csv_records(text, separator);
  std::size_t bytes = 0;
  for (const auto& record : records) {
    for (const auto& field : record) bytes += field.size();
  }
  require(bytes <= text.size(), "fields of CSV are no longer than the file");
  require(csv_records(quoted_csv(records, separator), separator) == records,
          "CSV that was written is the same");
  if (text.starts_with(csv_byte_order_mark)) return;
  require(csv_records(std::string(csv_byte_order_mark) + text, separator) == records,
          "a byte order mark changes nothing in CSV");
  if (text.find('"') == std::string::npos) {
    require(split_csv(text, separator) == records, "CSV without quotes is lines and fields");
  }
}

}  // namespace kili::fuzz
