#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sandbox_curl.hpp"
#include "test_folder.hpp"

using namespace kili::sandbox_test;
using namespace std::chrono_literals;

TEST_CASE("the sandbox serves only its own machine") {
  CHECK_THROWS_AS(kili::Sandbox({.address = "0.0.0.0"}), std::invalid_argument);
  CHECK_THROWS_AS(kili::Sandbox({.address = "192.0.2.1"}), std::invalid_argument);
  CHECK_THROWS_AS(kili::Sandbox({.address = "example.com"}), std::invalid_argument);
  const kili::Sandbox first;
  CHECK_THROWS_AS(kili::Sandbox({.port = static_cast<std::uint16_t>(std::stoi(first.endpoint().substr(17)))}),
                  std::runtime_error);
}

TEST_CASE("HTTPS is served with a certificate that a client can trust") {
  kili::Sandbox sandbox{{.https = true}};
  CHECK(sandbox.endpoint().starts_with("https://127.0.0.1:"));
  CHECK(data(sandbox, "{ me { id } }").at("me").at("id") == "user-1");
  CurlClient by_name{sandbox.certificate_file().string()};
  const std::string port = sandbox.endpoint().substr(sandbox.endpoint().rfind(':'));
  CHECK(by_name.send("GET", "https://localhost" + port + "/healthz").status == 200);
  CHECK(CurlClient{}.send("GET", sandbox.endpoint() + "/healthz").code == CURLE_PEER_FAILED_VERIFICATION);
  const std::string url = signed_url(sandbox, "file");
  const std::string large(5'000'000, 'z');
  CHECK(by_name.send("PUT", url, large).status == 200);
  CHECK(by_name.send("GET", url).body == large);
  sandbox.add_fault({.operation = "me", .when = kili::FaultPoint::after});
  CHECK(call(sandbox, "{ me { id } }").code != CURLE_OK);
}

TEST_CASE("a data directory keeps everything across restarts") {
  const kili::test::TestFolder folder;
  std::string project;
  std::string url;
  nlohmann::json before;
  std::string certificate;
  {
    kili::Sandbox sandbox{{.data_dir = folder.root(), .https = true}};
    certificate = sandbox.certificate_file().string();
    CHECK_THROWS_AS(kili::Sandbox({.data_dir = folder.root()}), std::runtime_error);
    project = sandbox.add_project({.title = "kept", .workflow_version = "V2"});
    sandbox.add_user("zoe@example.com", "Zoe", "Zed");
    url = signed_url(sandbox, "projects/x");
    CHECK(CurlClient{certificate}.send("PUT", url, "content").status == 200);
    const auto ids = sandbox.add_assets(
        project, nlohmann::json::array({{{"externalId", "a"}, {"content", url}, {"jsonMetadata", {{"k", 1}}}},
                                        {{"externalId", "b"}, {"priority", 4}},
                                        {{"externalId", "c"}}}));
    sandbox.add_label(ids[1], {{"labelType", "REVIEW"}, {"reviewer", "zoe@example.com"}});
    data(sandbox, "mutation($w: AssetWhere!) { deleteManyFromDataset(where: $w) { id } }",
         {{"w", {{"id", ids[2]}}}});
    data(sandbox,
         "mutation($p: ID!) { appendManyFramesToDatasetAsynchronously(data: {contentArray: [\"v\"], "
         "externalIDArray: [\"video\"], idArray: [\"vid\"], uploadType: NATIVE_VIDEO}, where: {id: $p}) { id "
         "} }",
         {{"p", project}});
    before = sandbox.state(project);
  }
  kili::Sandbox sandbox{{.data_dir = folder.root(), .https = true}};
  CHECK(sandbox.certificate_file() == certificate);
  nlohmann::json after = sandbox.state(project);
  // The import that was pending has come to its end.
  REQUIRE(after.size() == 3);
  CHECK(after[2]["externalId"] == "video");
  CHECK(data(sandbox,
             "{ notifications(where: {}, first: 1, skip: 0) { status } }")["notifications"][0]["status"] ==
        "SUCCESS");
  after.erase(2);
  // Media stay reachable: their URLs follow the endpoint.
  const std::string moved = sandbox.endpoint() + url.substr(url.find("/bucket/"));
  CHECK(after[0]["content"] == moved);
  CHECK(CurlClient{certificate}.send("GET", moved).body == "content");
  after[0]["content"] = before[0]["content"];
  before.erase(before.begin() + 2, before.end());
  CHECK(after == before);
  CHECK(find(sandbox, project, {{"label", {{"reviewerIn", {"zoe@example.com"}}}}}) == "b");
  CHECK(
      data(sandbox, "{ projects(where: {}, first: 9, skip: 0) { title workflowVersion } }")["projects"][0] ==
      nlohmann::json{{"title", "kept"}, {"workflowVersion", "V2"}});
}

