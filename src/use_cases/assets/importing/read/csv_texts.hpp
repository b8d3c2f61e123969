#pragma once

#include <string>
#include <vector>

namespace kili::use_cases {

/// Texts to import with their names.
struct CsvTexts {
  std::vector<std::string> contents;
  std::vector<std::string> external_ids;
  /// What is odd in the file although it can be read, with the line of the record; the first ones.
  std::vector<std::string> remarks;
};

/// Reads the columns `content` and `externalId` (specification: `append_many_to_dataset`, parameter
/// `from_csv`).
/// @throws FileError, or ValidationError naming the missing column, the line, or a separator that is none.
[[nodiscard]] CsvTexts read_csv_texts(const std::string& path, const std::string& separator);

}  // namespace kili::use_cases
