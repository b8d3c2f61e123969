#pragma once

/// @file
/// A callable that changes the annotations of a COCO export.

#include "kili/callable.hpp"
#include "kili/json.hpp"

namespace kili {
inline namespace v0_1 {

/// Changes annotations of COCO files: gets the annotation as COCO has it, its image as COCO has it, and the
/// annotation as Kili has it, and returns the annotation to write, an object. What it throws ends the export.
/// Any callable that takes three `const Json&` and returns what converts to `Json`. Not given: annotations
/// stay as they are.
using AnnotationModifier = detail::Callable<Json(const Json&, const Json&, const Json&)>;

}  // namespace v0_1
}  // namespace kili
