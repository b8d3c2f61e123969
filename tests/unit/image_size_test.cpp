#include "support/image_size.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "test_folder.hpp"

using namespace kili::test;
using kili::support::image_size_of;
using kili::support::ImageDimensions;

namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

std::string number(std::uint64_t value, std::size_t count, bool is_big_endian) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    const auto byte = static_cast<char>(value >> (8 * (is_big_endian ? count - 1 - i : i)) & 0xffU);
    text += byte;
  }
  return text;
}

struct TiffEntry {
  std::uint64_t tag = 0;
  std::uint64_t type = 4;  // LONG
  std::uint64_t value = 0;
  std::uint64_t count = 1;
};

/// A TIFF file, or BigTIFF, whose directory stands behind `gap` bytes.
std::string tiff(bool is_big_endian, bool is_big_tiff, std::size_t gap,
                 const std::vector<TiffEntry>& entries) {
  const auto put = [is_big_endian](std::uint64_t value, std::size_t count) {
    return number(value, count, is_big_endian);
  };
  const std::size_t wide = is_big_tiff ? 8 : 4;
  std::string file = is_big_endian ? "MM" : "II";
  file += put(is_big_tiff ? 43 : 42, 2);
  if (is_big_tiff) file += put(8, 2) + put(0, 2);
  file += put(file.size() + wide + gap, wide) + std::string(gap, '*');
  file += put(entries.size(), is_big_tiff ? 8 : 2);
  for (const auto& [tag, type, value, count] : entries) {
    const std::size_t size = type == 3 ? 2 : type == 16 ? 8 : 4;
    std::string field = put(value, size);
    field.resize(wide, '\0');
    file += put(tag, 2) + put(type, 2) + put(count, wide) + field;
  }
  return file;
}

std::vector<TiffEntry> sized(std::uint64_t width, std::uint64_t height, std::uint64_t type = 4) {
  return {{.tag = 256, .type = type, .value = width}, {.tag = 257, .type = type, .value = height}};
}

}  // namespace

TEST_CASE("sizes are read from the headers of every common format") {
  const TestFolder folder;
  const auto size_of = [&](const std::string& content) {
    return image_size_of(folder.file("image", content));
  };
  const auto is = [](std::uint64_t width, std::uint64_t height) {
    return std::optional(ImageDimensions{.width = width, .height = height});
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
    CHECK_FALSE(image_size_of(folder.file("image", content)));
  }
  CHECK_FALSE(image_size_of(folder.path("none")));
}

TEST_CASE("sizes of TIFF files are those of the first image") {
  const TestFolder folder;
  const auto size_of = [&](const std::string& content) {
    return image_size_of(folder.file("image.tif", content));
  };
  const bool is_big_endian = GENERATE(false, true);
  const bool is_big_tiff = GENERATE(false, true);
  const std::size_t gap =
      GENERATE(std::size_t{0}, std::size_t{100'000});  // the directory may stand behind the pixels
  CAPTURE(is_big_endian, is_big_tiff, gap);
  const auto with = [&](const std::vector<TiffEntry>& entries) {
    return tiff(is_big_endian, is_big_tiff, gap, entries);
  };
  CHECK(size_of(with(sized(70'000, 3))) == ImageDimensions{70'000, 3});
  CHECK(size_of(with(sized(640, 480, 3))) == ImageDimensions{640, 480});
  auto thumbnail = sized(640, 480);
  thumbnail.insert(thumbnail.begin(), {.tag = 254, .value = 1});
  CHECK_FALSE(size_of(with(thumbnail)));
  thumbnail.front().value = 0;
  CHECK(size_of(with(thumbnail)) == ImageDimensions{640, 480});
  CHECK(size_of(with(sized(7, 8, 16))).has_value() == is_big_tiff);
  CHECK_FALSE(size_of(with({})));
  CHECK_FALSE(size_of(with({sized(1, 2).front()})));
  CHECK_FALSE(size_of(with(sized(0, 2))));
  CHECK_FALSE(size_of(with(sized(1, 2, 5))));  // a fraction
  CHECK_FALSE(size_of(with({{.tag = 256, .value = 8, .count = 2}, {.tag = 257, .value = 8}})));
  const std::string whole = with(sized(640, 480));
  const std::size_t step = gap == 0 ? 1 : 997;
  for (std::size_t length = 0; length < whole.size(); length += step) {
    CAPTURE(length);
    CHECK_FALSE(size_of(whole.substr(0, length)));
  }
}

TEST_CASE("what a TIFF header promises is not believed") {
  const TestFolder folder;
  const auto size_of = [&](const std::string& content) {
    return image_size_of(folder.file("image.tif", content));
  };
  const std::string many = number(0xffffffffffffffff, 8, false);
  CHECK_FALSE(size_of("II*" + bytes({0, 0xff, 0xff, 0xff, 0xff})));                 // no such place
  CHECK_FALSE(size_of("II+" + bytes({0, 8, 0, 0, 0}) + many));                      // nor this
  CHECK_FALSE(size_of("II+" + bytes({0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40})));  // nor this
  CHECK_FALSE(size_of("II*" + bytes({0, 8, 0, 0, 0, 0xff, 0xff})));  // entries that are not there
  CHECK_FALSE(size_of("II+" + bytes({0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0}) + many));
  CHECK_FALSE(size_of(tiff(false, true, 0, sized(std::uint64_t{1} << 40U, 1, 16))));  // no side is so long
  auto many_entries = std::vector<TiffEntry>(60'000, TiffEntry{.tag = 1});
  const auto sides = sized(4, 5);
  many_entries.insert(many_entries.end(), sides.begin(), sides.end());
  CHECK_FALSE(size_of(tiff(false, false, 0, many_entries)));
}

TEST_CASE("a JPEG file of nothing but markers is given up, one with much before its size is not") {
  const TestFolder folder;
  const std::string frame = bytes({0xff, 0xc0, 0, 17, 8, 0, 5, 0, 4});
  std::string segments;
  for (int i = 0; i < 300; ++i) segments += bytes({0xff, 0xe2, 0xff, 0xff}) + std::string(0xfffd, 'x');
  CHECK(image_size_of(folder.file("profile", "\xff\xd8" + segments + frame)) == ImageDimensions{4, 5});
  CHECK_FALSE(image_size_of(folder.file("fill", "\xff\xd8" + std::string(2U << 20U, '\xff') + frame)));
  std::string empty_segments;
  for (int i = 0; i < 300'000; ++i) empty_segments += bytes({0xff, 0xe2, 0, 2});
  CHECK_FALSE(image_size_of(folder.file("segments", "\xff\xd8" + empty_segments + frame)));
}

TEST_CASE("what is no file of bytes has no size, and is not waited for") {
  const TestFolder folder;
  CHECK_FALSE(image_size_of(folder.path()));
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  CHECK_FALSE(image_size_of(folder.path("pipe")));
}
