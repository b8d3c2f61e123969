#pragma once

#include <string_view>

#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The task of a word in an interface.
[[nodiscard]] MlTask ml_task_of(std::string_view word) noexcept;
/// The tool of a word in a label; other when it is not known.
[[nodiscard]] AnnotationTool tool_of(std::string_view word) noexcept;

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
