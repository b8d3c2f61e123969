// Updates and deletes assets in one call each on a sandbox in another process, and prints time and memory of
// the client: mutations_at_scale [ASSETS] [LATENCY_MS]

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "sandbox_process.hpp"

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

using kili::benchmark::SandboxProcess;

/// Most memory that this process ever held, in MiB.
double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

template <typename Work>
void measure(const char* name, const Work& work) {
  const double before = peak_memory();
  const auto start = Clock::now();
  work();
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  std::cout << fmt::format("{:30} {:8.2f} s, peak memory {:7.1f} MiB (+{:.1f})\n", name, elapsed.count(),
                           peak_memory(), peak_memory() - before);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const std::chrono::milliseconds latency(argc > 2 ? std::atoi(argv[2]) : 0);
  const SandboxProcess sandbox(count, latency);
  const kili::Client client(
      {.api_endpoint = sandbox.endpoint, .api_key = "sandbox-key", .calls_per_minute = 0});
  std::vector<std::string> ids;
  measure("list ids", [&] {
    for (const auto& asset : client.assets(sandbox.project_id, {}, {.fields = {"id"}}))
      ids.emplace_back(asset.id());
  });
  const std::vector<std::optional<std::int32_t>> priorities(ids.size(), 5);
  std::vector<kili::Json> metadata;
  for (std::size_t i = 0; i < ids.size(); ++i) metadata.emplace_back(json{{"number", i}});
  measure("update_properties_in_assets", [&] {
    static_cast<void>(client.update_properties_in_assets(
        {.asset_ids = ids, .json_metadatas = metadata, .priorities = priorities}));
  });
  measure("add_metadata", [&] {
    static_cast<void>(
        client.add_metadata({.asset_ids = ids, .json_metadata = metadata, .project_id = sandbox.project_id}));
  });
  measure("delete_many_from_dataset", [&] {
    static_cast<void>(client.delete_many_from_dataset({.asset_ids = ids, .project_id = sandbox.project_id}));
  });
  const auto left = client.count_assets(sandbox.project_id);
  std::cout << left << " assets left\n";
  return left == 0 ? 0 : 1;
}
