#pragma once

#include <memory>
#include <string>

#include "kili/enums.hpp"
#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// Checks that a path leads to a readable file of a type that such projects take, by its name.
/// @throws FileError, MimeTypeError.
[[nodiscard]] FileStamp check_file_of_type(const ImportRow& row, const std::string& path,
                                           InputType input_type);

/// Tells a path from a URL, in a project that takes both. @return `url` or `file`.
/// @throws ImportValidationError when the content is a JSON value.
[[nodiscard]] ContentKind file_or_url(const ImportRow& row, InputType input_type);

/// For images, sounds and documents.
[[nodiscard]] std::unique_ptr<ContentPlanner> make_file_planner(InputType input_type);

}  // namespace kili::use_cases
