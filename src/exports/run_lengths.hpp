#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "exports/export_shapes.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The mask as COCO's run lengths: column by column, pixels outside and inside in turn, from outside on. A
/// pixel is inside when its centre is inside a part, by the even-odd rule, and in none of its holes.
/// @param parts in pixels. @return one run alone when no pixel is inside.
[[nodiscard]] std::vector<std::uint64_t> run_lengths(std::span<const AreaPart> parts, std::uint32_t width,
                                                     std::uint32_t height);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
