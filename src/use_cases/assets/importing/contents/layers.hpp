#pragma once

#include <memory>

#include "kili/enums.hpp"
#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// Checks the form of the layers of a row, without looking at their files.
/// @throws ImportValidationError: a layer without a path or with something that layers do not have;
/// ValidationError: one that cannot be written as JSON.
void check_layers(const ImportRow& row);

/// What the content of a row is in an IMAGE or GEOSPATIAL project.
/// @throws ImportValidationError when it is none of what such projects take.
[[nodiscard]] ContentKind kind_of_image(const ImportRow& row, InputType input_type);

[[nodiscard]] std::unique_ptr<ContentPlanner> make_layers_planner(InputType input_type);
[[nodiscard]] std::unique_ptr<ContentPlanner> make_tile_layers_planner();

}  // namespace kili::use_cases
