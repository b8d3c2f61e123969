#pragma once

// A small detector of bright parts in grey images, with what an example needs around it: BMP files and
// pictures. In a program of your own, your model stands here.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <kili/labels/geometry.hpp>

namespace spots {

/// Mean of the best overlaps of the boxes of two lists with each other: 1 when they are the same, and every
/// box without counterpart counts as 0.
inline double mean_overlap(const std::vector<kili::PixelBox>& found,
                           const std::vector<kili::PixelBox>& wanted) {
  if (found.empty() && wanted.empty()) return 1;
  double sum = 0;
  for (const auto& [list, others] : {std::pair(&found, &wanted), std::pair(&wanted, &found)}) {
    for (const kili::PixelBox& box : *list) {
      double best = 0;
      for (const kili::PixelBox& other : *others) best = std::max(best, kili::box_iou(box, other));
      sum += best;
    }
  }
  return sum / static_cast<double>(found.size() + wanted.size());
}

struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels{};  ///< Row by row from the top.

  [[nodiscard]] std::uint8_t at(int x, int y) const { return pixels[index(x, y)]; }
  void set(int x, int y, std::uint8_t value) { pixels[index(x, y)] = value; }

 private:
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
  }
};

/// Writes a BMP file of 24 bits a pixel.
inline void write_bmp(const std::filesystem::path& path, const GreyImage& image) {
  const auto row = static_cast<std::uint32_t>((image.width * 3 + 3) / 4 * 4);
  const std::uint32_t size = row * static_cast<std::uint32_t>(image.height);
  std::string bytes = "BM";
  const auto number = [&bytes](std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  };
  constexpr std::uint32_t header = 54;
  number(header + size, 4);
  number(0, 4);
  number(header, 4);
  number(40, 4);
  number(static_cast<std::uint32_t>(image.width), 4);
  number(static_cast<std::uint32_t>(image.height), 4);
  number(1, 2);
  number(24, 2);
  number(0, 4);
  number(size, 4);
  for (int i = 0; i < 4; ++i) number(0, 4);
  for (int y = image.height - 1; y >= 0; --y) {  // from the bottom
    for (int x = 0; x < image.width; ++x) bytes.append(3, static_cast<char>(image.at(x, y)));
    bytes.append(row - static_cast<std::uint32_t>(image.width) * 3, '\0');
  }
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

/// Reads a BMP file of 24 bits a pixel. @throws std::runtime_error when it is none.
inline GreyImage read_bmp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto number = [&bytes](std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i)
      value |= std::uint32_t{static_cast<std::uint8_t>(bytes.at(at + static_cast<std::size_t>(i)))}
               << (8 * i);
    return value;
  };
  if (!bytes.starts_with("BM") || bytes.size() < 54 || number(28, 2) != 24)
    throw std::runtime_error(path.string() + " is no BMP file of 24 bits a pixel");
  GreyImage image{.width = static_cast<int>(number(18, 4)), .height = static_cast<int>(number(22, 4))};
  if (image.width <= 0 || image.height <= 0 || image.width > 10'000 || image.height > 10'000)
    throw std::runtime_error(path.string() + " has a size that this program does not read");
  image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  const auto row = static_cast<std::size_t>((image.width * 3 + 3) / 4 * 4);
  for (int y = 0; y < image.height; ++y) {
    const std::size_t begin = number(10, 4) + row * static_cast<std::size_t>(image.height - 1 - y);
    for (int x = 0; x < image.width; ++x)
      image.set(x, y, static_cast<std::uint8_t>(bytes.at(begin + static_cast<std::size_t>(x) * 3)));
  }
  return image;
}

