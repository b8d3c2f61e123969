#include <catch2/catch.hpp>
#include <ranges>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

NewAsset hosted(std::size_t number) {
  NewAsset asset;
  asset.content = "https://x/" + std::to_string(number);
  asset.external_id = "e" + std::to_string(number);
  return asset;
}

}  // namespace

TEST_CASE("a range is imported as it is read, ids in input order") {
  FakeService service;
  FakeWorld world(service.handler());
  std::size_t most_ahead = 0;
  const auto assets =
      std::views::iota(std::size_t{0}, std::size_t{12'000}) | std::views::transform([&](std::size_t number) {
        const std::size_t stored = service.asset_count();
        most_ahead = std::max(most_ahead, number - std::min(number, stored));
        return hosted(number);
      });
  const auto result = world.client().append_many_to_dataset("p", assets);
  REQUIRE(result.asset_ids.size() == 12'000);
  const auto stored = service.assets();
  for (std::size_t i = 0; i < stored.size(); ++i) {
    REQUIRE(stored[i]["id"] == result.asset_ids[i]);
    REQUIRE(stored[i]["externalId"] == "e" + std::to_string(i));
  }
  CHECK(most_ahead <= 3'000);
  CHECK(service.count_of("filterExistingAssets") <= 14);
}

TEST_CASE("a range of another type that converts is imported too") {
  struct Row {
    operator NewAsset() const { return hosted(1); }  // NOLINT(google-explicit-constructor)
  };
  FakeService service;
  FakeWorld world(service.handler());
  CHECK(world.client().append_many_to_dataset("p", std::vector<Row>(1)).asset_ids.size() == 1);
}

TEST_CASE("an empty range does nothing but warn") {
  FakeService service;
  FakeWorld world(service.handler());
  CHECK(world.client().append_many_to_dataset("p", std::vector<NewAsset>()).asset_ids.empty());
  CHECK(world.sink->warnings().size() == 1);
}

TEST_CASE("assets of a range that are not fit for import fail alone") {
  const TestFolder folder;
  std::vector<NewAsset> assets(6);
  for (std::size_t i = 0; i < assets.size(); ++i)
    assets[i].content = folder.file(std::to_string(i) + ".png", png());
  assets[1].content = folder.path("none.png");
  assets[2].content = "https://x/a.png";
  assets[3].content = Content();
  assets[4].json_metadata = Json(nlohmann::json{{"n", std::nan("")}});
  FakeService service;
  FakeWorld world(service.handler());
  try {
    world.client().append_many_to_dataset("p", assets);
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.created_asset_ids().size() == 2);
    REQUIRE(error.assets().size() == 6);
    CHECK_THAT(error.assets()[1].reason, Contains("does not exist"));
    CHECK_THAT(error.assets()[2].reason, Contains("2 calls"));
    CHECK_THAT(error.assets()[3].reason, Contains("empty content"));
    CHECK_THAT(error.assets()[4].reason, Contains("NaN"));
    CHECK(error.assets()[5].outcome == ImportOutcome::created);
  }
  CHECK(service.assets().size() == 2);
}

TEST_CASE("what a range throws ends the import after what was read, nothing done, it comes through") {
  const auto throws_at = [](std::size_t last) {
    return std::views::iota(std::size_t{0}) | std::views::transform([last](std::size_t number) {
             if (number == last) throw std::domain_error("the source broke");
             return hosted(number);
           });
  };
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK_THROWS_AS(client.append_many_to_dataset("p", throws_at(0)), std::domain_error);
  try {
    client.append_many_to_dataset("p", throws_at(1'150));
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK_THAT(error.what(), Contains("the source broke"));
    CHECK(error.created_asset_ids().size() == 1'150);
    CHECK(service.assets().size() == 1'150);
  }
}

TEST_CASE("an endless range ends with the stop token") {
  FakeService service;
  std::stop_source stop;
  FakeWorld world(service.handler());
  const auto endless = std::views::iota(std::size_t{0}) | std::views::transform([&](std::size_t number) {
                         if (number == 5'000) stop.request_stop();
                         return hosted(number);
                       });
  try {
    world.client().append_many_to_dataset("p", endless, {}, {.stop_token = stop.get_token()});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "Cancelled");
    CHECK(error.created_asset_ids().size() == service.assets().size());
  }
}

TEST_CASE("without the right to upload, a range of files ends before anything is created") {
  const TestFolder folder;
  FakeService service;
  service.may_upload = false;
  FakeWorld world(service.handler());
  std::vector<NewAsset> assets(3);
  for (auto& asset : assets) asset.content = folder.file("a.png", png());
  CHECK_THROWS_AS(world.client().append_many_to_dataset("p", assets), UploadForbiddenError);
  CHECK(service.uploads().empty());
}
