#pragma once

#include <memory>

#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// What the content of a row is in a TEXT project. Looks whether a file of that name exists.
/// @throws ImportValidationError when it is none of what such projects take.
[[nodiscard]] ContentKind kind_of_text(const ImportRow& row);

[[nodiscard]] std::unique_ptr<ContentPlanner> make_text_planner();
[[nodiscard]] std::unique_ptr<ContentPlanner> make_text_file_planner();
[[nodiscard]] std::unique_ptr<ContentPlanner> make_rich_text_planner();

}  // namespace kili::use_cases