/// A picture of parts on a belt, made up: some bright parts on a dark and noisy ground. The parts of later
/// pictures are dimmer. @return the picture, and where its parts are.
inline std::pair<GreyImage, std::vector<kili::PixelBox>> picture_of_parts(unsigned number) {
  std::mt19937 random(number);
  const auto between = [&random](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
  };
  GreyImage image{.width = 160, .height = 120, .pixels = std::vector<std::uint8_t>(160 * 120)};
  for (auto& pixel : image.pixels) pixel = static_cast<std::uint8_t>(between(20, 60));
  std::vector<kili::PixelBox> parts;
  for (int column = 0; column < 3; ++column) {
    const int left = column * 50 + between(5, 15);
    const int top = between(10, 60);
    const int width = between(15, 30);
    const int height = between(15, 40);
    const int brightness = between(230, 250) - static_cast<int>(number % 12) * 12;
    for (int y = top; y < top + height; ++y) {
      for (int x = left; x < left + width; ++x)
        image.set(x, y, static_cast<std::uint8_t>(brightness - between(0, 25)));
    }
    parts.push_back({.x = double(left), .y = double(top), .width = double(width), .height = double(height)});
  }
  return {std::move(image), std::move(parts)};
}

/// Something that the detector has found.
struct Detection {
  kili::PixelBox box{};
  double score = 0;  ///< How sure it is, 0 to 1.
};

/// Finds connected bright areas.
class Detector {
 public:
  /// @param threshold grey value from which on a pixel is bright, 0 to 255.
  explicit Detector(int threshold) : threshold_(threshold) {}

  [[nodiscard]] int threshold() const { return threshold_; }

  [[nodiscard]] std::vector<Detection> detect(const GreyImage& image) const {
    std::vector<Detection> found;
    std::vector<bool> seen(image.pixels.size());
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        if (auto detection = area_at(image, x, y, seen); detection.score > 0) found.push_back(detection);
      }
    }
    return found;
  }

 private:
  static constexpr int smallest_area = 30;  ///< In pixels: less is noise.

  /// The area that a pixel belongs to, when it is bright and new; else one with score 0. A part whose pixels
  /// are near the threshold has a low score.
  [[nodiscard]] Detection area_at(const GreyImage& image, int x, int y, std::vector<bool>& seen) const {
    const auto take = [&](int at_x, int at_y) {
      if (at_x < 0 || at_y < 0 || at_x >= image.width || at_y >= image.height) return false;
      const auto index = static_cast<std::size_t>(at_y) * static_cast<std::size_t>(image.width) +
                         static_cast<std::size_t>(at_x);
      if (seen[index] || image.pixels[index] < threshold_) return false;
      seen[index] = true;
      return true;
    };
    if (!take(x, y)) return {};
    std::vector<std::pair<int, int>> open{{x, y}};
    int left = x;
    int right = x;
    int top = y;
    int bottom = y;
    int area = 0;
    double sum = 0;
    while (!open.empty()) {
      const auto [at_x, at_y] = open.back();
      open.pop_back();
      ++area;
      sum += image.at(at_x, at_y) - threshold_;
      left = std::min(left, at_x);
      right = std::max(right, at_x);
      top = std::min(top, at_y);
      bottom = std::max(bottom, at_y);
      constexpr std::array<std::pair<int, int>, 4> neighbours{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
      for (const auto& [dx, dy] : neighbours) {
        if (take(at_x + dx, at_y + dy)) open.emplace_back(at_x + dx, at_y + dy);
      }
    }
    if (area < smallest_area) return {};
    constexpr double sure = 60;  // grey values above the threshold
    return {.box = {.x = double(left),
                    .y = double(top),
                    .width = double(right - left + 1),
                    .height = double(bottom - top + 1)},
            .score = std::clamp(sum / area / sure, 0.01, 1.0)};
  }

  int threshold_;
};

/// The threshold with which the detector agrees best with what people have drawn.
inline Detector trained_on(const std::vector<std::pair<GreyImage, std::vector<kili::PixelBox>>>& examples) {
  int best = 0;
  double best_overlap = -1;
  for (int threshold = 60; threshold < 240; threshold += 5) {
    double sum = 0;
    for (const auto& [image, wanted] : examples) {
      std::vector<kili::PixelBox> found;
      for (const Detection& detection : Detector(threshold).detect(image)) found.push_back(detection.box);
      sum += mean_overlap(found, wanted);
    }
    if (sum > best_overlap) {
      best_overlap = sum;
      best = threshold;
    }
  }
  return Detector(best);
}

}  // namespace spots
