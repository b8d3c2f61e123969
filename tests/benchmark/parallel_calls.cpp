// Counts assets with many calls at once on a sandbox in another process, as futures on two threads or with a
// thread for each call, and prints time, threads and memory: parallel_calls async|threads [CALLS]
// [LATENCY_MS]

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iterator>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "kili/async.hpp"
#include "kili/kili.hpp"
#include "sandbox_process.hpp"

namespace {

using namespace kili;

std::size_t count_on_threads(const Client& client, const std::string& project, std::size_t calls) {
  std::vector<std::size_t> counts(calls);
  {
    std::vector<std::jthread> threads;
    for (std::size_t& count : counts) threads.emplace_back([&] { count = client.count_assets(project); });
  }
  std::size_t sum = 0;
  for (const std::size_t count : counts) sum += count;
  return sum;
}

std::size_t count_as_futures(const Client& client, const std::string& project, std::size_t calls) {
  const async::Client futures(client, {.max_calls = calls});
  std::vector<async::Future<std::size_t>> counts;
  for (std::size_t i = 0; i < calls; ++i) counts.push_back(futures.count_assets(project));
  std::size_t sum = 0;
  for (auto& count : counts) sum += count.get();
  return sum;
}

/// Samples how many threads the process has.
class ThreadCount {
 public:
  /// Without its own.
  [[nodiscard]] std::ptrdiff_t most() {
    sampler_ = {};
    return most_ - 1;
  }

 private:
  std::ptrdiff_t most_ = 0;
  std::jthread sampler_{[this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      most_ = std::max(most_, std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                                            std::filesystem::directory_iterator()));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }};
};

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string_view way = argc > 1 ? argv[1] : "async";
    const std::size_t calls = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 500;
    const std::chrono::milliseconds latency(argc > 3 ? std::strtol(argv[3], nullptr, 10) : 200);
    const benchmark::SandboxProcess service(100, latency);
    const Client client({.api_endpoint = service.endpoint,
                         .api_key = "sandbox-key",
                         .calls_per_minute = 0,
                         .max_requests_in_flight = calls,
                         .skip_checks = true});
    ThreadCount threads;
    const auto begun = std::chrono::steady_clock::now();
    const std::size_t sum = way == "threads" ? count_on_threads(client, service.project_id, calls)
                                             : count_as_futures(client, service.project_id, calls);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begun;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("{}: {} calls of {} ms, {} assets counted: {:.3f} s, {} threads, {:.1f} MiB\n", way, calls,
               latency.count(), sum, time.count(), threads.most(),
               static_cast<double>(usage.ru_maxrss) / 1024);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "parallel_calls: {}\n", error.what());
    return 1;
  }
}
