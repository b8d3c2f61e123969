#pragma once

#include <string_view>

#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// Checks content that is bytes or a reader: its format is known, and it is not empty.
/// @throws ValidationError, ImportValidationError.
void check_held_content(const ImportRow& row);
/// Checks what an import with a journal needs of a row. @throws ValidationError.
void check_resumable(const ImportRow& row);

/// Finds bytes that were given as a text where a path is meant. None of them gets into the message.
/// @throws ImportValidationError for what begins as an image, a document, a sound or a video does.
void check_is_no_binary(const ImportRow& row);
/// @param what names the path in the message. @throws ImportValidationError what cannot be a path, or begins
/// as binary content does.
void check_may_be_path(std::string_view path, std::string_view what, const ImportRow& row);

}  // namespace kili::use_cases
