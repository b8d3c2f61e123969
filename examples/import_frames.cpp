// Imports frames of a camera that are encoded in memory: no file is written.
//
//   import_frames PROJECT_ID COUNT

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <ranges>
#include <string>
#include <vector>

#include "kili/kili.hpp"

namespace {

/// A frame as a camera gives it: grey values, row after row.
struct Frame {
  std::size_t width = 0;
  std::size_t height = 0;
  std::vector<unsigned char> pixels;
};

Frame grab(std::size_t number) {
  Frame frame{.width = 64, .height = 48, .pixels = {}};
  for (std::size_t i = 0; i < frame.width * frame.height; ++i) {
    frame.pixels.push_back(static_cast<unsigned char>(i + number));
  }
  return frame;
}

/// Encodes a frame as a BMP image. With OpenCV: std::vector<uchar> bytes; cv::imencode(".jpg", frame, bytes);
std::vector<unsigned char> encode(const Frame& frame) {
  std::vector<unsigned char> bytes{'B', 'M'};
  const auto add = [&bytes](std::size_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<unsigned char>(value >> (8 * i)));
  };
  constexpr std::size_t header = 54;
  add(header + 3 * frame.pixels.size(), 4);
  add(0, 4);
  add(header, 4);
  add(40, 4);
  add(frame.width, 4);
  add(frame.height, 4);
  add(1, 2);
  add(24, 2);
  add(0, 24);
  for (const unsigned char grey : frame.pixels) bytes.insert(bytes.end(), 3, grey);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: import_frames PROJECT_ID COUNT\n";
    return 2;
  }
  try {
    const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
    const auto frames =
        std::views::iota(std::size_t{0}, std::size_t{std::stoul(argv[2])}) |
        std::views::transform([](std::size_t number) {
          return kili::NewAsset{.content = kili::Content::from_bytes(encode(grab(number)), "image/bmp"),
                                .external_id = "frame " + std::to_string(number)};
        });
    const auto added = client.append_many_to_dataset(argv[1], frames);
    std::cout << added.asset_ids.size() << " frames imported\n";
    return 0;
  } catch (const kili::ImportError& error) {
    std::cerr << error.what() << '\n';
    for (const auto& asset : error.assets()) {
      if (asset.outcome == kili::ImportOutcome::failed) std::cerr << asset.reason << '\n';
    }
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
