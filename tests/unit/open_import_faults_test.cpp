#include <catch2/catch.hpp>
#include <chrono>
#include <optional>
#include <stop_token>

#include "error_messages.hpp"
#include "fake_service.hpp"
#include "in_process_sandbox.hpp"
#include "settled_assets.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// The service cannot be reached until that time.
FakeService::Fault outage_until(const std::shared_ptr<VirtualClock>& clock, std::chrono::seconds end,
                                TransportFailure failure, bool done_before = false) {
  return [=](const std::string&, bool done) -> std::optional<HttpResponse> {
    if (done == done_before && clock->elapsed() < end) throw TransportError(failure, "nobody is there");
    return std::nullopt;
  };
}

}  // namespace

TEST_CASE("an outage that is longer than all retries does not end an open import") {
  const auto failure = GENERATE(TransportFailure::could_not_connect, TransportFailure::connection_lost);
  const bool after = GENERATE(false, true);
  const std::string content = GENERATE("hosted", "local");
  const TestFolder folder;
  FakeService service;
  FakeWorld world(service.handler());
  service.set_fault(outage_until(world.clock, 600s, failure, after));
  SettledAssets settled;
  ClientOptions options;
  options.retry_deadline = 2s;
  auto import = world.client(options).open_import("p", {.batch_assets = 10, .on_asset = settled.listener()});
  for (std::size_t i = 0; i < 60; ++i) {
    NewAsset asset = numbered_asset(i, "picture");
    if (content == "local") asset.content = folder.file(std::to_string(i) + ".png", png());
    import.push(std::move(asset));
  }
  import.flush();
  CHECK(world.clock->elapsed() >= 600s);
  CHECK(import.counts().created == 60);
  CHECK(settled.once_each());
  CHECK(import.close().asset_ids.size() == 60);
  const auto stored = service.assets();
  REQUIRE(stored.size() == 60);
  for (std::size_t i = 0; i < 60; ++i) CHECK(stored[i]["externalId"] == "picture " + std::to_string(i));
}

TEST_CASE("an outage that outlives close() ends the import, and every asset is told of") {
  FakeService service;
  FakeWorld world(service.handler());
  SettledAssets settled;
  ClientOptions options;
  options.retry_deadline = 2s;
  bool down = GENERATE(false, true);  // from the beginning, or later
  std::atomic<bool> out{down};
  service.set_fault([&](const std::string&, bool) -> std::optional<HttpResponse> {
    if (out) throw TransportError(TransportFailure::could_not_connect, "nobody is there");
    return std::nullopt;
  });
  auto import = world.client(options).open_import("p", {.on_asset = settled.listener()});
  if (!down) {
    import.push(numbered_asset(1'000, "picture"));
    import.flush();
    out = true;
  }
  for (std::size_t i = 0; i < 300; ++i) import.push(numbered_asset(i, "picture"));
  if (down) {
    CHECK_THROWS_AS(import.close(), ConnectionError);
  } else {
    CHECK_THROWS_AS(import.close(), ImportError);
  }
  CHECK(settled.all().size() == (down ? 300 : 301));
  CHECK(settled.once_each());
  const AssetImportCounts counts = import.counts();
  CHECK(counts.pending == 0);
  CHECK(counts.created == (down ? 0 : 1));
  CHECK(counts.failed + counts.not_sent == 300);
}

TEST_CASE("what concerns the whole import is told by each of its calls, and nothing hangs") {
  FakeService service;
  FakeWorld world(service.handler());
  const TestFolder folder;
  SettledAssets settled;
  SECTION("the key is refused") {
    service.set_fault([](const std::string&, bool) { return std::optional(answer(401)); });
    auto import = world.client().open_import("p", {.max_pending_assets = 2, .on_asset = settled.listener()});
    try {
      for (std::size_t i = 0;; ++i) import.push(numbered_asset(i, "picture"));
    } catch (const AuthenticationError&) {
      SUCCEED();
    }
    CHECK_THROWS_AS(import.flush(), AuthenticationError);
    CHECK_THROWS_AS(import.push(numbered_asset(7, "picture")), AuthenticationError);
    CHECK_THROWS_AS(import.close(), AuthenticationError);
    CHECK_THROWS_AS(import.close(), AuthenticationError);
    CHECK(import.counts().not_sent == import.counts().pushed);
    CHECK(settled.all().size() == import.counts().pushed);
  }
  SECTION("the project is unknown") {
    InProcessSandbox sandbox;
    FakeWorld other(sandbox.handler());
    auto import = other.client().open_import("unknown", {.on_asset = settled.listener()});
    CHECK_THROWS_AS(
        [&] {
          import.push(numbered_asset(1, "picture"));
          import.flush();
        }(),
        NotFoundError);
    CHECK_THROWS_AS(import.close(), NotFoundError);
  }
  SECTION("uploads are not allowed") {
    service.may_upload = false;
    auto import = world.client().open_import("p", {.on_asset = settled.listener()});
    import.push({.content = folder.file("1.png", png())});
    CHECK_THROWS_AS(import.flush(), UploadForbiddenError);
    CHECK_THROWS_AS(import.push(numbered_asset(1, "picture")), UploadForbiddenError);
    CHECK_THROWS_AS(import.close(), UploadForbiddenError);
    CHECK(settled.count(ImportOutcome::not_sent) == 1);
  }
  CHECK(settled.once_each());
}

TEST_CASE("a batch that the service refuses fails, and the import goes on with the next") {
  FakeService service;
  FakeWorld world(service.handler());
  SettledAssets settled;
  std::atomic<std::size_t> refusals{1};
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (operation != "appendManyAssets" || done || refusals.exchange(0) == 0) return std::nullopt;
    return answer(200, R"({"errors":[{"message":"no"}]})");
  });
  auto import = world.client().open_import("p", {.on_asset = settled.listener()});
  import.push(numbered_asset(1, "picture"));
  import.flush();
  CHECK(settled.count(ImportOutcome::failed) == 1);
  import.push(numbered_asset(1, "picture"));
  import.push(numbered_asset(2, "picture"));
  import.flush();
  CHECK(settled.count(ImportOutcome::created) == 2);
  try {
    static_cast<void>(import.close());
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.created_asset_ids().size() == 2);
    CHECK_THAT(error.what(), Contains("no"));
  }
  CHECK(service.asset_count() == 2);
}

