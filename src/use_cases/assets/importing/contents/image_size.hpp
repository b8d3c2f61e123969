#pragma once

#include <filesystem>
#include <optional>

#include "kili/labels/geometry.hpp"

namespace kili::use_cases {

/// Reads the size of an image from the header of its file, whatever the name: AVIF, BMP, GIF, ICO (the
/// largest of its images), JPEG, PNG, SVG with a width and a height, WebP. Reads a few bytes, never the
/// pixels.
/// @return nullopt when the file is none of these, is damaged there or cannot be read.
[[nodiscard]] std::optional<ImageSize> read_image_size(const std::filesystem::path& file);

}  // namespace kili::use_cases
