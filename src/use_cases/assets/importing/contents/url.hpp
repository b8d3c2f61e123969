#pragma once

#include <memory>

#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// @throws ValidationError when the content is a URL that is not UTF-8.
void check_url(const ImportRow& row);

[[nodiscard]] std::unique_ptr<ContentPlanner> make_url_planner();

}  // namespace kili::use_cases
