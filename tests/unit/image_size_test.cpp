#include "use_cases/assets/importing/contents/image_size.hpp"

#include <catch2/catch.hpp>

#include "test_folder.hpp"

using namespace kili::test;
using kili::ImageSize;
using kili::use_cases::read_image_size;

namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

}  // namespace

TEST_CASE("sizes are read from the headers of every common format") {
  const TestFolder folder;
  const auto size_of = [&](const std::string& content) {
    return read_image_size(folder.file("image", content));
  };
  const auto is = [](double width, double height) {
    return std::optional(ImageSize{.width = width, .height = height});
  };
  CHECK(size_of(png(70'000, 3)) == is(70'000, 3));
  CHECK(size_of("GIF89a" + bytes({0x10, 0x27, 5, 0})) == is(10'000, 5));
  CHECK(size_of("BM" + std::string(12, '\0') +
                bytes({40, 0, 0, 0, 0x10, 0x27, 0, 0, 0xfe, 0xff, 0xff, 0xff})) == is(10'000, 2));
  CHECK(size_of("BM" + std::string(12, '\0') + bytes({12, 0, 0, 0, 7, 0, 9, 0}) + std::string(8, '\0')) ==
        is(7, 9));
  const std::string riff = "RIFF" + bytes({0, 0, 0, 0}) + "WEBP";
  CHECK(size_of(riff + "VP8X" + std::string(8, '\0') + bytes({0x0f, 0x27, 0, 4, 0, 0})) == is(10'000, 5));
  CHECK(size_of(riff + "VP8L" + bytes({0, 0, 0, 0, 0x2f, 0x63, 0xc0, 0x0c, 0}) + std::string(8, '\0')) ==
        is(100, 52));
  CHECK(size_of(riff + "VP8 " + std::string(7, '\0') + bytes({0x9d, 1, 0x2a, 0x40, 1, 0xf0, 0})) ==
        is(320, 240));
  CHECK(size_of(bytes({0, 0, 1, 0, 2, 0}) + bytes({16, 16}) + std::string(14, '\0') + bytes({0, 48}) +
                std::string(14, '\0')) == is(256, 48));
  const std::string avif = bytes({0, 0, 0, 16}) + "ftypavif" + bytes({0, 0, 0, 0});
  const std::string extents = bytes({0, 0, 0, 20}) + "ispe" + bytes({0, 0, 0, 0});
  CHECK(size_of(avif + extents + bytes({0, 0, 0, 9, 0, 0, 0, 7}) + extents +
                bytes({0, 0, 0x27, 0x11, 0, 0, 0, 48})) == is(10'001, 48));
  const std::string exif = bytes({0xff, 0xe1, 0, 6}) + "Exif";
  CHECK(size_of(bytes({0xff, 0xd8}) + exif + bytes({0xff, 0xff, 0xc2, 0, 17, 8, 0x27, 0x10, 0, 9})) ==
        is(9, 10'000));
  CHECK(size_of(R"(<?xml version="1.0"?><svg stroke-width="3" width="120.5px" height='1in'>)") ==
        is(121, 96));
}

TEST_CASE("a damaged or foreign header has no size") {
  const TestFolder folder;
  for (const std::string& content :
       {std::string("x"), std::string(), png().substr(0, 20), std::string("GIF89a"),
        std::string("\xff\xd8\xff\xe1"), "\xff\xd8" + bytes({0xff, 0xda, 0, 2}), std::string("II*\0", 4),
        std::string("<svg width='100%' height='1'>"), std::string("<svg viewBox='0 0 1 1'>"), png(0, 5),
        bytes({0, 0, 1, 0, 0, 0}),
        bytes({0, 0, 0, 16}) + "ftypavif....ispe" + bytes({0, 0, 0, 0, 0, 0, 0, 9})}) {
    CAPTURE(content);
    CHECK_FALSE(read_image_size(folder.file("image", content)));
  }
  CHECK_FALSE(read_image_size(folder.path("none")));
}
