#include "kili/labels/mask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

/// Pixels inside that follow each other in a row.
struct PixelRun {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// A mask whose size was checked; outside of it no pixel is inside.
class PixelGrid {
 public:
  explicit PixelGrid(const BinaryMask& mask)
      : mask_(mask), stride_(mask.stride == 0 ? mask.width : mask.stride) {
    if (stride_ < mask_.width) {
      throw ValidationError(
          fmt::format("the stride of the mask is {}, less than its width {}", stride_, mask_.width));
    }
    if (mask_.width == 0 || mask_.height == 0) return;
    // The last row may end with its last pixel. Divided, so that nothing overflows.
    const std::size_t size = mask_.pixels.size();
    if (size < mask_.width || (size - mask_.width) / stride_ < mask_.height - 1) {
      throw ValidationError(fmt::format("the mask has {} bytes, less than {} rows of {} with a stride of {}",
                                        size, mask_.height, mask_.width, stride_));
    }
  }

  [[nodiscard]] std::size_t width() const noexcept { return mask_.width; }
  [[nodiscard]] std::size_t height() const noexcept { return mask_.height; }
  [[nodiscard]] bool is_inside(std::size_t x, std::size_t y) const noexcept {
    return x < mask_.width && y < mask_.height && mask_.pixels[y * stride_ + x] != 0;
  }

 private:
  BinaryMask mask_;
  std::size_t stride_;
};

/// Which runs are connected by their sides.
class ConnectedRuns {
 public:
  explicit ConnectedRuns(const PixelGrid& grid) : row_begins_(1, 0) {
    for (std::size_t y = 0; y < grid.height(); ++y) {
      for (std::size_t x = 0; x < grid.width(); ++x) {
        if (!grid.is_inside(x, y)) continue;
        const std::size_t begin = x;
        while (grid.is_inside(x + 1, y)) ++x;
        runs_.push_back({begin, x + 1});
      }
      row_begins_.push_back(runs_.size());
    }
    parents_.resize(runs_.size());
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
    for (std::size_t y = 1; y < grid.height(); ++y) connect_rows(y);
  }

  [[nodiscard]] std::size_t first_of_row(std::size_t y) const noexcept { return row_begins_[y]; }
  [[nodiscard]] const PixelRun& operator[](std::size_t index) const noexcept { return runs_[index]; }
  /// The first run of those that are connected with it.
  [[nodiscard]] std::size_t root(std::size_t index) noexcept {
    while (parents_[index] != index) {
      parents_[index] = parents_[parents_[index]];
      index = parents_[index];
    }
    return index;
  }

 private:
  void connect_rows(std::size_t y) {
    std::size_t above = row_begins_[y - 1];
    std::size_t here = row_begins_[y];
    while (above < row_begins_[y] && here < row_begins_[y + 1]) {
      if (runs_[above].begin < runs_[here].end && runs_[here].begin < runs_[above].end) connect(above, here);
      (runs_[above].end < runs_[here].end ? above : here) += 1;
    }
  }
  void connect(std::size_t one, std::size_t other) {
    const std::size_t first = root(one);
    const std::size_t second = root(other);
    parents_[std::max(first, second)] = std::min(first, second);
  }

  std::vector<PixelRun> runs_;
  std::vector<std::size_t> row_begins_;  // and one past the last row
  std::vector<std::size_t> parents_;
};

/// Follows the edges between pixels inside and outside, with the inside on the right hand.
class RingTracer {
 public:
  explicit RingTracer(const PixelGrid& grid) : grid_(grid), traced_(grid.width() * grid.height()) {}

  /// The upper side of the pixel is an edge of a ring that was not traced yet.
  [[nodiscard]] bool begins_ring(std::size_t x, std::size_t y) const {
    return !(y > 0 && grid_.is_inside(x, y - 1)) && !traced_[y * grid_.width() + x];
  }

  [[nodiscard]] std::vector<Point> trace(std::size_t first_x, std::size_t first_y) {
    std::vector<Point> ring;
    std::size_t x = first_x;
    std::size_t y = first_y;
    Heading heading = east;
    do {
      // Along straight edges up to the next turn.
      Heading next = heading;
      do {
        if (heading == east) traced_[y * grid_.width() + x] = true;
        advance(x, y, heading);
        next = turn(x, y, heading);
      } while (next == heading);
      ring.push_back({static_cast<double>(x), static_cast<double>(y)});
      heading = next;
    } while (x != first_x || y != first_y || heading != east);
    return ring;
  }

 private:
  enum Heading : unsigned {
    east,
    south,
    west,
    north
  };

  static void advance(std::size_t& x, std::size_t& y, Heading heading) noexcept {
    switch (heading) {
      case east:
        ++x;
        break;
      case south:
        ++y;
        break;
      case west:
        --x;
        break;
      case north:
        --y;
        break;
    }
  }

  /// Where the edge goes on from the corner (x, y). Where two pixels meet at a corner alone, it stays with
  /// its pixel.
  [[nodiscard]] Heading turn(std::size_t x, std::size_t y, Heading heading) const noexcept {
    // The pixels around the corner, clockwise from the one to the south-east of it. Left of 0 is far outside.
    const std::array<bool, 4> around{grid_.is_inside(x, y), grid_.is_inside(x - 1, y),
                                     grid_.is_inside(x - 1, y - 1), grid_.is_inside(x, y - 1)};
    const bool right_is_inside = around[heading];
    if (!right_is_inside) return static_cast<Heading>((heading + 1) % 4);
    const bool left_is_inside = around[(heading + 3) % 4];
    return left_is_inside ? static_cast<Heading>((heading + 3) % 4) : heading;
  }

  const PixelGrid& grid_;
  std::vector<bool> traced_;  // upper sides of pixels
};

}  // namespace

std::vector<MaskPart> mask_outlines(const BinaryMask& mask) {
  const PixelGrid grid(mask);
  ConnectedRuns runs(grid);
  RingTracer tracer(grid);
  std::vector<MaskPart> parts;
  std::unordered_map<std::size_t, std::size_t> part_of_root;
  for (std::size_t y = 0; y < grid.height(); ++y) {
    for (std::size_t index = runs.first_of_row(y); index < runs.first_of_row(y + 1); ++index) {
      for (std::size_t x = runs[index].begin; x < runs[index].end; ++x) {
        if (!tracer.begins_ring(x, y)) continue;
        const auto [found, is_new] = part_of_root.try_emplace(runs.root(index), parts.size());
        // The first edge of a part that is met is at its top, on the outer ring.
        if (is_new) {
          parts.push_back({.outer = tracer.trace(x, y)});
        } else {
          parts[found->second].holes.push_back(tracer.trace(x, y));
        }
      }
    }
  }
  return parts;
}

}  // namespace v0_1
}  // namespace kili
