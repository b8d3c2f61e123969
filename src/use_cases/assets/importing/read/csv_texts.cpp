#include "use_cases/assets/importing/read/csv_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "kili/errors.hpp"
#include "support/csv.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

/// Of a file that is odd throughout.
constexpr std::size_t most_remarks = 10;

std::size_t column(const std::vector<std::string>& header, std::string_view name, const std::string& path) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) {
    throw ValidationError(
        fmt::format("from_csv: {} has no column '{}', only {}; name the columns content and externalId "
                    "in its first line, and check csv_separator",
                    support::shown_path(path), name, support::shown_list(header)));
  }
  return static_cast<std::size_t>(found - header.begin());
}

}  // namespace

CsvTexts read_csv_texts(const std::string& path, const std::string& separator) {
  if (separator.size() != 1 || separator == "\"" || separator == "\n" || separator == "\r") {
    throw ValidationError(
        fmt::format("csv_separator '{}' is not one character other than a quote or line break",
                    support::shown_text(separator, 20)));
  }
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!std::filesystem::is_regular_file(path, error) || !file.is_open()) {
    throw FileError(
        fmt::format("from_csv: file {} does not exist or cannot be read", support::shown_path(path)));
  }
  try {
    support::CsvReader reader(file, separator.front());
    const auto header = reader.next();
    if (!header) throw ValidationError(fmt::format("from_csv: {} is empty", support::shown_path(path)));
    const std::size_t content = column(*header, "content", path);
    const std::size_t external_id = column(*header, "externalId", path);
    CsvTexts texts;
    const auto remark = [&](std::string_view text) {
      if (texts.remarks.size() < most_remarks) {
        texts.remarks.push_back(fmt::format("from_csv: {}: the record on line {}: {}",
                                            support::shown_path(path), reader.line(), text));
      }
    };
    while (auto record = reader.next()) {
      if (record->size() < header->size()) {
        throw std::runtime_error(fmt::format("the record on line {} has {} fields and the header has {}",
                                             reader.line(), record->size(), header->size()));
      }
      if (!reader.remark().empty()) remark(reader.remark());
      if (record->size() > header->size()) {
        remark(fmt::format("it has {} fields and the header has {}; those behind are left out",
                           record->size(), header->size()));
      }
      texts.contents.push_back(std::move((*record)[content]));
      texts.external_ids.push_back(std::move((*record)[external_id]));
    }
    return texts;
  } catch (const std::runtime_error& failure) {
    throw ValidationError(fmt::format("from_csv: {}: {}", support::shown_path(path), failure.what()));
  }
}

}  // namespace kili::use_cases
