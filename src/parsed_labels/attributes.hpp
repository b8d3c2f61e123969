#pragma once

#include <cstdint>

#include "kili/labels/attribute.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Whether annotations of the job, drawn with that tool, have the attribute: task, tool and input type of the
/// project decide. The tool is ignored when the annotation has none.
[[nodiscard]] bool is_compatible(Attribute attribute, const JobInterface& job, AnnotationTool tool) noexcept;

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
