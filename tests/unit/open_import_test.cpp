#include <catch2/catch.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "error_messages.hpp"
#include "fake_service.hpp"
#include "manual_clock.hpp"
#include "settled_assets.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// A client under a clock that the test moves.
struct ManualWorld {
  explicit ManualWorld(FakeService& service) : fake(service.handler()) {}
  [[nodiscard]] Client client() const {
    ClientOptions options;
    options.api_endpoint = "https://kili.test/api/label/v2/graphql";
    options.api_key = "secret-key";
    options.skip_checks = true;
    options.transport = fake.transport;
    return detail::ClientFactory::make(options, {.clock = clock,
                                                 .random = std::make_shared<support::RandomSource>(7),
                                                 .origin_pauses = fake.pauses,
                                                 .rate_limiter = fake.limiter});
  }
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  FakeWorld fake;
};

std::vector<std::string> stored_names(const FakeService& service) {
  std::vector<std::string> names;
  for (const auto& asset : service.assets()) names.push_back(asset["externalId"]);
  return names;
}

}  // namespace

TEST_CASE("what is pushed to an open import is imported in order, each asset once") {
  FakeService service;
  FakeWorld world(service.handler());
  SettledAssets settled;
  auto import = world.client().open_import("p", {.on_asset = settled.listener()});
  for (std::size_t i = 0; i < 250; ++i) CHECK(import.push(numbered_asset(i)) == PushResult::accepted);
  const AppendResult result = import.close();
  REQUIRE(result.asset_ids.size() == 250);
  CHECK(result.id == "p");
  const auto stored = service.assets();
  REQUIRE(stored.size() == 250);
  for (std::size_t i = 0; i < 250; ++i) {
    REQUIRE(stored[i]["externalId"] == "frame " + std::to_string(i));
    REQUIRE(stored[i]["id"] == result.asset_ids[i]);
  }
  CHECK(settled.all().size() == 250);
  CHECK(settled.once_each());
  CHECK(import.counts().created == 250);
  CHECK(import.counts().pending == 0);
  CHECK(import.close().asset_ids == result.asset_ids);
}

TEST_CASE("an asset waits for others as long as the interval says, and no longer") {
  FakeService service;
  const ManualWorld world(service);
  SettledAssets settled;
  auto import = world.client().open_import("p", {.flush_interval = 700ms, .on_asset = settled.listener()});
  const auto start = world.clock->now();
  import.push(numbered_asset(1));
  world.clock->await_sleeper(start + 700ms);
  world.clock->advance(300ms);
  import.push(numbered_asset(2));
  CHECK(service.mutations().empty());
  CHECK(import.counts().pending == 2);
  world.clock->advance(400ms);
  settled.await(2);
  CHECK(stored_names(service) == std::vector<std::string>{"frame 1", "frame 2"});
  CHECK(service.mutations().size() == 1);
}

TEST_CASE("a deadline ends an open import that waits for assets") {
  FakeService service;
  const ManualWorld world(service);
  auto import = world.client().open_import("p", {}, {.deadline = 5s});
  world.clock->await_sleeper(world.clock->now() + 5s);
  world.clock->advance(5s);
  CHECK_THROWS_AS(import.close(), DeadlineExceeded);
  CHECK_THROWS_AS(import.push(numbered_asset(1)), DeadlineExceeded);
}

