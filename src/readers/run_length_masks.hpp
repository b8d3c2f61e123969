#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kili/labels/mask.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The run lengths in a text of pycocotools. @param problem set to the reason when it is not one.
[[nodiscard]] std::vector<std::uint32_t> decompressed_runs(std::string_view text, std::string& problem);

/// The outlines of COCO's run lengths (column by column, pixels outside and inside in turn), in pixels.
/// Memory and time grow with the smallest box around what is inside.
/// @param problem set to the reason when there are none.
[[nodiscard]] std::vector<MaskPart> outlines_of_runs(std::span<const std::uint32_t> runs, std::uint32_t width,
                                                     std::uint32_t height, std::string& problem);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
