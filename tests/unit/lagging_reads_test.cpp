// What a client concludes from reads that lag behind writes, and from answers that are not those of the first
// delivery.

#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/recent_changes.hpp"
#include "engine/repair_pace.hpp"
#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// A sandbox whose reads lag, in virtual time that every request moves on a little.
struct LaggingService {
  explicit LaggingService(std::chrono::milliseconds lag, const std::string& version = "26.2",
                          const std::string& status = "TODO")
      : sandbox({.clock = std::make_shared<VirtualSandboxClock>(clock),
                 .latency = 10ms,
                 .read_lag = lag,
                 .serve = false,
                 .service_version = version}),
        project(sandbox.add_project({.input_type = "TEXT"})),
        ids(sandbox.add_assets(project, {{{"externalId", "a"}, {"status", status}}})) {}

  using Deliver = std::function<HttpResponse(const HttpRequest&)>;
  /// @param between what happens to a request; it may deliver it.
  Client client(std::function<HttpResponse(const HttpRequest&, const Deliver&)> between = {}) {
    auto way = sandbox.transport();
    if (between) {
      way = std::make_shared<FakeTransport>(
          [way, between = std::move(between)](const HttpRequest& request, const std::stop_token& stop) {
            return between(request, [&](const HttpRequest& each) { return way->send(each, stop); });
          });
    }
    return detail::ClientFactory::make({.api_endpoint = sandbox.endpoint(),
                                        .api_key = sandbox.api_key(),
                                        .calls_per_minute = 0,
                                        .message_sink = std::make_shared<RecordingSink>(),
                                        .skip_checks = true,
                                        .transport = way},
                                       own_dependencies(clock));
  }
  json asset() const { return sandbox.state(project).at(0); }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  Sandbox sandbox;
  std::string project;
  std::vector<std::string> ids;
};

bool sends(const HttpRequest& request, const std::string& operation) {
  return plain_body(request).find(operation + "(") != std::string::npos;
}

}  // namespace

TEST_CASE("an import whose answer was lost is there once, also when reads do not show it yet") {
  LaggingService service(4s);
  service.sandbox.add_fault({.operation = "appendManyAssets", .when = FaultPoint::after});
  const Client client = service.client();
  const auto result =
      client.append_many_to_dataset(service.project, {.content_array = {"text"}, .external_id_array = {"b"}});
  const json state = service.sandbox.state(service.project);
  REQUIRE(state.size() == 2);
  CHECK(result.asset_ids == std::vector<std::string>{state[1]["id"]});
}

TEST_CASE("an import that was delivered twice is there, although the answer refuses it") {
  LaggingService service(0ms);
  const Client client =
      service.client([](const HttpRequest& request, const LaggingService::Deliver& deliver) {
        if (sends(request, "appendManyAssets")) static_cast<void>(deliver(request));
        return deliver(request);
      });
  const auto result =
      client.append_many_to_dataset(service.project, {.content_array = {"text"}, .external_id_array = {"b"}});
  const json state = service.sandbox.state(service.project);
  REQUIRE(state.size() == 2);
  CHECK(result.asset_ids == std::vector<std::string>{state[1]["id"]});
}

TEST_CASE("a change of one asset whose answer was lost and whose state cannot be read is unknown") {
  LaggingService service(0ms);
  service.sandbox.add_fault({.operation = "setAssetConsensus", .when = FaultPoint::after});
  service.sandbox.add_fault({.count = 0, .operation = "assets", .status = 500, .when = FaultPoint::status});
  const Client client = service.client();
  try {
    static_cast<void>(client.update_asset_consensus(
        {.asset_id = service.ids[0], .is_consensus = true, .project_id = service.project}));
    FAIL("the state cannot be read");
  } catch (const HttpError& error) {
    CHECK(error.context().outcome_unknown);
    CHECK(error.context().http_status == 500);
  }
  CHECK(service.asset()["isUsedForConsensus"] == true);
}

TEST_CASE("metadata that are added one after the other are all there, although reads lag") {
  LaggingService service(4s);
  const Client client = service.client();
  for (const char* const key : {"a", "b", "c", "d"}) {
    static_cast<void>(client.add_metadata(
        {.asset_ids = service.ids, .json_metadata = {json{{key, 1}}}, .project_id = service.project}));
  }
  const json metadata = json::parse(service.asset()["jsonMetadata"].get<std::string>());
  CHECK(metadata == json{{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}});
}

TEST_CASE("a service before 26.2 decides an action by the state of after the last one") {
  LaggingService service(4s, "26.1", "TO_REVIEW");
  const Client client = service.client();
  CHECK(client.send_back_to_queue({.asset_ids = service.ids}).asset_ids == service.ids);
  // A read of before shows it in review.
  const auto outcome = client.add_to_review({.asset_ids = service.ids});
  CHECK(outcome.asset_ids.empty());
  CHECK(outcome.declined.size() == 1);
  CHECK(service.asset()["status"] == "ONGOING");
}

TEST_CASE("changes are waited for where a read was seen to lag, for as long as a lag is believed") {
  engine::RecentChanges changes;
  const std::vector<std::string> ids{"a", "b"};
  const std::vector<std::string> others{"c"};
  const auto start = support::Clock::TimePoint(1h);
  changes.note(ids, start);
  CHECK_FALSE(changes.shown_from(ids, start));  // no read has lagged
  changes.note_stale_read(start);
  CHECK(changes.shown_from(ids, start + 1s) == start + engine::longest_read_lag);
  CHECK_FALSE(changes.shown_from(others, start + 1s));
  changes.note(std::vector<std::string>{"b"}, start + 2s);
  CHECK(changes.shown_from(ids, start + 3s) == start + 2s + engine::longest_read_lag);
  CHECK_FALSE(changes.shown_from(ids, start + 2s + engine::longest_read_lag));
  changes.note(ids, start + 1h);  // long after the last read that lagged
  CHECK_FALSE(changes.shown_from(ids, start + 1h));
}