TEST_CASE("a stop token ends an open import and all of its waits") {
  FakeService service;
  FakeWorld world(service.handler());
  SettledAssets settled;
  std::stop_source stop;
  SECTION("stop token, while a request is under way and push waits") {
    service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
      if (operation == "appendManyAssets" && !done) {
        stop.request_stop();
        throw TransportError(TransportFailure::could_not_connect, "nobody is there");
      }
      return std::nullopt;
    });
    auto import = world.client().open_import("p", {.max_pending_assets = 5, .on_asset = settled.listener()},
                                             {.stop_token = stop.get_token()});
    CHECK_THROWS_AS(
        [&] {
          for (std::size_t i = 0;; ++i) import.push(numbered_asset(i, "picture"));
        }(),
        Cancelled);
    CHECK_THROWS_AS(import.flush(), Cancelled);
    CHECK_THROWS_AS(import.close(), Error);
    CHECK(import.counts().pending == 0);
    CHECK(settled.all().size() == import.counts().pushed);
  }
  SECTION("stop token, while nothing happens") {
    auto import =
        world.client().open_import("p", {.on_asset = settled.listener()}, {.stop_token = stop.get_token()});
    import.push(numbered_asset(1, "picture"));
    import.flush();
    stop.request_stop();
    CHECK_THROWS_AS(import.close(), ImportError);
    CHECK(import.counts().created == 1);
  }
  CHECK(settled.once_each());
}

TEST_CASE("a journal settles what an open import sent before its program ended") {
  const TestFolder folder;
  const std::string journal = folder.path("journal");
  FakeService service;
  FakeWorld world(service.handler());
  std::stop_source stop;
  const bool carried_out = GENERATE(false, true);
  std::atomic<bool> dies{false};
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (!dies || operation != "appendManyAssets" || done != carried_out) return std::nullopt;
    stop.request_stop();
    throw TransportError(TransportFailure::connection_lost, "killed");
  });
  {
    auto import = world.client().open_import("p", {.journal = journal}, {.stop_token = stop.get_token()});
    import.push(numbered_asset(1, "picture"));
    import.flush();
    dies = true;
    import.push(numbered_asset(2, "picture"));
    CHECK_THROWS_AS(import.close(), ImportError);
    CHECK(import.counts().unknown == 1);
  }
  dies = false;
  world.seed = 8;
  SettledAssets settled;
  auto import = world.client().open_import("p", {.journal = journal, .on_asset = settled.listener()});
  for (const std::size_t number : {3U, 2U, 1U}) import.push(numbered_asset(number, "picture"));
  const AppendResult result = import.close();
  CHECK(service.asset_count() == 3);
  REQUIRE(result.skipped.size() == 1);
  CHECK(result.skipped[0].external_id == "picture 1");
  CHECK(settled.count(ImportOutcome::created) == 2);
  // The one that was open keeps the id that was chosen for it.
  const auto mutations = service.mutations();
  const auto ids = [](const nlohmann::json& mutation) { return mutation["data"]["idArray"]; };
  if (!carried_out) CHECK(ids(mutations.back()).dump().find(ids(mutations[1])[0]) != std::string::npos);

  world.seed = 9;
  auto again = world.client().open_import("p", {.journal = journal});
  again.push(numbered_asset(4, "picture"));
  CHECK(again.close().asset_ids.size() == 1);
  CHECK_THAT(message_of<ValidationError>(
                 [&] { static_cast<void>(world.client().open_import("other", {.journal = journal})); }),
             Contains("an open import of assets into project p"));
}

TEST_CASE("a journal that cannot be opened is told by open_import") {
  FakeService service;
  FakeWorld world(service.handler());
  CHECK_THROWS_AS(world.client().open_import("p", {.journal = "/nowhere/journal"}), FileError);
  CHECK(world.transport->count() == 0);
}
