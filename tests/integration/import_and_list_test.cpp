#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"

using namespace kili;
using namespace kili::test;

namespace {

namespace fs = std::filesystem;

/// Imports texts into a sandbox that fails once. @return what was wrong afterwards, or nothing.
std::string import_through_fault(FaultPoint when, const char* operation) {
  const auto where = "fault " + std::to_string(static_cast<int>(when)) + " of " + operation + ": ";
  try {
    Sandbox sandbox;
    const auto project = sandbox.add_project({.input_type = "TEXT"});
    const Client client = client_of(sandbox);
    sandbox.add_fault({.operation = operation, .status = 502, .when = when});
    std::vector<std::string> contents;
    for (int i = 0; i < 130; ++i) contents.push_back("text " + std::to_string(i));
    const auto added = client.append_many_to_dataset(project, {.content_array = contents});
    if (added.asset_ids.size() != contents.size()) return where + "not all assets are reported";
    std::vector<std::string> stored;
    for (const auto& asset : sandbox.state(project)) stored.push_back(asset["id"]);
    return stored == added.asset_ids ? "" : where + "not each asset is there once, in order";
  } catch (const std::exception& error) {
    return where + error.what();
  }
}

}  // namespace

TEST_CASE("real files are imported and listed over real sockets") {
  Sandbox sandbox;
  const auto images = sandbox.add_project({.input_type = "IMAGE"});
  const auto documents = sandbox.add_project({.input_type = "PDF"});
  const auto texts = sandbox.add_project({.input_type = "TEXT"});
  const Client client = client_of(sandbox);

  const auto photos = example_files("photos");
  const auto added =
      client.append_many_to_dataset(images, {.content_array = photos, .external_id_array = photos});
  REQUIRE(added.asset_ids.size() == photos.size());
  CHECK(client.append_many_to_dataset(documents, {.content_array = example_files("documents")})
            .asset_ids.size() == 2);
  CHECK(client.append_many_to_dataset(texts, {.from_csv = std::string(KILI_EXAMPLES_DATA_DIR) + "/texts.csv"})
            .asset_ids.size() == 12);

  std::vector<std::string> listed;
  for (const Asset& asset : client.assets(images)) {
    listed.emplace_back(asset.id());
    CHECK(asset.status() == AssetStatus::todo);
    CHECK(asset.json_metadata().is_object());
  }
  CHECK(listed == added.asset_ids);
  CHECK(client.count_assets(images, {.external_id_in = {".png"}}) == 5);
  CHECK(client.count_assets(images, {.asset_id_in = {added.asset_ids[0], added.asset_ids[1]}}) == 2);

  std::set<std::uintmax_t> stored;
  for (const auto& entry : fs::recursive_directory_iterator(sandbox.storage_directory())) {
    if (entry.is_regular_file()) stored.insert(entry.file_size());
  }
  for (const auto& photo : photos) CHECK(stored.contains(fs::file_size(photo)));
}

TEST_CASE("the key goes to the API and nowhere else") {
  Sandbox sandbox;
  sandbox.record_requests(1000);
  const auto texts = sandbox.add_project({.input_type = "TEXT"});
  client_of(sandbox).append_many_to_dataset(texts, {.content_array = {"one", "two"}});
  std::size_t uploads = 0;
  for (const auto& request : sandbox.requests()) {
    const bool to_storage = request.operation.starts_with("storage");
    uploads += to_storage ? 1 : 0;
    const bool has_key = std::any_of(request.headers.begin(), request.headers.end(),
                                     [](const auto& header) { return header.first == "authorization"; });
    CHECK(has_key != to_storage);
  }
  CHECK(uploads == 2);
}