TEST_CASE("a temporary sandbox leaves nothing behind") {
  std::filesystem::path media;
  {
    const kili::Sandbox sandbox;
    media = sandbox.storage_directory();
    CurlClient{}.send("PUT", signed_url(sandbox, "file"), "x");
    CHECK(std::filesystem::exists(media));
  }
  CHECK_FALSE(std::filesystem::exists(media.parent_path()));
}

TEST_CASE("zeros of an upload take no room on disk") {
  const kili::Sandbox sandbox;
  const std::string url = signed_url(sandbox, "sparse");
  std::string content(16'000'000, '\0');
  content.replace(0, 5, "begin");
  content.replace(10'000'000, 6, "middle");
  CurlClient client;
  CHECK(client.send("PUT", url, content).status == 200);
  CHECK(client.send("GET", url).body == content);
  std::size_t blocks = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sandbox.storage_directory())) {
    struct stat status {};
    if (entry.is_regular_file() && ::stat(entry.path().c_str(), &status) == 0) {
      blocks += static_cast<std::size_t>(status.st_blocks);
    }
  }
  CHECK(blocks * 512 < 500'000);
}

TEST_CASE("a thousand connections are served at once by two threads") {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  constexpr int connections = 1000;
  if (limit.rlim_cur < 2 * connections + 100) return;
  kili::Sandbox sandbox{{.latency = 1000ms}};
  CURLM* const multi = curl_multi_init();
  std::vector<CURL*> handles;
  const std::string url = sandbox.endpoint() + "/api/label/v2/version";
  for (int i = 0; i < connections; ++i) {
    CURL* const handle = handles.emplace_back(curl_easy_init());
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(
        handle, CURLOPT_WRITEFUNCTION,
        +[](char*, std::size_t size, std::size_t count, void*) { return size * count; });
    curl_multi_add_handle(multi, handle);
  }
  const auto begin = std::chrono::steady_clock::now();
  int running = 1;
  while (running > 0) {
    curl_multi_perform(multi, &running);
    curl_multi_poll(multi, nullptr, 0, 100, nullptr);
  }
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  int served = 0;
  for (CURL* const handle : handles) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    served += status == 200 ? 1 : 0;
    curl_multi_remove_handle(multi, handle);
    curl_easy_cleanup(handle);
  }
  curl_multi_cleanup(multi);
  CHECK(served == connections);
  CHECK(sandbox.counters().peak_requests_in_flight > 500);
  CHECK(elapsed < 10s);
}

TEST_CASE("destruction does not wait for requests under way") {
  auto sandbox = std::make_unique<kili::Sandbox>(kili::SandboxOptions{.latency = 20s});
  const std::string url = sandbox->endpoint() + "/api/label/v2/version";
  CURLcode code = CURLE_OK;
  std::thread client([&] { code = CurlClient{}.send("GET", url).code; });
  while (sandbox->counters().peak_requests_in_flight == 0) std::this_thread::sleep_for(1ms);
  CHECK(sandbox->counters().open_connections == 1);
  const auto begin = std::chrono::steady_clock::now();
  sandbox->stop();
  CHECK(sandbox->counters().open_connections == 0);
  sandbox.reset();
  CHECK(std::chrono::steady_clock::now() - begin < 1s);
  client.join();
  CHECK(code != CURLE_OK);
}

TEST_CASE("concurrent imports and listings do not disturb each other") {
  kili::Sandbox sandbox{{.threads = 4}};
  const std::string project = sandbox.add_project({.title = "busy"});
  std::vector<std::thread> threads;
  for (int worker = 0; worker < 4; ++worker) {
    threads.emplace_back([&, worker] {
      for (int i = 0; i < 25; ++i) {
        const std::string id = "w" + std::to_string(worker) + "-" + std::to_string(i);
        const auto ids = nlohmann::json::array({id});
        data(sandbox,
             "mutation($i: [String!], $p: ID!) { appendManyAssets(data: {idArray: $i, externalIDArray: $i, "
             "contentArray: $i}, where: {id: $p}) { id } }",
             {{"i", ids}, {"p", project}});
        find(sandbox, project, nlohmann::json::object());
        const std::string url = signed_url(sandbox, id);
        CurlClient{}.send("PUT", url, id);
        if (CurlClient{}.send("GET", url).body != id) std::terminate();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(sandbox.state(project).size() == 100);
}
