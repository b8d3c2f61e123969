#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "virtual_clock.hpp"

namespace kili::test {

/// A project with assets "asset_0", "asset_1", ... in a sandbox, and a client, both in one virtual time.
struct LabelsInSandbox {
  explicit LabelsInSandbox(std::size_t assets, std::uint64_t seed = 1, std::string version = "26.2")
      : sandbox({.clock = std::make_shared<VirtualSandboxClock>(clock),
                 .seed = seed,
                 .serve = false,
                 .service_version = std::move(version)}) {
    project = sandbox.add_project({.json_interface = json_interface()});
    nlohmann::json list = nlohmann::json::array();
    for (std::size_t i = 0; i < assets; ++i) list.push_back({{"externalId", "asset_" + std::to_string(i)}});
    ids = sandbox.add_assets(project, list);
    ClientOptions options;
    options.api_endpoint = sandbox.endpoint();
    options.api_key = sandbox.api_key();
    options.calls_per_minute = 0;
    options.message_sink = std::make_shared<RecordingSink>();
    options.skip_checks = true;
    options.transport = sandbox.transport();
    client.emplace(detail::ClientFactory::make(options, own_dependencies(clock, seed)));
    sandbox.record_requests(100'000);
  }

  static std::string json_interface() {
    return R"({"jobs": {"JOB_0": {"mlTask": "CLASSIFICATION", "required": 1, "isChild": false,)"
           R"("instruction": "c", "content": {"input": "radio", "categories": {)"
           R"("A": {"children": [], "name": "A"}, "TRUCK": {"children": [], "name": "Truck"}}}}}})";
  }
  static std::string answer(const std::string& category) {
    return R"({"JOB_0": {"categories": [{"name": ")" + category + R"(", "confidence": 100}]}})";
  }

  /// The labels of an asset, in order of creation.
  [[nodiscard]] nlohmann::json labels(std::size_t asset) const {
    return sandbox.modules_state(project).at("assets").at(asset).at("labels");
  }
  /// How many requests had this root field.
  [[nodiscard]] std::size_t count_of(const std::string& operation) const {
    std::size_t count = 0;
    for (const auto& request : sandbox.requests()) count += request.operation == operation ? 1U : 0U;
    return count;
  }
  void fault(FaultPoint when, std::string operation, std::uint64_t count = 1, int status = 503) {
    SandboxFault fault;
    fault.count = count;
    fault.operation = std::move(operation);
    fault.status = status;
    fault.when = when;
    sandbox.add_fault(fault);
  }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  Sandbox sandbox;
  std::string project;
  std::vector<std::string> ids;
  std::optional<Client> client;
};

}  // namespace kili::test
