#include "readers/run_length_masks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::uint64_t most_pixels = std::uint64_t{1} << 28U;

/// The part of the image that has pixels inside; rows and columns end behind the last one.
struct InsideArea {
  std::uint64_t first_column = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t first_row = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t end_column = 0;
  std::uint64_t end_row = 0;

  void add(std::uint64_t begin, std::uint64_t end, std::uint64_t height) noexcept {
    const std::uint64_t first = begin / height;
    const std::uint64_t last = (end - 1) / height;
    first_column = std::min(first_column, first);
    end_column = std::max(end_column, last + 1);
    first_row = first == last ? std::min(first_row, begin % height) : 0;
    end_row = first == last ? std::max(end_row, (end - 1) % height + 1) : height;
  }
};

/// Calls `use` with the first pixel of each run inside and the one behind it.
template <typename Use>
void for_each_run_inside(std::span<const std::uint32_t> runs, Use use) {
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i % 2 == 1 && runs[i] > 0) use(position, position + runs[i]);
    position += runs[i];
  }
}

}  // namespace

std::vector<std::uint32_t> decompressed_runs(std::string_view text, std::string& problem) {
  // Groups of five bits, the lowest first, as characters from '0' on; bit 5 tells that another follows. The
  // last group has a sign. From the third run on, it is the difference to the run before the last.
  constexpr int first_character = '0';
  constexpr unsigned bits_of_group = 5;
  constexpr unsigned most_groups = 8;
  std::vector<std::uint32_t> runs;
  std::size_t next = 0;
  while (next < text.size()) {
    std::int64_t number = 0;
    unsigned shift = 0;
    int group = 0;
    do {
      group = next < text.size() ? static_cast<unsigned char>(text[next]) - first_character : -1;
      if (group < 0 || group > 63 || shift >= bits_of_group * most_groups) {
        problem = fmt::format("its run lengths are not a text of pycocotools (at character {})", next);
        return {};
      }
      ++next;
      number |= static_cast<std::int64_t>(group & 31) << shift;
      shift += bits_of_group;
    } while ((group & 32) != 0);
    if ((group & 16) != 0) number -= std::int64_t{1} << shift;
    if (runs.size() > 2) number += runs[runs.size() - 2];
    if (number < 0 || number > std::numeric_limits<std::uint32_t>::max()) {
      problem = fmt::format("a run length is {}, which is not 0 to 4294967295", number);
      return {};
    }
    runs.push_back(static_cast<std::uint32_t>(number));
  }
  return runs;
}

std::vector<MaskPart> outlines_of_runs(std::span<const std::uint32_t> runs, std::uint32_t width,
                                       std::uint32_t height, std::string& problem) {
  const std::uint64_t pixels = std::uint64_t{width} * height;
  std::uint64_t sum = 0;
  for (const std::uint32_t run : runs) sum += run;  // there are not enough runs for an overflow
  if (pixels == 0 || sum != pixels) {
    problem = fmt::format("its run lengths have {} pixels, not {} x {}", sum, width, height);
    return {};
  }
  InsideArea area;
  for_each_run_inside(runs, [&](std::uint64_t begin, std::uint64_t end) { area.add(begin, end, height); });
  if (area.end_column == 0) {
    problem = "no pixel is inside its mask";
    return {};
  }
  const std::uint64_t columns = area.end_column - area.first_column;
  const std::uint64_t rows = area.end_row - area.first_row;
  if (columns * rows > most_pixels) {
    problem = fmt::format("its mask of {} x {} pixels is larger than {} pixels", columns, rows, most_pixels);
    return {};
  }
  std::vector<std::uint8_t> bytes(columns * rows);
  for_each_run_inside(runs, [&](std::uint64_t begin, std::uint64_t end) {
    std::uint64_t row = begin % height - area.first_row;
    std::uint64_t column = begin / height - area.first_column;
    for (std::uint64_t pixel = begin; pixel < end; ++pixel) {
      bytes[row * columns + column] = 1;
      if (++row == rows && pixel + 1 < end) {
        row = 0;
        ++column;
      }
    }
  });
  auto parts = mask_outlines({.height = rows, .pixels = bytes, .width = columns});
  const auto move_ring = [&area](std::vector<Point>& ring) {
    for (Point& point : ring) {
      point.x += static_cast<double>(area.first_column);
      point.y += static_cast<double>(area.first_row);
    }
  };
  for (MaskPart& part : parts) {
    move_ring(part.outer);
    for (auto& hole : part.holes) move_ring(hole);
  }
  return parts;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