TEST_CASE("a batch is sent at once when it has its number or its bytes") {
  FakeService service;
  const ManualWorld world(service);
  SettledAssets settled;
  SECTION("number") {
    auto import = world.client().open_import("p", {.batch_assets = 3, .on_asset = settled.listener()});
    for (std::size_t i = 0; i < 3; ++i) import.push(numbered_asset(i));
    settled.await(3);
    CHECK(service.mutations().size() == 1);
  }
  SECTION("bytes") {
    auto import = world.client().open_import("p", {.batch_bytes = 5'000, .on_asset = settled.listener()});
    NewAsset large = numbered_asset(1);
    large.json_metadata = Json(nlohmann::json{{"text", std::string(6'000, 'x')}});
    import.push(large);
    settled.await(1);
    CHECK(service.asset_count() == 1);
  }
  SECTION("interval 0") {
    auto import = world.client().open_import("p", {.flush_interval = 0ms, .on_asset = settled.listener()});
    import.push(numbered_asset(1));
    settled.await(1);
    CHECK(service.asset_count() == 1);
  }
}

TEST_CASE("flush sends what waits and returns when it is finished") {
  FakeService service;
  const ManualWorld world(service);
  SettledAssets settled;
  auto import = world.client().open_import("p", {.on_asset = settled.listener()});
  import.flush();
  import.push(numbered_asset(1));
  import.push(numbered_asset(2));
  import.flush();
  CHECK(service.asset_count() == 2);
  CHECK(settled.all().size() == 2);
  CHECK(import.counts().created == 2);
  import.push(numbered_asset(3));
  CHECK(import.close().asset_ids.size() == 3);
}

TEST_CASE("assets of an open import that are not fit fail alone") {
  const TestFolder folder;
  FakeService service;
  service.add(1);
  FakeWorld world(service.handler());
  SettledAssets settled;
  auto import = world.client().open_import("p", {.on_asset = settled.listener()});
  const auto file = [&](std::size_t number) {
    NewAsset asset = numbered_asset(number);
    asset.content = folder.file(std::to_string(number) + ".png", png());
    return asset;
  };
  import.push(file(0));
  NewAsset missing = numbered_asset(1);
  missing.content = folder.path("none.png");
  import.push(missing);
  import.push(file(2));
  NewAsset there = file(3);
  there.external_id = "asset_0";
  import.push(there);
  import.push(file(0));
  CHECK_THROWS_AS(import.push({.external_id = "without content"}), ImportValidationError);
  try {
    static_cast<void>(import.close());
    FAIL("no error");
  } catch (const ImportError& error) {
    REQUIRE(error.assets().size() == 5);
    CHECK(error.assets()[0].outcome == ImportOutcome::created);
    CHECK(error.assets()[1].outcome == ImportOutcome::failed);
    CHECK_THAT(error.assets()[1].reason, Contains("does not exist"));
    CHECK(error.assets()[2].outcome == ImportOutcome::created);
    CHECK(error.assets()[3].outcome == ImportOutcome::skipped);
    CHECK(error.assets()[4].outcome == ImportOutcome::skipped);
    CHECK_THAT(error.what(), Contains("Push the others again"));
  }
  CHECK(settled.once_each());
  CHECK(settled.count(ImportOutcome::created) == 2);
  CHECK(settled.count(ImportOutcome::failed) == 1);
  CHECK(settled.count(ImportOutcome::skipped) == 2);
  const AssetImportCounts counts = import.counts();
  CHECK(counts.pushed == 5);
  CHECK(counts.created == 2);
  CHECK(counts.failed == 1);
  CHECK(counts.skipped == 2);
}

TEST_CASE("an asset that failed may be pushed again under its name, also when the callback says so") {
  const TestFolder folder;
  FakeService service;
  FakeWorld world(service.handler());
  std::optional<AssetImport> import;
  NewAsset asset{.content = folder.path("late.png"), .external_id = "e"};
  import = world.client().open_import(
      "p", {.on_asset =
                [&](const ImportedAsset& told) {
                  if (told.outcome != ImportOutcome::failed) return;
  static_cast<void>(folder.file("late.png", png()));
  import->push(asset);
}
, .when_full = WhenFull::refuse
});
import->push(asset);
import->flush();
CHECK_THROWS_AS(import->close(), ImportError);
CHECK(import->counts().failed == 1);
CHECK(import->counts().created == 1);
CHECK(stored_names(service) == std::vector<std::string>{"e"});
}

TEST_CASE("what on_asset throws is ignored, and it cannot wait for its own import") {
  FakeService service;
  FakeWorld world(service.handler());
  std::optional<AssetImport> import;
  std::vector<std::string> refused;
  import = world.client().open_import("p", {.on_asset = [&](const ImportedAsset&) {
    for (const auto& call : {+[](AssetImport& own) { own.flush();
}
, +[](AssetImport& own) { static_cast<void>(own.close()); },
    +[](AssetImport& own) { own.push(numbered_asset(9)); }
}) {
  try {
    call(*import);
  } catch (const ValidationError& error) {
    refused.emplace_back(error.what());
  }
}
throw std::runtime_error("from the callback");
}
});
import->push(numbered_asset(1));
CHECK(import->close().asset_ids.size() == 1);
REQUIRE(refused.size() == 3);
for (const auto& message : refused) CHECK_THAT(message, Contains("on_asset"));
}

TEST_CASE("videos pushed to an open import are followed while it goes on") {
  FakeService service("VIDEO");
  FakeWorld world(service.handler());
  SettledAssets settled;
  const bool waits = GENERATE(true, false);
  service.failing_imports = {"v2"};
  auto import = world.client().open_import(
      "p", {.batch_assets = 2, .on_asset = settled.listener(), .wait_until_availability = waits});
  for (std::size_t i = 0; i < 5; ++i) {
    import.push({.content = "https://x/v.mp4?" + std::to_string(i), .external_id = "v" + std::to_string(i)});
  }
  import.flush();
  CHECK(settled.all().size() == 5);
  CHECK(import.counts().pending == 0);
  if (waits) {
    CHECK(import.counts().created == 4);
    CHECK(import.counts().failed == 1);
    CHECK_THROWS_AS(import.close(), ImportError);
  } else {
    CHECK(import.counts().accepted == 5);
    CHECK(import.close().accepted.size() == 5);
  }
  CHECK(settled.once_each());
}

TEST_CASE("settings of an open import are checked before anything is sent") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  const auto refused = [&](const AssetImportSettings& settings, const std::string& name) {
    CHECK_THAT(message_of<ValidationError>([&] { static_cast<void>(client.open_import("p", settings)); }),
               Contains(name));
  };
  refused({.batch_assets = 0}, "batch_assets");
  refused({.batch_assets = 101}, "batch_assets");
  refused({.batch_bytes = 0}, "batch_bytes");
  refused({.flush_interval = -1ms}, "flush_interval");
  refused({.flush_interval = 2h}, "flush_interval");
  refused({.max_pending_assets = 0}, "max_pending_assets");
  refused({.max_pending_bytes = 0}, "max_pending_bytes");
  CHECK_THROWS_AS(client.open_import(""), MissingArgumentError);
  CHECK(world.transport->count() == 0);
}

TEST_CASE("an open import outlives its client, and says when it was moved from or closed") {
  FakeService service;
  FakeWorld world(service.handler());
  std::optional<Client> client(world.client());
  AssetImport import = client->open_import("p");
  client.reset();
  import.push(numbered_asset(1));
  AssetImport moved = std::move(import);
  // NOLINTBEGIN(bugprone-use-after-move)
  CHECK_THROWS_AS(import.push(numbered_asset(2)), ValidationError);
  CHECK_THROWS_AS(import.flush(), ValidationError);
  CHECK_THROWS_AS(import.close(), ValidationError);
  CHECK_THROWS_AS(import.counts(), ValidationError);
  // NOLINTEND(bugprone-use-after-move)
  CHECK(moved.close().asset_ids.size() == 1);
  CHECK_THAT(message_of<ValidationError>([&] { moved.push(numbered_asset(3)); }), Contains("closed"));
  moved.flush();
  CHECK(service.asset_count() == 1);
}

TEST_CASE("an open import that is left imports what was pushed, and warns of what it could not") {
  FakeService service;
  FakeWorld world(service.handler());
  const TestFolder folder;
  {
    auto import = world.client().open_import("p");
    for (std::size_t i = 0; i < 7; ++i) import.push(numbered_asset(i));
    import = world.client().open_import("p");
    CHECK(service.asset_count() == 7);
    CHECK(world.sink->warnings().empty());
    import.push({.content = folder.path("none.jpg"), .external_id = "none"});
  }
  REQUIRE(world.sink->warnings().size() == 1);
  CHECK_THAT(world.sink->warnings().front(), Contains("without close()") && Contains("does not exist"));
}

TEST_CASE("nothing pushed is nothing imported, without a word") {
  FakeService service;
  FakeWorld world(service.handler());
  auto import = world.client().open_import("p");
  const AppendResult result = import.close();
  CHECK(result.asset_ids.empty());
  CHECK(result.id == "p");
  CHECK(world.sink->warnings().empty());
}
