// A camera of 30 frames a second that is imported while every request takes half a second longer, and the
// service is away for some time: prints how long push() took, which frames are missing, and how old frames
// are when they are in the project. Asserts nothing. Arguments: seconds of recording, seconds of the outage.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

namespace {

using namespace kili;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto frame_time = 33'333us;
constexpr auto latency = 500ms;
constexpr std::size_t frame_bytes = 54 + 200 * 100 * 3;

/// A BMP image of 200 x 100 pixels: of about the size of a compressed picture of a camera.
std::vector<std::byte> picture_of(std::size_t frame) {
  std::vector<std::byte> picture(frame_bytes, static_cast<std::byte>(frame));
  const unsigned char head[54] = {'B', 'M', 0x96, 0xea, 0, 0, 0, 0,   0, 0, 54, 0, 0, 0, 40,
                                  0,   0,   0,    200,  0, 0, 0, 100, 0, 0, 0,  1, 0, 24};
  for (std::size_t i = 0; i < sizeof head; ++i) picture[i] = static_cast<std::byte>(head[i]);
  return picture;
}

/// When frames were taken, and were known to be imported.
struct Record {
  std::mutex mutex;
  std::vector<steady_clock::duration> ages;
  std::vector<steady_clock::time_point> taken;
  std::size_t failed = 0;
};

double milliseconds_of(steady_clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

double at(const std::vector<steady_clock::duration>& sorted, double share) {
  if (sorted.empty()) return 0;
  return milliseconds_of(sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))]);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t seconds = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 30;
  const std::size_t outage = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10;
  const std::size_t frames = seconds * 30;
  Sandbox sandbox({.latency = latency});
  const auto project = sandbox.add_project({.input_type = "IMAGE"});
  const Client client({.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key()});

  Record record;
  record.taken.resize(frames);
  auto import = client.open_import(project, {.on_asset = [&](const ImportedAsset& asset) {
                                     const auto now = steady_clock::now();
                                     const std::scoped_lock lock(record.mutex);
                                     if (asset.outcome != ImportOutcome::created) ++record.failed;
                                     record.ages.push_back(now - record.taken[asset.index]);
                                   }});
  const auto start = steady_clock::now();
  std::thread service([&] {
    if (outage == 0) return;
    std::this_thread::sleep_until(start + std::chrono::seconds(seconds) / 3);
    sandbox.add_fault({.count = 0, .when = FaultPoint::before});
    std::this_thread::sleep_for(std::chrono::seconds(outage));
    sandbox.clear_faults();
  });
  steady_clock::duration longest_push{};
  steady_clock::duration latest{};
  std::size_t most_pending = 0;
  for (std::size_t frame = 0; frame < frames; ++frame) {
    const auto due = start + frame_time * static_cast<std::int64_t>(frame);
    std::this_thread::sleep_until(due);
    NewAsset asset{.content = Content::from_bytes(picture_of(frame), "frame.bmp"),
                   .external_id = fmt::format("frame {}", frame)};
    const auto begin = steady_clock::now();
    latest = std::max<steady_clock::duration>(latest, begin - due);
    {
      const std::scoped_lock lock(record.mutex);
      record.taken[frame] = begin;
    }
    import.push(std::move(asset));
    longest_push = std::max(longest_push, steady_clock::now() - begin);
    most_pending = std::max(most_pending, import.counts().pending);
  }
  const auto recorded = steady_clock::now();
  service.join();
  import.flush();
  const auto flushed = steady_clock::now();
  std::string report = "closed without an error";
  try {
    static_cast<void>(import.close());
  } catch (const Error& error) {
    report = error.what();
  }
  std::set<std::string> stored;
  std::size_t doubled = 0;
  for (const auto& asset : sandbox.state(project)) {
    doubled += stored.insert(asset.at("externalId").get<std::string>()).second ? 0 : 1;
  }
  std::sort(record.ages.begin(), record.ages.end());
  fmt::print("{} frames of {} bytes in {:.1f} s, {} ms latency, an outage of {} s\n", frames, frame_bytes,
             milliseconds_of(recorded - start) / 1000, latency.count(), outage);
  fmt::print("longest push(): {:.2f} ms; latest frame: {:.2f} ms after its time\n",
             milliseconds_of(longest_push), milliseconds_of(latest));
  fmt::print("lost: {}, twice: {}, failed: {}; most pending: {}\n", frames - stored.size(), doubled,
             record.failed, most_pending);
  fmt::print("age in ms when imported: half {:.0f}, 95 % {:.0f}, most {:.0f}\n", at(record.ages, 0.5),
             at(record.ages, 0.95), at(record.ages, 1));
  fmt::print("all there {:.2f} s after the last frame; {}\n", milliseconds_of(flushed - recorded) / 1000,
             report);
  return stored.size() == frames && doubled == 0 ? 0 : 1;
}
