#include "exports/asset_size.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "kili/errors.hpp"
#include "kili/exports/errors.hpp"
#include "support/image_size.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

bool is_usable_side(double side) noexcept {
  constexpr double longest = 1e9;  // longer than any image
  return std::isfinite(side) && side <= longest && std::nearbyint(side) >= 1;
}

bool is_usable_size(ImageSize size) noexcept {
  return is_usable_side(size.width) && is_usable_side(size.height);
}

/// The size that the service knows. It does not know that of an image that it could not read.
std::optional<ImageSize> size_in_record(const Asset& asset) {
  const auto resolution = asset.json().find("resolution");
  if (resolution == asset.json().end() || resolution->is_null()) return std::nullopt;
  for (const char* side : {"width", "height"}) {
    if (resolution->is_object() && resolution->contains(side) && (*resolution)[side].is_null())
      return std::nullopt;
  }
  const ImageSize size = asset.resolution();
  return is_usable_size(size) ? std::optional(size) : std::nullopt;
}

std::optional<ImageSize> size_in_file(const std::string& path) {
  const auto found = support::image_size_of(path);
  if (!found) return std::nullopt;
  const ImageSize size{.width = static_cast<double>(found->width),
                       .height = static_cast<double>(found->height)};
  return is_usable_size(size) ? std::optional(size) : std::nullopt;
}

/// The size of the downloaded image, or of the first frame of a video.
std::optional<ImageSize> size_on_disk(const ImageNames& names) {
  if (const auto size = size_in_file(names.downloaded_file())) return size;  // a video has none
  const auto& frames = names.downloaded_frames();
  return frames.empty() ? std::nullopt : size_in_file(frames.front());
}

}  // namespace

std::optional<ImageSize> sides_in(const nlohmann::json& resolution) {
  if (!resolution.is_object()) return std::nullopt;
  const auto width = resolution.find("width");
  const auto height = resolution.find("height");
  const auto is_number = [&](const auto& side) { return side != resolution.end() && side->is_number(); };
  if (!is_number(width) || !is_number(height)) return std::nullopt;
  return ImageSize{width->get<double>(), height->get<double>()};
}

void check_image_size(ImageSize size) {
  if (is_usable_size(size)) return;
  throw ValidationError(fmt::format("the size of the image is {} x {}; its sides must be 1 to 1e9 pixels",
                                    size.width, size.height));
}

std::optional<ImageSize> image_size_of(const Asset& asset, const ImageNames& names, const LossNotes& notes) {
  if (const auto size = size_in_record(asset)) return size;
  if (const auto size = size_on_disk(names)) return size;
  const auto resolution = asset.json().find("resolution");
  std::string what = "the size of its image is not known";
  if (resolution == asset.json().end())
    static_cast<void>(asset.resolution());  // says that it was not requested
  if (const auto size = sides_in(*resolution)) {
    what = fmt::format("the size of its image is {} x {}; its sides must be 1 to 1e9 pixels", size->width,
                       size->height);
  }
  notes.add(what + "; set the resolution of the asset, or list with `download_media`");
  return std::nullopt;
}

void check_some_size_is_known(std::size_t sized, std::string_view without) {
  if (sized > 0 || without.empty()) return;
  throw NotExportableAssetError(
      fmt::format("the size of no image is known, such as that of asset '{}'; set it with "
                  "update_properties_in_assets(resolution_array), or export with media",
                  support::shown_text(without)));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
