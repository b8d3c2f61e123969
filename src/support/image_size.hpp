#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>

namespace kili::support {

/// Sides of an image in pixels, at least 1.
struct ImageDimensions {
  std::uint64_t width = 0;
  std::uint64_t height = 0;

  [[nodiscard]] friend bool operator==(const ImageDimensions&, const ImageDimensions&) = default;
};

/// Reads the size of an image from the header of its file, whatever the name: AVIF, BMP, GIF, ICO (the
/// largest of its images), JPEG, PNG, SVG with a width and a height, TIFF (the first image), WebP. It is that
/// of the image as it is stored: an orientation in EXIF data does not matter. Reads at most a megabyte, never
/// the pixels.
/// @return nullopt when the file is none of these, is damaged there or cannot be read.
[[nodiscard]] std::optional<ImageDimensions> image_size_of(const std::filesystem::path& file);
/// The same of what a stream has from its beginning on, where it stands.
[[nodiscard]] std::optional<ImageDimensions> image_size_of(std::istream& file);

}  // namespace kili::support
