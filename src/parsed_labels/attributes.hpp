#pragma once

#include <cstdint>

#include "kili/labels/attribute.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Whether annotations of jobs of that task, drawn with that tool, have the attribute. The tool is
/// ignored when the annotation has none.
[[nodiscard]] bool is_compatible(Attribute attribute, MlTask task, AnnotationTool tool) noexcept;

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
