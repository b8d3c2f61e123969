#include <catch2/catch.hpp>
#include <set>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

std::set<std::string> stored_external_ids(const FakeService& service) {
  std::set<std::string> ids;
  for (const auto& asset : service.assets()) REQUIRE(ids.insert(asset["externalId"]).second);
  return ids;
}

}  // namespace

TEST_CASE("hosted content is appended in batches of 100, ids in input order") {
  FakeService service;
  FakeWorld world(service.handler());
  const auto result = world.client().append_many_to_dataset(
      "p", {.content_array = numbered("https://x/", 250), .external_id_array = numbered("e", 250)});
  CHECK(result.id == "p");
  REQUIRE(result.asset_ids.size() == 250);
  for (std::size_t i = 0; i < 250; ++i) {
    CHECK(service.assets()[i]["id"] == result.asset_ids[i]);
    CHECK(service.assets()[i]["externalId"] == "e" + std::to_string(i));
  }
  CHECK(service.count_of("appendManyAssets") == 3);
  CHECK(service.count_of("viewer") == 0);
}

TEST_CASE("texts are uploaded, signed URLs come by 30, and metadata goes along") {
  FakeService service("TEXT");
  FakeWorld world(service.handler());
  const auto result = world.client().append_many_to_dataset(
      "p", {.content_array = numbered("text ", 35),
            .is_honeypot_array = std::vector<bool>(35, true),
            .json_metadata_array = std::vector<Json>(35, Json(nlohmann::json{{"k", "é"}}))});
  CHECK(result.asset_ids.size() == 35);
  CHECK(service.count_of("createUploadBucketSignedUrls") == 2);
  CHECK(service.uploads().size() == 35);
  for (const auto& upload : service.uploads()) {
    CHECK(upload.url.find("&id=") == std::string::npos);
    CHECK(upload.body.starts_with("text "));
  }
  CHECK(service.assets().front()["content"].get<std::string>().find("&id=") != std::string::npos);
  CHECK(service.assets().front()["jsonMetadata"] == R"({"k": "\u00e9"})");
  CHECK(service.assets().front()["isHoneypot"] == true);
  for (const auto& request : world.transport->requests()) {
    const bool to_storage = request.url.starts_with("https://storage.test");
    const bool has_key =
        !HttpResponse{.body = {}, .headers = request.headers, .status = 0}.header("authorization").empty();
    CHECK(has_key != to_storage);
  }
}

TEST_CASE("external ids that exist or repeat are left out and reported") {
  FakeService service;
  service.add(2);
  FakeWorld world(service.handler());
  const auto result = world.client().append_many_to_dataset(
      "p",
      {.content_array = numbered("https://x/", 4), .external_id_array = {"same", "asset_1", "same", "new"}});
  CHECK(result.asset_ids.size() == 2);
  CHECK(stored_external_ids(service) == std::set<std::string>{"asset_0", "asset_1", "same", "new"});
  REQUIRE(result.skipped.size() == 2);
  CHECK(result.skipped[0].index == 1);
  CHECK_THAT(result.skipped[0].reason, Catch::Matchers::Contains("already in the project"));
  CHECK(result.skipped[1].index == 2);
  CHECK_THAT(result.skipped[1].reason, Catch::Matchers::Contains("more than once"));
  CHECK(result.accepted.empty());
  CHECK(service.assets()[2]["content"] == "https://x/0");
  CHECK(world.sink->warnings().size() == 2);
}

TEST_CASE("an import whose external ids all exist reports them as skipped, with a warning") {
  FakeService service;
  service.add(2);
  FakeWorld world(service.handler());
  const TestFolder folder;
  const std::string journal = folder.path("journal");
  const bool is_range = GENERATE(false, true);
  const bool has_journal = GENERATE(false, true);
  const std::optional<std::string> file = has_journal ? std::optional(journal) : std::nullopt;
  const auto import = [&] {
    if (is_range) {
      const std::vector<NewAsset> assets{{.content = "https://x/0", .external_id = "asset_0"},
                                         {.content = "https://x/1", .external_id = "asset_1"}};
      return world.client().append_many_to_dataset("p", assets, {.journal = file});
    }
    return world.client().append_many_to_dataset("p", {.content_array = {"https://x/0", "https://x/1"},
                                                       .external_id_array = {"asset_0", "asset_1"},
                                                       .journal = file});
  };
  for (std::size_t run = 1; run <= 2; ++run) {
    const AppendResult result = import();
    CHECK(result.asset_ids.empty());
    CHECK(result.accepted.empty());
    REQUIRE(result.skipped.size() == 2);
    CHECK(result.skipped[1].outcome == ImportOutcome::skipped);
    CHECK_THAT(result.skipped[1].reason, Catch::Matchers::Contains("already in the project"));
    REQUIRE(world.sink->warnings().size() == run);
    CHECK_THAT(world.sink->warnings().back(), Catch::Matchers::Contains("already in the project: asset_0"));
  }
  CHECK(service.asset_count() == 2);
}

