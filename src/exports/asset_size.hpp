#pragma once

#include <optional>

#include "exports/losses.hpp"
#include "kili/assets/asset.hpp"
#include "kili/labels/geometry.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The size of the image of an asset, or of the frames of a video: what the service knows of it. Where it
/// does not know, that is no fault of the call: nothing, and the reason is noted.
/// @throws FieldError the size was not requested.
[[nodiscard]] std::optional<ImageSize> raster_size_of(const Asset& asset, const LossNotes& notes);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
