#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace kili::support {

/// Width and height in pixels.
struct ImageSize {
  std::uint64_t height = 0;
  std::uint64_t width = 0;

  [[nodiscard]] friend bool operator==(const ImageSize&, const ImageSize&) = default;
};

/// Reads the size of an image from the header of its file, whatever the name: AVIF, BMP, GIF, ICO (the
/// largest of its images), JPEG, PNG, SVG with a width and a height, WebP. Reads a few bytes, never the
/// pixels.
/// @return nullopt when the file is none of these, is damaged there or cannot be read.
[[nodiscard]] std::optional<ImageSize> read_image_size(const std::filesystem::path& file);

}  // namespace kili::support