TEST_CASE("a lost answer to an append is repaired, not repeated") {
  for (const bool done : {true, false}) {
    CAPTURE(done);
    FakeService service;
    int losses = 1;
    service.set_fault([&](const std::string& operation, bool after) -> std::optional<HttpResponse> {
      if (operation == "appendManyAssets" && after == done && losses-- > 0) {
        throw TransportError(TransportFailure::connection_lost, "cut");
      }
      return std::nullopt;
    });
    FakeWorld world(service.handler());
    const auto result = world.client().append_many_to_dataset(
        "p", {.content_array = numbered("https://x/", 150), .external_id_array = numbered("e", 150)});
    CHECK(result.asset_ids.size() == 150);
    CHECK(stored_external_ids(service).size() == 150);
    CHECK(service.count_of("appendManyAssets") == (done ? 2U : 3U));
  }
}

TEST_CASE("an append that may have been carried out by a failing service is looked after") {
  for (const int status : {500, 502, 503, 504}) {
    FakeService service;
    int losses = 1;
    service.set_fault([&](const std::string& operation, bool after) -> std::optional<HttpResponse> {
      if (operation == "appendManyAssets" && after && losses-- > 0) return answer(status, "oops");
      return std::nullopt;
    });
    FakeWorld world(service.handler());
    CHECK(world.client().append_many_to_dataset("p", {.content_array = {"https://x/1"}}).asset_ids.size() ==
          1);
    CHECK(service.assets().size() == 1);
  }
}

TEST_CASE("a failure half-way reports what became of every asset, and calling again completes it") {
  FakeService service;
  int mutations = 0;
  service.set_fault([&](const std::string& operation, bool after) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets" && !after && ++mutations == 2) {
      return answer(200, R"({"errors":[{"message":"boom"}],"data":null})");
    }
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  const Client client = world.client();
  const AppendManyToDataset arguments{.content_array = numbered("https://x/", 250),
                                      .external_id_array = numbered("e", 250)};
  try {
    client.append_many_to_dataset("p", arguments);
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "GraphQLError");
    CHECK(error.created_asset_ids().size() == 100);
    REQUIRE(error.assets().size() == 250);
    CHECK(error.assets()[99].outcome == ImportOutcome::created);
    CHECK(error.assets()[100].outcome == ImportOutcome::failed);
    CHECK_THAT(error.assets()[100].reason, Catch::Matchers::Contains("boom"));
    CHECK(error.assets()[249].outcome == ImportOutcome::not_sent);
  }
  CHECK(client.append_many_to_dataset("p", arguments).asset_ids.size() == 150);
  CHECK(stored_external_ids(service).size() == 250);
}

TEST_CASE("an outcome that cannot be found out is reported as unknown") {
  FakeService service;
  bool lost = false;
  service.set_fault([&](const std::string& operation, bool after) -> std::optional<HttpResponse> {
    if (lost) throw TransportError(TransportFailure::connection_lost, "cut");
    if (operation == "appendManyAssets" && after) {
      lost = true;
      throw TransportError(TransportFailure::connection_lost, "cut");
    }
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  try {
    world.client().append_many_to_dataset("p", {.content_array = {"https://x/1"}});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.assets().front().outcome == ImportOutcome::unknown);
  }
}

TEST_CASE("the failure of one upload does not waste the others") {
  FakeService service("TEXT");
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.method == "PUT" && request.body == "text 3") return answer(403);
    return service.handle(request);
  });
  try {
    world.client().append_many_to_dataset("p", {.content_array = numbered("text ", 10)});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "HttpError");
    CHECK(error.created_asset_ids().size() == 9);
    CHECK(error.assets()[3].outcome == ImportOutcome::failed);
  }
  CHECK(service.assets().size() == 9);
}

