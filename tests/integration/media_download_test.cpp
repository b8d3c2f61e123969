#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"
#include "sandbox_curl.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<std::string> stems_of(const std::vector<std::string>& files) {
  std::vector<std::string> stems;
  for (const auto& file : files) stems.push_back(fs::path(file).stem().string());
  return stems;
}

AssetsArguments download_to(const TestFolder& folder, List<std::string> fields = {}) {
  return {.download_media = true, .fields = std::move(fields), .local_media_dir = folder.root() / "media"};
}

void put(const std::string& url, const std::string& content, const std::string& type) {
  sandbox_test::CurlClient client;
  client.headers = {"Content-Type: " + type};
  REQUIRE(client.send("PUT", url, content).status == 200);
}

/// Stores a file in the sandbox and gives the address of it.
std::string store(const Sandbox& sandbox, const std::string& path, const std::string& content,
                  const std::string& type) {
  const auto url = sandbox_test::signed_url(sandbox, path);
  put(url, content, type);
  return url;
}

std::vector<SandboxRequest> storage_requests(const Sandbox& sandbox) {
  auto requests = sandbox.requests();
  std::erase_if(requests, [](const auto& request) { return !request.operation.starts_with("storage"); });
  return requests;
}

std::string header_of(const SandboxRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

TEST_CASE("what was imported comes back byte for byte, and is not fetched twice") {
  const auto [input_type, source, ending] = GENERATE(table<const char*, const char*, const char*>(
      {{"IMAGE", "photos", ""}, {"PDF", "documents", ".pdf"}, {"TEXT", "texts", ".txt"}}));
  CAPTURE(input_type);
  Sandbox sandbox;
  const TestFolder folder;
  const auto project = sandbox.add_project({.input_type = input_type});
  const Client client = client_of(sandbox);
  const auto files = example_files(source);
  static_cast<void>(
      client.append_many_to_dataset(project, {.content_array = files, .external_id_array = stems_of(files)}));
  std::size_t i = 0;
  for (const Asset& asset : client.assets(project, {}, download_to(folder, {"content", "externalId"}))) {
    const fs::path path(asset.content());
    CHECK(path.parent_path() == folder.root() / "media");
    CHECK(path.stem() == asset.external_id());
    CHECK(path.extension() == (*ending != '\0' ? ending : fs::path(files.at(i)).extension().string()));
    CHECK(read_file(path) == read_file(files.at(i)));
    CHECK_FALSE(asset.json().contains("jsonContent"));
    ++i;
  }
  CHECK(i == files.size());
  CHECK(folder.files().size() == files.size());

  sandbox.record_requests(1000);
  CHECK(client.assets(project, {}, download_to(folder)).to_vector().size() == files.size());
  const auto again = storage_requests(sandbox);
  CHECK(again.size() == files.size());
  CHECK(std::all_of(again.begin(), again.end(), [](const auto& each) { return each.method == "HEAD"; }));
}

TEST_CASE("rich text and frames are files, the document of a big image stands in its record") {
  Sandbox sandbox;
  const TestFolder folder;
  const auto sink = std::make_shared<RecordingSink>();
  const Client client = client_of(sandbox, {.message_sink = sink});
  const auto rich = store(sandbox, "rich", R"([{"children":[]}])", "application/json");
  const auto texts = sandbox.add_project({.input_type = "TEXT"});
  sandbox.add_assets(texts, json{{{"externalId", "rich"}, {"content", ""}, {"jsonContent", rich}},
                                 {{"externalId", "plain"}, {"content", "just text"}}});
  const auto listed = client.assets(texts, {}, download_to(folder)).to_vector();
  CHECK(read_file(listed[0].json()["jsonContent"].get<std::string>()) == R"([{"children":[]}])");
  CHECK(listed[1].content() == "just text");
  CHECK_FALSE(listed[1].json().contains("jsonContent"));
  CHECK(sink->warnings().size() == 1);

  json frames;
  for (int i = 0; i < 25; ++i) {
    const auto number = std::to_string(i);
    frames[number] = store(sandbox, "frame/" + number, "frame " + number, "image/jpeg");
  }
  const auto videos = sandbox.add_project({.input_type = "VIDEO"});
  const auto document = store(sandbox, "frames", frames.dump(), "text/plain");
  sandbox.add_assets(videos, json{{{"externalId", "clip"}, {"content", ""}, {"jsonContent", document}}});
  const auto video = client.assets(videos, {}, download_to(folder)).to_vector().at(0).json()["jsonContent"];
  REQUIRE(video.size() == 25);
  CHECK(video[1] == (folder.root() / "media/clip_02.jpg").string());
  for (std::size_t i = 0; i < video.size(); ++i) {
    CHECK(read_file(video[i].get<std::string>()) == "frame " + std::to_string(i));
  }

  const auto images = sandbox.add_project({.input_type = "IMAGE"});
  const auto layers = store(sandbox, "layers", R"({"layers":[1,2]})", "application/json");
  const auto image = store(sandbox, "image", "tiff", "image/tiff");
  sandbox.add_assets(images, json{{{"externalId", "big"}, {"content", image}, {"jsonContent", layers}}});
  const auto big =
      client.assets(images, {}, download_to(folder, {"externalId", "content", "jsonContent"})).to_vector();
  CHECK(big.at(0).json() == json{{"externalId", "big"},
                                 {"content", (folder.root() / "media/big.tiff").string()},
                                 {"jsonContent", {{"layers", {1, 2}}}}});
}

TEST_CASE("a download that is cut again and again gets through by what it has") {
  Sandbox sandbox;
  const TestFolder folder;
  const auto project = sandbox.add_project({});
  std::string content;
  for (int i = 0; i < 200'000; ++i) content += std::to_string(i);
  sandbox.add_assets(
      project, json{{{"externalId", "a.jpg"}, {"content", store(sandbox, "a", content, "image/jpeg")}}});
  sandbox.add_fault({.count = 0, .operation = "storage.get", .when = FaultPoint::truncate});
  CHECK_THROWS_AS(client_of(sandbox, {.max_retries = 0}).assets(project, {}, download_to(folder)).to_vector(),
                  ConnectionError);
  REQUIRE(folder.files().size() == 1);
  const auto unfinished = folder.root() / folder.files()[0];
  CHECK(unfinished.extension() == ".kili-part");
  const auto size = fs::file_size(unfinished);
  CHECK(size > content.size() / 2);
  CHECK(size < content.size());
  CHECK(read_file(unfinished) == content.substr(0, size));

  sandbox.clear_faults();
  fs::resize_file(unfinished, content.size() / 3);
  sandbox.record_requests(100);
  const auto assets = client_of(sandbox).assets(project, {}, download_to(folder)).to_vector();
  CHECK(read_file(assets.at(0).content()) == content);
  const auto requests = storage_requests(sandbox);
  REQUIRE(requests.size() == 2);
  CHECK(requests[1].status == 206);
  CHECK(header_of(requests[1], "range") == "bytes=" + std::to_string(content.size() / 3) + "-");
  CHECK(folder.files() == std::vector<std::string>{"media/a.jpg"});
}

TEST_CASE("a download survives every fault that passes, and takes a new version as a whole") {
  for (const auto when : {FaultPoint::before, FaultPoint::after, FaultPoint::status, FaultPoint::truncate}) {
    CAPTURE(static_cast<int>(when));
    Sandbox sandbox;
    const TestFolder folder;
    const auto project = sandbox.add_project({});
    const auto url = store(sandbox, "a", std::string(300'000, 'a'), "image/jpeg");
    sandbox.add_assets(project, json{{{"externalId", "a"}, {"content", url}}});
    sandbox.add_fault({.count = 3, .operation = "storage.get", .status = 502, .when = when});
    const Client client = client_of(sandbox);
    const auto path = std::string(client.assets(project, {}, download_to(folder)).to_vector()[0].content());
    CHECK(read_file(path) == std::string(300'000, 'a'));
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
    put(url, std::string(300'000, 'b'), "image/jpeg");
    static_cast<void>(client.assets(project, {}, download_to(folder)).to_vector());
    CHECK(folder.files().size() == 1);
    CHECK(read_file(folder.root() / folder.files()[0]) == std::string(300'000, 'b'));
  }
}

TEST_CASE("a file with the right name and a wrong length is replaced") {
  Sandbox sandbox;
  const TestFolder folder;
  const auto project = sandbox.add_project({});
  sandbox.add_assets(
      project, json{{{"externalId", "a.jpg"}, {"content", store(sandbox, "a", "content", "image/jpeg")}}});
  fs::create_directory(folder.root() / "media");
  write_file(folder.root() / "media/a.jpg", "cont");
  const auto assets = client_of(sandbox).assets(project, {}, download_to(folder)).to_vector();
  CHECK(assets.at(0).content() == (folder.root() / "media/a.jpg").string());
  CHECK(read_file(folder.root() / "media/a.jpg") == "content");
}

TEST_CASE("a storage that refuses HEAD is asked for the first byte instead") {
  Sandbox sandbox;
  const TestFolder folder;
  const auto project = sandbox.add_project({});
  for (int i = 0; i < 3; ++i) {
    const auto url = store(sandbox, std::to_string(i), std::string(100'000, 'x'), "image/jpeg");
    sandbox.add_assets(project, json{{{"externalId", std::to_string(i)}, {"content", url}}});
  }
  sandbox.add_fault({.count = 0, .operation = "storage.head", .status = 403});
  const Client client = client_of(sandbox);
  for (int run = 0; run < 2; ++run) {
    sandbox.record_requests(0);
    sandbox.record_requests(100);
    for (const Asset& asset : client.assets(project, {}, download_to(folder))) {
      CHECK(fs::path(asset.content()).extension() == ".jpg");
      CHECK(fs::file_size(asset.content()) == 100'000);
    }
    const auto requests = storage_requests(sandbox);
    const auto whole =
        std::count_if(requests.begin(), requests.end(), [](const auto& each) { return each.status == 200; });
    CHECK(whole == (run == 0 ? 3 : 0));
  }
}

TEST_CASE("media in the customer's own storage and fields without what is needed are refused") {
  Sandbox sandbox;
  const TestFolder folder;
  const auto cloud = sandbox.add_project({.data_connection = true});
  const auto images = sandbox.add_project({});
  sandbox.add_plain_assets(cloud, 2);
  const Client client = client_of(sandbox);
  CHECK_THROWS_AS(client.assets(cloud, {}, download_to(folder)).to_vector(), DownloadNotAllowedError);
  CHECK(folder.files().empty());
  CHECK_FALSE(fs::exists(folder.root() / "media"));
  const auto before = sandbox.counters().api_requests;
  CHECK_THROWS_AS(client.assets(images, {}, download_to(folder, {"id", "content"})), MissingPropertyError);
  CHECK_THROWS_AS(client.assets(images, {}, download_to(folder, {"id"})), MissingPropertyError);
  CHECK(sandbox.counters().api_requests == before);
  CHECK(client.assets(cloud, {}, {}).to_vector().size() == 2);
}

TEST_CASE("leaving the loop early ends the downloads, and so does a stop token") {
  Sandbox sandbox;
  Sandbox slow;
  const TestFolder folder;
  const auto project = sandbox.add_project({});
  json assets = json::array();
  assets.push_back({{"externalId", "small"}, {"content", store(sandbox, "small", "small", "image/jpeg")}});
  for (int i = 0; i < 20; ++i) {
    const auto name = "late" + std::to_string(i);
    assets.push_back({{"externalId", name}, {"content", store(slow, name, "late", "image/jpeg")}});
  }
  sandbox.add_assets(project, assets);
  slow.set_latency(std::chrono::minutes(10));
  {
    const Client client = client_of(sandbox);
    auto range = client.assets(project, {}, download_to(folder));
    CHECK(range.begin()->external_id() == "small");
  }
  CHECK(folder.files() == std::vector<std::string>{"media/small.jpg"});

  std::stop_source stop;
  const Client client = client_of(sandbox);
  const auto seen = slow.counters().storage_requests;
  std::jthread stopper([&] {
    while (slow.counters().storage_requests < seen + 5) std::this_thread::yield();
    stop.request_stop();
  });
  CHECK_THROWS_AS(
      client.assets(project, {}, download_to(folder), {.stop_token = stop.get_token()}).to_vector(),
      Cancelled);
  CHECK(folder.files() == std::vector<std::string>{"media/small.jpg"});
}

TEST_CASE("the error of a download comes at its asset, after the others were delivered") {
  Sandbox sandbox;
  const TestFolder folder;
  const auto project = sandbox.add_project({});
  json assets = json::array();
  for (int i = 0; i < 120; ++i) {
    const auto name = std::to_string(i);
    const auto url = i == 110 ? sandbox_test::signed_url(sandbox, "never-stored")
                              : store(sandbox, name, name, "text/plain");
    assets.push_back({{"externalId", name}, {"content", url}});
  }
  sandbox.add_assets(project, assets);
  std::size_t delivered = 0;
  try {
    for (const Asset& asset : client_of(sandbox).assets(project, {}, download_to(folder))) {
      CHECK(read_file(asset.content()) == asset.external_id());
      ++delivered;
    }
    FAIL("no error");
  } catch (const HttpError& error) {
    CHECK(error.context().http_status == 404);
    CHECK(std::string(error.what()).find("asset '110'") == 0);
  }
  CHECK(delivered == 110);
}

TEST_CASE("the key is not sent to storages, be they of the same server or another one") {
  Sandbox sandbox;
  Sandbox other;
  const TestFolder folder;
  const auto project = sandbox.add_project({});
  const auto here = store(sandbox, "here", "here", "image/jpeg");
  const auto there = store(other, "there", "there", "image/jpeg");
  const auto elsewhere = other.endpoint() + "/api/label/v2/files?id=" + there.substr(there.find("&id=") + 4);
  const auto by_api = sandbox.endpoint() + "/api/label/v2/files?id=" + here.substr(here.find("&id=") + 4);
  sandbox.add_assets(project, json{{{"externalId", "here"}, {"content", here}},
                                   {{"externalId", "there"}, {"content", there}},
                                   {{"externalId", "by api"}, {"content", by_api}},
                                   {{"externalId", "elsewhere"}, {"content", elsewhere}}});
  sandbox.record_requests(100);
  other.record_requests(100);
  std::vector<std::string> contents;
  const auto read = [&] {
    for (const Asset& asset : client_of(sandbox).assets(project, {}, download_to(folder))) {
      contents.push_back(read_file(asset.content()));
    }
  };
  CHECK_THROWS_AS(read(), HttpError);  // the other server's API wants its own key
  CHECK(contents == std::vector<std::string>{"here", "there", "here"});
  std::size_t with_key = 0;
  for (const auto& request : storage_requests(sandbox)) {
    const bool has_key = !header_of(request, "authorization").empty();
    CHECK(has_key == request.target.starts_with("/api/label/v2/files"));
    with_key += has_key ? 1U : 0U;
  }
  CHECK(with_key == 2);
  CHECK(other.requests().size() >= 3);
  for (const auto& request : other.requests()) CHECK(header_of(request, "authorization").empty());
}

TEST_CASE("external ids that attack stay inside the folder") {
  Sandbox sandbox;
  const TestFolder folder;
  const auto project = sandbox.add_project({});
  const std::vector<std::string> ids{
      "../../../../../../tmp/escaped", "/etc/passwd",       "..",           ".", std::string("nul\0.png", 8),
      std::string(300, 'n'),           "sub/../../escaped", "sub/dir/a.jpg"};
  json assets = json::array();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto number = std::to_string(i);
    assets.push_back({{"externalId", ids[i]}, {"content", store(sandbox, number, number, "image/jpeg")}});
  }
  sandbox.add_assets(project, assets);
  const auto listed = client_of(sandbox).assets(project, {}, download_to(folder)).to_vector();
  REQUIRE(listed.size() == ids.size());
  std::set<std::string> paths;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const fs::path path(listed[i].content());
    CAPTURE(path);
    CHECK(read_file(path) == std::to_string(i));
    CHECK(fs::canonical(path) == path);
    CHECK(path.string().starts_with((folder.root() / "media/").string()));
    paths.insert(path.string());
  }
  CHECK(paths.size() == ids.size());
  CHECK(listed.back().content() == (folder.root() / "media/sub/dir/a.jpg").string());
  CHECK(folder.files().size() == ids.size());
}
