#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "fake_service.hpp"
#include "settled_assets.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

/// Holds mutations back until it is opened.
class Gate {
 public:
  [[nodiscard]] FakeService::Fault fault() {
    return [this](const std::string& operation, bool done) -> std::optional<HttpResponse> {
      if (operation != "appendManyAssets" || done) return std::nullopt;
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return open_; });
      return std::nullopt;
    };
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::condition_variable changed_;
  std::mutex mutex_;
  bool open_ = false;
};

}  // namespace

TEST_CASE("an open import that is full refuses, and counts it") {
  FakeService service;
  Gate gate;
  service.set_fault(gate.fault());
  FakeWorld world(service.handler());
  auto import = world.client().open_import("p", {.max_pending_assets = 3, .when_full = WhenFull::refuse});
  std::size_t refused = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    refused += import.push(numbered_asset(i)) == PushResult::refused ? 1 : 0;
  }
  CHECK(refused == 7);
  CHECK(import.counts().refused == 7);
  CHECK(import.counts().pending == 3);
  gate.open();
  import.flush();
  CHECK(import.push(numbered_asset(3)) == PushResult::accepted);
  CHECK(import.close().asset_ids.size() == 4);
  CHECK(import.counts().pushed == 11);
  CHECK(import.counts().created == 4);
}

TEST_CASE("an open import that is full by its bytes refuses, an asset alone is taken whatever its size") {
  FakeService service;
  Gate gate;
  service.set_fault(gate.fault());
  FakeWorld world(service.handler());
  auto import = world.client().open_import("p", {.max_pending_bytes = 1'000, .when_full = WhenFull::refuse});
  NewAsset large = numbered_asset(0);
  large.json_metadata = Json(nlohmann::json{{"text", std::string(5'000, 'x')}});
  CHECK(import.push(large) == PushResult::accepted);
  CHECK(import.push(numbered_asset(1)) == PushResult::refused);
  gate.open();
  import.flush();
  CHECK(import.push(numbered_asset(1)) == PushResult::accepted);
  CHECK(import.close().asset_ids.size() == 2);
}

TEST_CASE("an open import that is full makes push wait until there is room") {
  FakeService service;
  Gate gate;
  service.set_fault(gate.fault());
  FakeWorld world(service.handler());
  auto import = world.client().open_import("p", {.max_pending_assets = 2});
  std::thread source([&] {
    for (std::size_t i = 0; i < 50; ++i) CHECK(import.push(numbered_asset(i)) == PushResult::accepted);
  });
  gate.open();
  source.join();
  CHECK(import.close().asset_ids.size() == 50);
  CHECK(import.counts().pushed == 50);
}

TEST_CASE("an open import that is full drops the oldest that are not on their way, and reports them") {
  FakeService service;
  Gate gate;
  service.set_fault(gate.fault());
  FakeWorld world(service.handler());
  SettledAssets settled;
  constexpr std::size_t count = 40;
  auto import = world.client().open_import("p", {.batch_assets = 1,
                                                 .max_pending_assets = 20,
                                                 .on_asset = settled.listener(),
                                                 .when_full = WhenFull::drop_oldest});
  for (std::size_t i = 0; i < count; ++i) CHECK(import.push(numbered_asset(i)) == PushResult::accepted);
  CHECK(import.counts().pending <= 20);
  CHECK(import.counts().dropped >= count - 20);
  gate.open();
  const AppendResult result = import.close();
  const AssetImportCounts counts = import.counts();
  CHECK(counts.created + counts.dropped == count);
  CHECK(result.asset_ids.size() == counts.created);
  REQUIRE(result.skipped.size() == counts.dropped);
  for (const auto& asset : result.skipped) {
    CHECK(asset.outcome == ImportOutcome::not_sent);
    CHECK(asset.external_id == "frame " + std::to_string(asset.index));
    CHECK_THAT(asset.reason, Contains("dropped"));
  }
  CHECK(service.assets().back()["externalId"] == "frame 39");
  CHECK(settled.all().size() == count);
  CHECK(settled.once_each());
  REQUIRE(world.sink->warnings().size() == 1);
  CHECK_THAT(world.sink->warnings().front(), Contains("were dropped"));
}

TEST_CASE("threads that push while an open import is closed are told whether they were in time") {
  FakeService service;
  FakeWorld world(service.handler());
  auto import = world.client().open_import("p", {.max_pending_assets = 7});
  std::atomic<std::size_t> accepted{0};
  std::atomic<std::size_t> late{0};
  std::atomic<std::size_t> begun{0};
  std::vector<std::thread> sources;
  for (std::size_t source = 0; source < 4; ++source) {
    sources.emplace_back([&, source] {
      for (std::size_t i = 0;; ++i) {
        try {
          import.push(numbered_asset(source * 1'000'000 + i));
          ++accepted;
          ++begun;
          begun.notify_all();
        } catch (const ValidationError&) {
          ++late;
          return;
        }
      }
    });
  }
  for (std::size_t seen = 0; seen < 20; seen = begun.load()) begun.wait(seen);
  const AppendResult result = import.close();
  for (auto& source : sources) source.join();
  CHECK(late == 4);
  CHECK(result.asset_ids.size() == accepted);
  CHECK(service.asset_count() == accepted);
}
