// Asynchronous imports into services of each version.

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_clock.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr const char* present = "appendManyAssetsAsynchronously";
constexpr const char* former = "appendManyFramesToDatasetAsynchronously";

/// A sandbox of that version on a virtual clock, and a client.
struct VersionedSandbox {
  explicit VersionedSandbox(const std::string& version, std::size_t notify_pending = 0)
      : sandbox({.clock = std::make_shared<VirtualSandboxClock>(clock),
                 .notify_pending = notify_pending,
                 .serve = false,
                 .service_version = version}),
        client(detail::ClientFactory::make({.api_endpoint = sandbox.endpoint(),
                                            .api_key = sandbox.api_key(),
                                            .calls_per_minute = 0,
                                            .message_sink = std::make_shared<RecordingSink>(),
                                            .skip_checks = true,
                                            .transport = sandbox.transport()},
                                           {.clock = clock,
                                            .random = std::make_shared<support::RandomSource>(7),
                                            .rate_limiter = std::make_shared<http::RateLimiter>()})) {
    sandbox.record_requests(1000);
  }

  [[nodiscard]] std::size_t count_of(std::string_view operation) const {
    const auto requests = sandbox.requests();
    return static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(), [&](const auto& request) {
      return request.body.find(": " + std::string(operation) + "(") != std::string::npos;
    }));
  }
  /// Data of the mutations of this operation.
  [[nodiscard]] std::vector<json> sent(std::string_view operation) const {
    std::vector<json> data;
    for (const auto& request : sandbox.requests()) {
      if (request.body.find(": " + std::string(operation) + "(") == std::string::npos) continue;
      data.push_back(json::parse(request.body)["variables"]["data"]);
    }
    return data;
  }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  Sandbox sandbox;
  Client client;
};

}  // namespace

TEST_CASE("asynchronous imports use the operation and the upload type that the service has") {
  const TestFolder folder;
  for (const std::string version : {"2.164", "26.1", "26.2"}) {
    CAPTURE(version);
    VersionedSandbox world(version);
    const auto images = world.sandbox.add_project({.input_type = "IMAGE"});
    const auto satellites = world.sandbox.add_project({.input_type = "GEOSPATIAL"});
    const auto videos = world.sandbox.add_project({.input_type = "VIDEO"});
    const std::string tiff = folder.file("a.tiff", "II*");
    CHECK(world.client.append_many_to_dataset(images, {.content_array = {tiff}}).accepted.size() == 1);
    CHECK(world.client.append_many_to_dataset(satellites, {.content_array = {tiff}}).accepted.size() == 1);
    CHECK(
        world.client.append_many_to_dataset(videos, {.content_array = {"https://x/a.mp4"}}).accepted.size() ==
        1);
    for (const auto& project : {images, satellites, videos}) CHECK(world.sandbox.state(project).size() == 1);
    const auto sent = world.sent(version == "26.2" ? present : former);
    REQUIRE(sent.size() == 3);
    CHECK(sent[0]["uploadType"] == (version == "26.2" ? "TILED_IMAGE" : "GEO_SATELLITE"));
    CHECK(sent[1]["uploadType"] == "GEO_SATELLITE");
    CHECK(sent[2]["uploadType"] == "NATIVE_VIDEO");
    CHECK(world.count_of(present) == (version == "26.2" ? 3 : 1));
    CHECK(world.count_of(former) == (version == "26.2" ? 0 : 3));
  }
}

TEST_CASE("a service that did not know the operation is asked again after ten minutes") {
  VersionedSandbox world("26.1");
  const auto project = world.sandbox.add_project({.input_type = "VIDEO"});
  const auto import = [&] {
    static_cast<void>(world.client.append_many_to_dataset(project, {.content_array = {"https://x/a.mp4"}}));
  };
  import();
  world.clock->advance(std::chrono::minutes(9));
  import();
  CHECK(world.count_of(present) == 1);
  world.clock->advance(std::chrono::minutes(2));
  import();
  CHECK(world.count_of(present) == 2);
  CHECK(world.count_of(former) == 3);
  CHECK(world.sandbox.state(project).size() == 3);
}

TEST_CASE("an error of the service is no reason to use the operation of before") {
  VersionedSandbox world("26.2");
  const auto project = world.sandbox.add_project({.input_type = "VIDEO"});
  world.sandbox.add_fault({.message = "boom", .operation = present, .when = FaultPoint::graphql});
  CHECK_THROWS_AS(world.client.append_many_to_dataset(project, {.content_array = {"https://x/a.mp4"}}),
                  ImportError);
  CHECK(world.count_of(former) == 0);
}

TEST_CASE("a notification is asked for its status until it is no longer pending") {
  VersionedSandbox world("26.2", 3);
  const auto project = world.sandbox.add_project({.input_type = "VIDEO"});
  const auto started = world.clock->elapsed();
  CHECK(world.client.append_many_to_dataset(project, {.content_array = {"https://x/a.mp4"}})
            .accepted.front()
            .outcome == ImportOutcome::created);
  CHECK(world.count_of("notifications") == 4);
  CHECK(world.clock->elapsed() - started >= std::chrono::seconds(1 + 2 + 4));
  for (const auto& request : world.sandbox.requests()) {
    if (request.body.find("query notifications") == std::string::npos) continue;
    CHECK(request.body.find("message") == std::string::npos);
    CHECK(request.body.find("status") != std::string::npos);
  }
}
