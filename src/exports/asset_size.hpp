#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "exports/export_names.hpp"
#include "exports/losses.hpp"
#include "kili/assets/asset.hpp"
#include "kili/labels/geometry.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The members "width" and "height" of an object; nothing when they are not numbers.
[[nodiscard]] std::optional<ImageSize> sides_in(const nlohmann::json& resolution);

/// @throws ValidationError a side of the image is not 1 to 1e9 pixels.
void check_image_size(ImageSize size);

/// The size of the image of an asset, or of the frames of a video: what the service knows, else that of the
/// file that was downloaded. Neither is known: nothing, which is no fault of the call, and the reason is
/// noted.
/// @throws FieldError neither the size nor the media were requested.
[[nodiscard]] std::optional<ImageSize> image_size_of(const Asset& asset, const ImageNames& names,
                                                     const LossNotes& notes);

/// @param sized how many assets with labels have a known size. @param without the external id of one that has
/// none; empty: all have.
/// @throws NotExportableAssetError no asset has.
void check_some_size_is_known(std::size_t sized, std::string_view without);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
