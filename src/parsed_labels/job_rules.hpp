#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "kili/enums.hpp"
#include "kili/labels/ontology_builder.hpp"
#include "parsed_labels/job_definitions.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

// What projects of a type may have, and the words for it.

/// The task of a kind of job; empty for other ones.
[[nodiscard]] std::string_view task_word(JobKind kind) noexcept;
[[nodiscard]] std::string_view control_word(JobControl control) noexcept;
/// The tools that objects may be drawn with; none when there are no objects.
[[nodiscard]] std::span<const std::string_view> tools_of(InputType input_type) noexcept;
/// Whether there are jobs of the kind.
[[nodiscard]] bool may_have(InputType input_type, JobKind kind) noexcept;
[[nodiscard]] bool is_llm(InputType input_type) noexcept;
/// Capital letters, digits and underscores.
[[nodiscard]] bool is_key(std::string_view key) noexcept;
/// A word for `level`.
[[nodiscard]] bool is_level(std::string_view level) noexcept;
/// The color of a category that was given none.
[[nodiscard]] std::string_view palette_color(std::size_t index) noexcept;

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
