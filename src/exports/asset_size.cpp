#include "exports/asset_size.hpp"

#include <nlohmann/json.hpp>

#include "exports/coco_objects.hpp"
#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

std::optional<ImageSize> raster_size_of(const Asset& asset, const LossNotes& notes) {
  const auto resolution = asset.json().find("resolution");
  if (resolution != asset.json().end() && resolution->is_null()) {
    notes.add("the size of its image is not known (\"resolution\" is null)");
    return std::nullopt;
  }
  const ImageSize size = asset.resolution();
  try {
    check_raster_size(size);
    return size;
  } catch (const ValidationError& error) {
    notes.add(error.what());
    return std::nullopt;
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
