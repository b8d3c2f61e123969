#pragma once

/// @file
/// A callable that changes the annotations of a COCO export.

#include <functional>

#include "kili/json.hpp"

namespace kili {
inline namespace v0_1 {

/// Gets an annotation as COCO has it, its image as COCO has it, and the annotation as Kili has it; returns
/// the annotation to write, an object. What it throws ends the export.
using AnnotationModifier =
    std::function<Json(const Json& coco_annotation, const Json& coco_image, const Json& kili_annotation)>;

}  // namespace v0_1
}  // namespace kili
