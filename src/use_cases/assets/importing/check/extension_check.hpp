#pragma once

#include "kili/enums.hpp"
#include "use_cases/assets/importing/contents/content_kind.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// Checks the extension of the file, the URL or the layers of a row, none at all is accepted, and the format
/// of bytes. Texts and JSON values are not looked at.
/// @throws ImportValidationError naming the extension and those that such projects take, or a path that can
/// be none.
void check_extension(const ImportRow& row, ContentKind kind, InputType input_type);

}  // namespace kili::use_cases
