#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A box of whole pixels, from the top left corner of the image.
struct PascalVocBox {
  std::int64_t left = 0;
  std::int64_t right = 0;
  std::int64_t top = 0;
  std::int64_t bottom = 0;
};

/// An object of an image.
struct PascalVocObject {
  PascalVocBox box{};
  std::string category{};
  std::string job{};
};

/// An image with its objects.
struct PascalVocImage {
  std::string file_name{};
  std::int64_t height = 0;
  std::vector<PascalVocObject> objects{};
  std::int64_t width = 0;
};

/// The file of the image, byte for byte as Kili's export lays it out.
[[nodiscard]] std::string pascal_voc_text(const PascalVocImage& image);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
