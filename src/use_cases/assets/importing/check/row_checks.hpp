#pragma once

#include <vector>

#include "support/text_hash.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// Checks what can be checked without knowing the project and without looking at files.
/// @throws ValidationError: external id empty or not UTF-8, metadata no JSON object or with NaN;
/// ImportValidationError: no content, or what check_layers() throws.
void check_row(const ImportRow& row);

/// Says that all rows of an import passed check_row() before it began.
struct CheckedRows {
  std::vector<support::TextHash> fingerprints{};  ///< Of each row; empty without a journal.
};

}  // namespace kili::use_cases
