#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "support/temporary_file.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// A temporary file, written until it is shared.
using Spool = std::shared_ptr<const support::TemporaryFile>;

/// Keeps what is to be uploaded.
/// @param asset names the asset in messages. @throws FileError when there is no room.
[[nodiscard]] Spool spool_text(std::string_view text, std::string_view asset);

/// Reads all that the reader of a row's content gives, once.
/// @param between called between the calls of the reader; what it throws ends the reading.
/// @throws ImportValidationError the reader throws, was read before, or gives nothing, another number of
/// bytes than it was said to give, or more than the buffer holds; FileError there is no room.
[[nodiscard]] Spool spool_reader(const ImportRow& row, const std::function<void()>& between);

}  // namespace kili::use_cases
