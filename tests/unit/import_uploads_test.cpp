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

/// Imports three images while something is done to the file of the second one as soon as its upload begins.
template <typename Change>
ImportError error_when_changed(FakeService& service, const TestFolder& folder, Change change) {
  const std::string changed = folder.file("b.png", png());
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.file_body && request.file_body->path == changed) {
      if (auto instead = change(changed)) return *instead;
    }
    return service.handle(request);
  });
  try {
    world.client().append_many_to_dataset(
        "p", {.content_array = {folder.file("a.png", png()), changed, folder.file("c.png", png())}});
  } catch (const ImportError& error) {
    return error;
  }
  throw std::logic_error("no error");
}

}  // namespace

TEST_CASE("a file that changes while it is uploaded is an error that names it, the others are imported") {
  using Instead = std::optional<HttpResponse>;
  const auto grow = [](const std::string& path) -> Instead {
    std::ofstream(path, std::ios::app) << "more";
    return std::nullopt;
  };
  const auto rewrite = [](const std::string& path) -> Instead {
    fs::last_write_time(path, fs::last_write_time(path) + std::chrono::seconds(5));
    return std::nullopt;
  };
  const auto remove = [](const std::string& path) -> Instead {
    fs::remove(path);
    return std::nullopt;
  };
  const auto shorten = [](const std::string& path) -> Instead {
    fs::resize_file(path, 10);
    throw TransportError(TransportFailure::file_failed, "became shorter");
  };
  const std::vector<std::pair<std::function<Instead(const std::string&)>, const char*>> changes{
      {grow, "was changed"}, {rewrite, "was changed"}, {remove, "was removed"}, {shorten, "was changed"}};
  for (const auto& [change, word] : changes) {
    CAPTURE(word);
    const TestFolder folder;
    FakeService service;
    const ImportError error = error_when_changed(service, folder, change);
    CHECK(error.type() == "FileNotFoundError");
    CHECK_THAT(error.what(), Contains("b.png") && Contains(word) && Contains("asset 1"));
    CHECK(error.assets()[1].outcome == ImportOutcome::failed);
    CHECK(error.created_asset_ids().size() == 2);
    CHECK(service.assets().size() == 2);
  }
}

TEST_CASE("an upload that the storage refuses is tried again with a fresh URL, three times in all") {
  FakeService service("TEXT");
  int refusals = 2;
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (operation == "upload" && !done && refusals-- > 0) return answer(403, "expired");
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK(client.append_many_to_dataset("p", {.content_array = {"text"}}).asset_ids.size() == 1);
  CHECK(service.count_of("createUploadBucketSignedUrls") == 3);
  CHECK(service.uploads().size() == 1);
  refusals = 3;
  try {
    client.append_many_to_dataset("p", {.content_array = {"text"}});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "HttpError");
    CHECK(error.context().http_status == 403);
  }
}

TEST_CASE("files are streamed by their path, never read whole") {
  const TestFolder folder;
  const std::string large = folder.file("large.pdf", "%PDF");
  fs::resize_file(large, std::uintmax_t{1} << 40U);  // sparse
  FakeService service("PDF");
  FakeWorld world(service.handler());
  CHECK(world.client().append_many_to_dataset("p", {.content_array = {large}}).asset_ids.size() == 1);
  CHECK(service.uploads().front().body == "file:" + large);
  for (const auto& request : world.transport->requests()) {
    if (request.file_body) CHECK(request.file_body->size == std::uint64_t{1} << 40U);
  }
}

TEST_CASE("when signed URLs cannot be had, what was uploaded is appended and the rest is reported") {
  FakeService service("TEXT");
  int urls = 0;
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (operation == "createUploadBucketSignedUrls" && !done && ++urls == 2) return answer(404);
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  ClientOptions options;
  options.max_requests_in_flight = 1;
  const Client client = world.client(options);
  try {
    client.append_many_to_dataset("p", {.content_array = numbered("text ", 70)});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.created_asset_ids().size() == service.assets().size());
    CHECK(service.assets().size() >= 30);
    for (const auto& asset : error.assets()) {
      if (asset.outcome != ImportOutcome::created) CHECK(asset.outcome == ImportOutcome::not_sent);
    }
  }
}

TEST_CASE("a batch of much metadata is closed before the service finds it too large") {
  FakeService service;
  FakeWorld world(service.handler());
  const Json metadata(nlohmann::json{{"text", std::string(std::size_t{1} << 20U, 'x')}});
  const auto result = world.client().append_many_to_dataset(
      "p",
      {.content_array = numbered("https://x/", 20), .json_metadata_array = std::vector<Json>(20, metadata)});
  CHECK(result.asset_ids.size() == 20);
  // 2 MB at first, 10 MB at most.
  CHECK(service.mutations().front()["data"]["idArray"].size() == 1);
  for (const auto& mutation : service.mutations()) CHECK(mutation["data"]["idArray"].size() <= 9);
}