TEST_CASE("bad input is refused before anything is created") {
  const TestFolder folder;
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  const std::string png = folder.file("a.png");
  CHECK_THAT(message_of<ValidationError>(client, {}), Catch::Matchers::Contains("content_array"));
  CHECK_THAT(message_of<ValidationError>(client, {.content_array = {png}, .external_id_array = {"a", "b"}}),
             Catch::Matchers::Contains("external_id_array has 2"));
  CHECK_THAT(message_of<FileError>(client, {.content_array = {folder.path() + "/none.png"}}),
             Catch::Matchers::Contains("does not exist"));
  CHECK_THAT(message_of<FileError>(client, {.content_array = {folder.path()}}),
             Catch::Matchers::Contains("directory"));
  CHECK_THAT(message_of<FileError>(client, {.content_array = {folder.file("e.png", "")}}),
             Catch::Matchers::Contains("empty"));
  CHECK_THAT(message_of<MimeTypeError>(client, {.content_array = {folder.file("picture")}}),
             Catch::Matchers::Contains("unknown by its name"));
  CHECK_THAT(message_of<ImportValidationError>(client, {.content_array = {"https://x/1", png}}),
             Catch::Matchers::Contains("2 calls"));
  CHECK_THAT(message_of<ImportValidationError>(client, {.content_array = {""}}),
             Catch::Matchers::Contains("empty content"));
  CHECK_THAT(message_of<ValidationError>(
                 client, {.content_array = {png},
                          .json_metadata_array = {Json(nlohmann::json{{"n", std::nan("")}})}}),
             Catch::Matchers::Contains("json_metadata_array"));
  CHECK_THAT(message_of<ValidationError>(client, {.content_array = {png}, .external_id_array = {"\xff"}}),
             Catch::Matchers::Contains("UTF-8"));
  CHECK(service.assets().empty());
  CHECK(service.count_of("createUploadBucketSignedUrls") == 0);
  service.may_upload = false;
  CHECK_THAT(message_of<UploadForbiddenError>(client, {.content_array = {png}}),
             Catch::Matchers::Contains("license"));
  CHECK_THROWS_AS(client.append_many_to_dataset("nowhere", {.content_array = {"https://x/1"}}),
                  NotFoundError);
}

TEST_CASE("an empty import does nothing, and says so") {
  FakeService service;
  FakeWorld world(service.handler());
  const auto result =
      world.client().append_many_to_dataset("p", {.content_array = List<Content>::empty_list()});
  CHECK(result.id == "p");
  CHECK(result.asset_ids.empty());
  CHECK(world.transport->count() == 0);
  CHECK(world.sink->warnings().size() == 1);
}

TEST_CASE("deprecated status_array warns and is not sent") {
  FakeService service;
  FakeWorld world(service.handler());
  world.client().append_many_to_dataset("p", {.content_array = {"https://x/1"}, .status_array = {"TODO"}});
  CHECK(world.sink->warnings().size() == 1);
}

TEST_CASE("URLs and texts are not mixed in one import") {
  FakeService service("TEXT");
  FakeWorld world(service.handler());
  CHECK_THAT(message_of<ImportValidationError>(world.client(),
                                               {.content_array = {"https://x/a.txt", "plain words"}}),
             Catch::Matchers::Contains("2 calls"));
  CHECK(service.assets().empty());
}

TEST_CASE("a mutation that is cancelled while under way has an unknown outcome") {
  FakeService service;
  std::stop_source stop;
  int mutations = 0;
  service.set_fault([&](const std::string& operation, bool after) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets" && after && ++mutations == 2) {
      stop.request_stop();
      throw Cancelled("stopped");
    }
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  try {
    world.client().append_many_to_dataset("p", {.content_array = numbered("https://x/", 250)},
                                          {.stop_token = stop.get_token()});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "Cancelled");
    CHECK(error.created_asset_ids().size() == 100);
    CHECK(error.assets()[150].outcome == ImportOutcome::unknown);
    CHECK(error.assets()[200].outcome == ImportOutcome::not_sent);
  }
}

TEST_CASE("an error of the service that passes is looked after before an append is sent again") {
  FakeService service;
  int failures = 1;
  service.set_fault([&](const std::string& operation, bool after) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets" && after && failures-- > 0) {
      return answer(200, R"({"errors":[{"message":"Failed to fetch data connection"}],"data":null})");
    }
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  CHECK(world.client().append_many_to_dataset("p", {.content_array = {"https://x/1"}}).asset_ids.size() == 1);
  CHECK(service.count_of("appendManyAssets") == 1);
}
