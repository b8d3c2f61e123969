#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dice.hpp"
#include "exports/run_lengths.hpp"
#include "kili/errors.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/mask.hpp"

using namespace kili;

namespace {

/// A mask drawn with characters: # is inside.
struct Drawing {
  explicit Drawing(std::vector<std::string> lines, std::size_t padding = 0)
      : height(lines.size()), stride(lines.front().size() + padding), width(lines.front().size()) {
    for (const std::string& line : lines) {
      for (const char pixel : line) bytes.push_back(pixel == '#' ? 255 : 0);
      bytes.insert(bytes.end(), padding, 7);  // not part of the mask
    }
  }
  [[nodiscard]] BinaryMask mask() const {
    return {.height = height, .pixels = bytes, .stride = stride, .width = width};
  }

  std::size_t height;
  std::size_t stride;
  std::size_t width;
  std::vector<std::uint8_t> bytes;
};

/// The pixels that the parts enclose, drawn with characters.
std::vector<std::string> filled(const std::vector<MaskPart>& parts, std::size_t width, std::size_t height) {
  std::vector<labels::AreaPart> areas;
  for (const MaskPart& part : parts) areas.push_back({part.outer, part.holes});
  const auto runs =
      labels::run_lengths(areas, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
  std::vector<std::string> lines(height, std::string(width, '.'));
  std::size_t pixel = 0;
  bool inside = false;
  for (const std::uint64_t run : runs) {
    for (std::uint64_t i = 0; i < run; ++i, ++pixel)
      lines[pixel % height][pixel / height] = inside ? '#' : '.';
    inside = !inside;
  }
  REQUIRE(pixel == width * height);
  return lines;
}

std::vector<MaskPart> outlines_of(const std::vector<std::string>& lines, std::size_t padding = 0) {
  const Drawing drawing(lines, padding);
  auto parts = mask_outlines(drawing.mask());
  CHECK(filled(parts, drawing.width, drawing.height) == lines);
  return parts;
}

double twice_signed_area(const std::vector<Point>& ring) {
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& to = ring[(i + 1) % ring.size()];
    sum += ring[i].x * to.y - to.x * ring[i].y;
  }
  return sum;
}

}  // namespace

TEST_CASE("the outline of a rectangle of pixels has its four corners") {
  const auto parts = outlines_of({"....", ".##.", ".##."}, 3);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].outer == std::vector<Point>{{3, 1}, {3, 3}, {1, 3}, {1, 1}});
  CHECK(parts[0].holes.empty());
  CHECK(outlines_of({"#"})[0].outer == std::vector<Point>{{1, 0}, {1, 1}, {0, 1}, {0, 0}});
  CHECK(outlines_of({"##", "##"})[0].outer.size() == 4);
}

TEST_CASE("a mask without pixels has no parts") {
  CHECK(outlines_of({"...", "..."}).empty());
  CHECK(mask_outlines({}).empty());
  CHECK(mask_outlines({.height = 5}).empty());
}

TEST_CASE("holes belong to the part around them, and parts in holes are parts") {
  const auto parts =
      outlines_of({"#######", "#.....#", "#.###.#", "#.#.#.#", "#.###.#", "#.....#", "#######"});
  REQUIRE(parts.size() == 2);
  REQUIRE(parts[0].holes.size() == 1);
  REQUIRE(parts[1].holes.size() == 1);
  CHECK(twice_signed_area(parts[0].outer) == 2 * 49);
  CHECK(twice_signed_area(parts[0].holes[0]) == -2 * 25);
  CHECK(twice_signed_area(parts[1].outer) == 2 * 9);
  CHECK(twice_signed_area(parts[1].holes[0]) == -2 * 1);
}

TEST_CASE("pixels that meet at a corner alone are different parts, and holes that do are one hole") {
  CHECK(outlines_of({"#.", ".#"}).size() == 2);
  CHECK(outlines_of({".#", "#."}).size() == 2);
  const auto ring = outlines_of({"####", "#.##", "##.#", "####"});
  REQUIRE(ring.size() == 1);
  CHECK(ring[0].holes.size() == 1);
  CHECK(outlines_of({".##", "##.", "#.#", "###"}).size() == 1);
}

TEST_CASE("a mask of less bytes than it needs is refused") {
  const std::vector<std::uint8_t> bytes(11, 1);
  CHECK_THROWS_AS(mask_outlines({.height = 3, .pixels = bytes, .width = 4}), ValidationError);
  CHECK_THROWS_AS(mask_outlines({.height = 2, .pixels = bytes, .stride = 3, .width = 4}), ValidationError);
  CHECK_THROWS_AS(mask_outlines({.height = SIZE_MAX, .pixels = bytes, .stride = SIZE_MAX, .width = 4}),
                  ValidationError);
  CHECK(mask_outlines({.height = 2, .pixels = bytes, .stride = 7, .width = 4}).size() ==
        1);  // a short last row
}

TEST_CASE("random masks are the same after they were outlined and filled again") {
  test::Dice dice(20260101);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t width = 1 + dice.below(14);
    const std::size_t height = 1 + dice.below(14);
    const std::size_t density = 1 + dice.below(10);
    std::vector<std::string> lines(height, std::string(width, '.'));
    for (std::string& line : lines) {
      for (char& pixel : line) pixel = dice.below(10) < density ? '#' : '.';
    }
    const auto parts = outlines_of(lines, dice.below(3));
    double area = 0;
    for (const MaskPart& part : parts) {
      CHECK(twice_signed_area(part.outer) > 0);
      area += twice_signed_area(part.outer);
      for (const auto& hole : part.holes) {
        CHECK(twice_signed_area(hole) < 0);
        area += twice_signed_area(hole);
      }
    }
    std::size_t inside = 0;
    for (const std::string& line : lines)
      inside += static_cast<std::size_t>(std::count(line.begin(), line.end(), '#'));
    CHECK(area == 2 * static_cast<double>(inside));
  }
}
