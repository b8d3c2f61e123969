// What a second call does, and is told to do, after one that did not end well.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

const char* const refusal_body = R"({"errors":[{"message":"no"}]})";

/// A service and a client of it.
struct RefusingService {
  explicit RefusingService(const std::string& input_type = "IMAGE")
      : service(input_type), fake(service.handler()), client(fake.client()) {}

  /// The nth request of an operation is refused, all of them when n is 0.
  void refuse(const std::string& operation, int n) {
    service.set_fault([operation, n, count = 0](const std::string& asked,
                                                bool done) mutable -> std::optional<HttpResponse> {
      if (asked != operation || done) return std::nullopt;
      return ++count == n || n == 0 ? std::optional(answer(400, refusal_body)) : std::nullopt;
    });
  }

  FakeService service;
  FakeWorld fake;
  Client client;
};

}  // namespace

TEST_CASE("assets that may still appear are not to be sent again at once") {
  RefusingService world("VIDEO");
  world.refuse("notifications", 0);
  const auto message = message_of<ImportError>(
      world.client, {.content_array = {"https://x/1", "https://x/2"}, .external_id_array = {"a", "b"}});
  CHECK_THAT(message, Contains("2 were accepted"));
  CHECK_THAT(message, Contains("Those may still appear; when it is settled, call again with the same"));
}

TEST_CASE("assets without external ids are not to be sent again, be it that one has one") {
  RefusingService world;
  world.refuse("appendManyAssets", 2);
  std::vector<NewAsset> assets(150);
  for (auto& asset : assets) asset.content = "https://x/y";
  assets[0].external_id = "only";
  try {
    static_cast<void>(world.client.append_many_to_dataset("p", assets));
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK_THAT(error.what(), Contains("Call again with the same arguments, without those imported"));
  }
}

TEST_CASE("an asynchronous import that was not followed to its end is followed by the next call") {
  for (const bool loses_one : {false, true}) {
    const TestFolder folder;
    RefusingService world("VIDEO");
    world.refuse("notifications", 0);
    if (loses_one) world.service.failing_imports = {"e1"};
    AppendManyToDataset arguments{.content_array = numbered("https://x/", 130),
                                  .external_id_array = numbered("e", 130),
                                  .journal = folder.path("journal")};
    static_cast<void>(message_of<ImportError>(world.client, arguments));
    const std::size_t sent = world.service.mutations().size();
    world.service.set_fault({});
    world.service.failing_imports.clear();
    const auto result = world.client.append_many_to_dataset("p", arguments);
    CHECK(result.accepted.size() == 130);
    CHECK(world.service.asset_count() == 130);
    CHECK(world.service.mutations().size() == sent + (loses_one ? 1 : 0));
  }
}

TEST_CASE("a journal of an import that sent nothing is free for the corrected one") {
  const TestFolder folder;
  RefusingService world;
  const std::string journal = folder.path("journal");
  CHECK_THROWS_AS(
      world.client.append_many_to_dataset("p", {.content_array = {"https://x/1", ""}, .journal = journal}),
      ImportValidationError);
  const auto result =
      world.client.append_many_to_dataset("p", {.content_array = {"https://x/1"}, .journal = journal});
  CHECK(result.asset_ids.size() == 1);
  CHECK_THAT(message_of<JournalMismatchError>(
                 world.client, {.content_array = numbered("https://x/", 3), .journal = journal}),
             Contains("belongs to another import"));
}

TEST_CASE("what the service refused may be corrected in the import of a journal") {
  const TestFolder folder;
  RefusingService world;
  world.refuse("appendManyAssets", 2);
  AppendManyToDataset arguments{.content_array = numbered("https://x/", 150),
                                .journal = folder.path("journal")};
  static_cast<void>(message_of<ImportError>(world.client, arguments));
  world.service.set_fault({});
  auto corrected = numbered("https://x/", 150);
  corrected[140] = "https://x/corrected";
  arguments.content_array = corrected;
  CHECK(world.client.append_many_to_dataset("p", arguments).asset_ids.size() == 150);
  CHECK(world.service.asset_count() == 150);
  // What was created is not another thing now.
  corrected[0] = "https://x/changed";
  arguments.content_array = corrected;
  CHECK_THAT(message_of<ValidationError>(world.client, arguments), Contains("asset 0"));
}

TEST_CASE("an asset that is in the project needs no file any more") {
  const TestFolder folder;
  RefusingService world("VIDEO");
  const auto first = folder.file("1.mp4");
  const auto second = folder.file("2.mp4");
  static_cast<void>(
      world.client.append_many_to_dataset("p", {.content_array = {first}, .external_id_array = {"a"}}));
  fs::remove(first);
  AppendManyToDataset both{.content_array = {first, second}, .external_id_array = {"a", "b"}};
  const auto result = world.client.append_many_to_dataset("p", both);
  CHECK(result.skipped.size() == 1);
  CHECK(world.service.asset_count() == 2);
  both.external_id_array = {"c", "d"};
  CHECK_THROWS_AS(world.client.append_many_to_dataset("p", both), FileError);
  CHECK(world.service.asset_count() == 2);
}

TEST_CASE("a repeated external id is not called imported when the first asset with it was not") {
  const TestFolder folder;
  RefusingService world;
  std::vector<NewAsset> assets(2);
  assets[0].content = folder.file("x.txt");
  assets[1].content = "https://x/y.png";
  for (auto& asset : assets) asset.external_id = "a";
  try {
    static_cast<void>(world.client.append_many_to_dataset("p", assets));
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.assets().at(0).outcome == ImportOutcome::failed);
    CHECK(error.assets().at(1).outcome == ImportOutcome::not_sent);
    CHECK_THAT(error.assets().at(1).reason,
               Contains("the first asset with its external id was not imported"));
  }
}

TEST_CASE("what is not UTF-8 is named before anything is sent, in URLs and in layers") {
  RefusingService world;
  auto contents = numbered("https://x/", 150);
  contents[140] = "https://x/\xE9.png";
  CHECK_THAT(message_of<ValidationError>(world.client, {.content_array = contents}), Contains("asset 140"));
  const nlohmann::json layer{{"path", "https://x/1.tif"}, {"name", "\xE9"}};
  CHECK_THAT(message_of<ValidationError>(world.client,
                                         {.multi_layer_content_array = {nlohmann::json::array({layer})}}),
             Contains("multi_layer_content_array"));
  CHECK(world.service.mutations().empty());
}
