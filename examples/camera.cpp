// Sends the pictures of a camera to a project as they are taken, 30 a second.
//
//   camera PROJECT_ID SECONDS

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "kili/kili.hpp"

namespace {

/// Stands for the driver of a camera: a BMP image of 64 x 48 pixels, each frame of another grey.
std::vector<std::byte> take_picture(unsigned frame) {
  std::vector<std::byte> picture(54 + 64 * 48 * 3, std::byte(frame % 256));
  const unsigned char head[54] = {'B', 'M', 0x36, 0x24, 0, 0, 0, 0,  0, 0, 54, 0, 0, 0, 40,
                                  0,   0,   0,    64,   0, 0, 0, 48, 0, 0, 0,  1, 0, 24};
  for (std::size_t i = 0; i < sizeof head; ++i) picture[i] = std::byte(head[i]);
  return picture;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: camera PROJECT_ID SECONDS\n";
    return 2;
  }
  const auto frames = 30 * static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
  const std::string start = std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
  try {
    const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
    auto import =
        client.open_import(argv[1], {.on_asset =
                                         [](const kili::ImportedAsset& frame) {
                                           if (!frame.reason.empty())
                                             std::cerr << frame.external_id << ": " << frame.reason << '\n';
                                         },
                                     .when_full = kili::WhenFull::drop_oldest});  // the camera does not wait
    auto due = std::chrono::steady_clock::now();
    for (unsigned frame = 0; frame < frames; ++frame) {
      std::this_thread::sleep_until(due += std::chrono::microseconds(33'333));
      import.push({.content = kili::Content::from_bytes(take_picture(frame), "frame.bmp"),
                   .external_id = start + "-" + std::to_string(frame)});
    }
    const auto result = import.close();
    std::cout << result.asset_ids.size() << " frames imported, " << import.counts().dropped << " dropped\n";
    return 0;
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
