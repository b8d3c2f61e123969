#pragma once

#include <cstdint>

#include "kili/labels/attribute.hpp"
#include "kili/labels/ontology.hpp"

namespace kili::labels {

/// Whether annotations of jobs of that task, drawn with that tool, have the attribute. The tool does not
/// matter when the annotation does not say it.
[[nodiscard]] bool is_compatible(Attribute attribute, MlTask task, AnnotationTool tool) noexcept;

}  // namespace kili::labels
