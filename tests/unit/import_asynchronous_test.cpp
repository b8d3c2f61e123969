#include <catch2/catch.hpp>

#include "fake_service.hpp"
#include "import_helpers.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

namespace {

constexpr const char* asynchronous_append = "appendManyAssetsAsynchronously";

AppendManyToDataset videos(std::size_t count) {
  return {.content_array = numbered("https://x/v.mp4?", count), .external_id_array = numbered("v", count)};
}

/// Answers `times` requests of an operation with a lost connection, before or after the work is done.
FakeService::Fault loses(const std::string& lost_operation, int times, bool when_done) {
  return [=, left = std::make_shared<int>(times)](const std::string& operation,
                                                  bool done) -> std::optional<HttpResponse> {
    if (operation == lost_operation && done == when_done && (*left)-- > 0) {
      throw TransportError(TransportFailure::connection_lost, "cut");
    }
    return std::nullopt;
  };
}

}  // namespace

TEST_CASE("an asynchronous import is followed until it has ended, with the documented waits") {
  FakeService service("VIDEO");
  service.import_duration = 8;  // requests: seven times still pending
  FakeWorld world(service.handler());
  const auto result = world.client().append_many_to_dataset("p", videos(3));
  CHECK(result.asset_ids.empty());
  REQUIRE(result.accepted.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(result.accepted[i].outcome == ImportOutcome::created);
    CHECK(result.accepted[i].asset_id == service.assets()[i]["id"].get<std::string>());
    CHECK(result.accepted[i].external_id == "v" + std::to_string(i));
  }
  CHECK(service.count_of("notifications") == 8);
  CHECK(world.clock->elapsed() == 1s + 2s + 4s + 8s + 16s + 16s + 16s);
}

TEST_CASE("an asynchronous import that is not waited for returns at once and says what was accepted") {
  FakeService service("VIDEO");
  FakeWorld world(service.handler());
  auto arguments = videos(250);
  arguments.wait_until_availability = false;
  const auto result = world.client().append_many_to_dataset("p", arguments);
  CHECK(result.asset_ids.empty());
  REQUIRE(result.accepted.size() == 250);
  CHECK(result.accepted[249].outcome == ImportOutcome::accepted);
  CHECK(service.count_of(asynchronous_append) == 3);
  CHECK(service.count_of("notifications") == 0);
  CHECK(world.clock->elapsed() == 0s);
}

TEST_CASE("a failed asynchronous import says which assets are missing, and calling again imports them") {
  FakeService service("VIDEO");
  service.failing_imports = {"v1", "v120"};
  FakeWorld world(service.handler());
  const Client client = world.client();
  try {
    client.append_many_to_dataset("p", videos(250));
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "BatchImportError");
    CHECK_THAT(error.what(), Contains("v1") && Contains("notification report"));
    CHECK(error.created_asset_ids().size() == 248);
    for (const auto& asset : error.assets()) {
      const bool missing = asset.external_id == "v1" || asset.external_id == "v120";
      CHECK((asset.outcome == ImportOutcome::failed) == missing);
    }
  }
  service.failing_imports.clear();
  const auto result = client.append_many_to_dataset("p", videos(250));
  CHECK(result.accepted.size() == 2);
  CHECK(service.assets().size() == 250);
}

TEST_CASE("an import that the service calls failed although its assets exist is an error that says so") {
  FakeService service("VIDEO");
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    auto response = service.handle(request);
    if (request.body.find("notifications(") != std::string::npos) {
      const auto at = response.body.find("SUCCESS");
      if (at != std::string::npos) response.body.replace(at, 7, "FAILURE");
    }
    return response;
  });
  try {
    world.client().append_many_to_dataset("p", videos(1));
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "BatchImportError");
    CHECK_THAT(error.what(), Contains("although all of them exist"));
    CHECK(error.created_asset_ids().size() == 1);
  }
}

TEST_CASE("a lost answer to an asynchronous append is repaired") {
  for (const bool done : {true, false}) {
    for (const std::size_t duration : {1U, 4U, 9U, 40U}) {
      CAPTURE(done, duration);
      FakeService service("VIDEO");
      service.import_duration = duration;
      service.set_fault(loses(asynchronous_append, 1, done));
      FakeWorld world(service.handler());
      if (duration == 40) {
        // Longer than anybody looks for it: not known, and not sent twice.
        try {
          const auto result = world.client().append_many_to_dataset("p", videos(120));
          CHECK_FALSE(done);
          CHECK(result.accepted.size() == 120);
        } catch (const ImportError& error) {
          CHECK(done);
          CHECK(error.assets().front().outcome == ImportOutcome::unknown);
          CHECK(error.assets().back().outcome == ImportOutcome::not_sent);
        }
        service.settle();
        CHECK(service.assets().size() == (done ? 100U : 120U));
        continue;
      }
      const auto result = world.client().append_many_to_dataset("p", videos(120));
      REQUIRE(result.accepted.size() == 120);
      for (const auto& asset : result.accepted) CHECK(asset.outcome == ImportOutcome::created);
      CHECK(service.assets().size() == 120);
    }
  }
}

TEST_CASE("assets whose import can no longer be followed stay accepted in the report") {
  FakeService service("VIDEO");
  service.set_fault([](const std::string& operation, bool) -> std::optional<HttpResponse> {
    if (operation == "notifications") return answer(403);
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  try {
    world.client().append_many_to_dataset("p", videos(2));
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "AuthenticationFailed");
    CHECK(error.assets()[0].outcome == ImportOutcome::accepted);
    CHECK_THAT(error.what(), Contains("2 were accepted"));
  }
}

TEST_CASE("a notification that the service does not know is waited for a little, then reported") {
  FakeService service("VIDEO");
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("notifications(") != std::string::npos) return data_answer(nlohmann::json::array());
    return service.handle(request);
  });
  try {
    world.client().append_many_to_dataset("p", videos(1));
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "BatchImportError");
    CHECK(error.assets()[0].outcome == ImportOutcome::accepted);
  }
  CHECK(world.clock->elapsed() < 2min);
}

TEST_CASE("the deadline ends the wait for an asynchronous import") {
  FakeService service("VIDEO");
  service.import_duration = 1'000;
  FakeWorld world(service.handler());
  try {
    world.client().append_many_to_dataset("p", videos(1), {.deadline = 60s});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "DeadlineExceeded");
    CHECK(error.assets()[0].outcome == ImportOutcome::accepted);
  }
  CHECK(world.clock->elapsed() < 60s);
}