TEST_CASE("a wrong key, a wrong address and an unknown project are errors of their own") {
  Sandbox sandbox;
  CHECK_THROWS_AS(Client({.api_endpoint = sandbox.endpoint(), .api_key = "wrong"}), AuthenticationError);
  CHECK_THROWS_AS(Client({.api_endpoint = sandbox.endpoint() + "/nowhere", .api_key = sandbox.api_key()}),
                  HttpError);
  const Client client = client_of(sandbox);
  CHECK_THROWS_AS(client.count_assets("no-such-project"), NotFoundError);
  CHECK_THROWS_AS(client.assets("no-such-project").to_vector(), NotFoundError);
  CHECK_THROWS_AS(client.append_many_to_dataset("no-such-project", {.content_array = {"https://x/1"}}),
                  NotFoundError);
  const Client impatient = client_of(sandbox, {.max_retries = 0});
  sandbox.stop();
  CHECK_THROWS_AS(impatient.count_assets("p"), ConnectionError);
}

TEST_CASE("a field that the schema does not have is refused by the service") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 1);
  CHECK_THROWS_AS(client_of(sandbox).assets(project, {}, {.fields = {"id", "nonsense"}}).to_vector(),
                  GraphQLError);
}

TEST_CASE("HTTPS is verified unless told otherwise") {
  Sandbox sandbox({.https = true});
  const auto project = sandbox.add_project({});
  CHECK_THROWS_AS(client_of(sandbox), ConnectionError);
  CHECK(client_of(sandbox, {.verify = sandbox.certificate_file()}).count_assets(project) == 0);
  CHECK(client_of(sandbox, {.verify = false}).count_assets(project) == 0);
}

TEST_CASE("an import survives every fault that passes, with each asset once") {
  // Some wait for a second before they look what became of a lost request: all at once.
  std::vector<std::future<std::string>> imports;
  for (const auto when : {FaultPoint::before, FaultPoint::after, FaultPoint::status, FaultPoint::truncate}) {
    for (const char* operation :
         {"appendManyAssets", "createUploadBucketSignedUrls", "storage.put", "projects"}) {
      imports.push_back(std::async(std::launch::async, import_through_fault, when, operation));
    }
  }
  for (auto& import : imports) CHECK(import.get() == "");
}

TEST_CASE("pages arrive in order from a service that answers out of order") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 2'500);
  sandbox.add_fault({.count = 0,
                     .latency_jitter = std::chrono::milliseconds(20),
                     .operation = "assets",
                     .when = FaultPoint::latency});
  const Client client = client_of(sandbox);
  std::size_t next = 0;
  for (const Asset& asset : client.assets(project, {}, {.fields = {"id", "externalId"}})) {
    REQUIRE(asset.external_id() == "asset_" + std::to_string(next));
    ++next;
  }
  CHECK(next == 2'500);
}

TEST_CASE("a stop token ends a call that waits for the service") {
  Sandbox sandbox({.latency = std::chrono::seconds(30)});
  const Client client = client_of(sandbox, {.skip_checks = true});
  std::stop_source stop;
  std::jthread stopper([&stop] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop.request_stop();
  });
  CHECK_THROWS_AS(client.count_assets("p", {}, {.stop_token = stop.get_token()}), Cancelled);
  CHECK_THROWS_AS(client.count_assets("p", {}, {.deadline = std::chrono::milliseconds(30)}),
                  DeadlineExceeded);
}

TEST_CASE("a large sparse file is uploaded whole") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "PDF"});
  const auto path = fs::temp_directory_path() / ("kili_sparse_" + std::to_string(::getpid()) + ".pdf");
  std::ofstream(path) << "%PDF-1.4";
  constexpr std::uintmax_t size = std::uintmax_t{64} << 20U;
  fs::resize_file(path, size);
  const auto added = client_of(sandbox).append_many_to_dataset(project, {.content_array = {path.string()}});
  CHECK(added.asset_ids.size() == 1);
  std::uintmax_t largest = 0;
  for (const auto& entry : fs::recursive_directory_iterator(sandbox.storage_directory())) {
    if (entry.is_regular_file()) largest = std::max(largest, entry.file_size());
  }
  CHECK(largest == size);
  fs::remove(path);
}
