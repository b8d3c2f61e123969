// Sandbox::transport(): the local service in process, without sockets.

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <future>
#include <memory>
#include <span>
#include <stop_token>
#include <thread>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_clock.hpp"
#include "support/gzip.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr const char* count_document =
    "query countAssets($where: AssetWhere!) { data: countAssets(where: $where) }";

ClientOptions options_for(Sandbox& sandbox) {
  return {.api_endpoint = sandbox.endpoint(),
          .api_key = sandbox.api_key(),
          .calls_per_minute = 0,
          .transport = sandbox.transport()};
}

HttpRequest count_request(const Sandbox& sandbox, const std::string& project) {
  return {
      .body = json{{"query", count_document}, {"variables", {{"where", {{"project", {{"id", project}}}}}}}}
                  .dump(),
      .headers = {{"Authorization", "X-API-Key: " + sandbox.api_key()}},
      .method = "POST",
      .url = sandbox.endpoint() + "/api/label/v2/graphql"};
}

TransportFailure failure_of(HttpTransport& transport, const HttpRequest& request) {
  try {
    static_cast<void>(transport.send(request, {}));
  } catch (const TransportError& error) {
    return error.failure();
  }
  FAIL("the request was answered");
  return {};
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("files are imported, listed and downloaded through a sandbox without sockets") {
  Sandbox sandbox({.serve = false});
  const auto project = sandbox.add_project({.input_type = "IMAGE"});
  const Client client(options_for(sandbox));
  const std::string photo = KILI_EXAMPLES_DATA_DIR "/photos/clock.png";
  const auto imported =
      client.append_many_to_dataset(project, {.content_array = {photo}, .external_id_array = {"clock"}});
  REQUIRE(imported.asset_ids.size() == 1);
  const TestFolder folder;
  const auto assets = client
                          .assets(project, {},
                                  {.download_media = true,
                                   .fields = {"id", "externalId", "content"},
                                   .local_media_dir = folder.path()})
                          .to_vector();
  REQUIRE(assets.size() == 1);
  CHECK(assets[0].id() == imported.asset_ids[0]);
  CHECK(contents(std::filesystem::path(folder.path()) / "clock.png") == contents(photo));
  CHECK(sandbox.counters().connections == 0);
  CHECK(sandbox.counters().storage_requests >= 2);
}

TEST_CASE("a sandbox that serves has a transport too, to the same state") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 3);
  const Client in_process(options_for(sandbox));
  CHECK(in_process.count_assets(project) == 3);
  CHECK(sandbox.counters().connections == 0);
  auto options = options_for(sandbox);
  options.transport = nullptr;
  CHECK(Client(options).count_assets(project) == 3);
  CHECK(sandbox.counters().connections > 0);
}

TEST_CASE("an asynchronous import is followed to its end on virtual time") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return answer(500); });
  Sandbox sandbox({.clock = std::make_shared<VirtualSandboxClock>(world.clock), .serve = false});
  sandbox.add_fault({.latency = 10min, .operation = "asynchronousImport", .when = FaultPoint::latency});
  const auto project = sandbox.add_project({.input_type = "VIDEO"});
  const auto client = detail::ClientFactory::make(options_for(sandbox),
                                                  {.clock = world.clock,
                                                   .random = std::make_shared<support::RandomSource>(1),
                                                   .rate_limiter = std::make_shared<http::RateLimiter>()});
  const auto real_begin = std::chrono::steady_clock::now();
  const auto result = client.append_many_to_dataset(
      project, {.content_array = {"https://example.com/v.mp4"}, .external_id_array = {"v"}});
  REQUIRE(result.accepted.size() == 1);
  CHECK(sandbox.state(project).size() == 1);
  CHECK(sandbox.pending_imports() == 0);
  CHECK(world.clock->elapsed() >= 10min);
  CHECK(std::chrono::steady_clock::now() - real_begin < 10s);
}

TEST_CASE("a stop token ends the wait for a slow sandbox in process, and so does the end of the sandbox") {
  auto sandbox = std::make_unique<Sandbox>(SandboxOptions{.latency = 1h, .serve = false});
  const auto request = count_request(*sandbox, sandbox->add_project({}));
  const auto transport = sandbox->transport();
  const auto begin = std::chrono::steady_clock::now();
  SECTION("stop token") {
    std::stop_source stop;
    const std::jthread stopper([&] {
      std::this_thread::sleep_for(50ms);
      stop.request_stop();
    });
    CHECK_THROWS_AS(transport->send(request, stop.get_token()), Cancelled);
  }
  SECTION("end of the sandbox") {
    const std::jthread ender([&] {
      std::this_thread::sleep_for(50ms);
      sandbox.reset();
    });
    CHECK(failure_of(*transport, request) == TransportFailure::connection_lost);
  }
  SECTION("time-out of the request") {
    HttpRequest hurried = request;
    hurried.total_timeout = 50ms;
    CHECK(failure_of(*transport, hurried) == TransportFailure::timed_out);
  }
  CHECK(std::chrono::steady_clock::now() - begin < 2s);
}

TEST_CASE("faults strike in process as they do over a socket") {
  Sandbox sandbox({.serve = false});
  const auto project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 2);
  const auto transport = sandbox.transport();
  const auto request = count_request(sandbox, project);
  const auto strike = [&](FaultPoint when) {
    sandbox.clear_faults();
    sandbox.add_fault({.retry_after = "7", .status = 503, .when = when});
  };
  for (const auto when : {FaultPoint::before, FaultPoint::after, FaultPoint::truncate}) {
    strike(when);
    CHECK(failure_of(*transport, request) == TransportFailure::connection_lost);
  }
  strike(FaultPoint::status);
  const auto refused = transport->send(request, {});
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "7");
  strike(FaultPoint::graphql);
  CHECK(json::parse(transport->send(request, {}).body)["errors"][0]["message"] == "injected fault");
  sandbox.clear_faults();
  CHECK(json::parse(transport->send(request, {}).body)["data"]["data"] == 2);

  HttpRequest small = request;
  small.max_response_bytes = 5;
  CHECK(failure_of(*transport, small) == TransportFailure::response_too_large);
  HttpRequest elsewhere = request;
  elsewhere.url = sandbox.endpoint() + ".example/api/label/v2/graphql";
  CHECK(failure_of(*transport, elsewhere) == TransportFailure::could_not_connect);
  sandbox.stop();
  CHECK(failure_of(*transport, request) == TransportFailure::could_not_connect);
}

TEST_CASE("a fault answers with its own body and headers") {
  Sandbox sandbox({.serve = false});
  const auto project = sandbox.add_project({});
  const auto transport = sandbox.transport();
  const auto request = count_request(sandbox, project);
  sandbox.add_fault(
      {.body = "<html>502</html>", .headers = {{"Retry-After", "3"}, {"Via", "x"}}, .status = 502});
  const auto page = transport->send(request, {});
  CHECK(page.status == 502);
  CHECK(page.body == "<html>502</html>");
  CHECK(page.header("content-type").starts_with("text/html"));
  CHECK(page.header("retry-after") == "3");
  CHECK(page.header("via") == "x");
  sandbox.add_fault({.body = R"({"a": 1})", .status = 404});
  CHECK(transport->send(request, {}).header("content-type").starts_with("application/json"));
  sandbox.add_fault({.body = "", .status = 404});
  CHECK(transport->send(request, {}).body.empty());
}

TEST_CASE("faults of sizes strike what is larger, and nothing else") {
  Sandbox sandbox({.serve = false});
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  const auto transport = sandbox.transport();
  const auto request = count_request(sandbox, project);
  const auto plain = transport->send(request, {});
  sandbox.add_fault(
      {.count = 1, .larger_than = plain.body.size(), .status = 504, .when = FaultPoint::large_answer});
  sandbox.add_fault(
      {.count = 1, .larger_than = request.body.size(), .status = 413, .when = FaultPoint::large_request});
  CHECK(transport->send(request, {}).status == 200);
  // What was not large has not used up their one turn.
  auto longer = request;
  longer.body += ' ';
  CHECK(transport->send(longer, {}).status == 413);
  CHECK(transport->send(longer, {}).status == 200);
  const Client client(options_for(sandbox));
  static_cast<void>(client.append_many_to_dataset(
      project, {.content_array = {"text"}, .external_id_array = {std::string(1000, 'x')}}));
  sandbox.add_fault({.count = 0,
                     .larger_than = 900,
                     .operation = "assets",
                     .status = 504,
                     .when = FaultPoint::large_answer});
  CHECK_THROWS_AS(client.assets(project, {}, {.fields = {"externalId"}}).to_vector(), HttpError);
  CHECK(client.assets(project, {}, {.fields = {"id"}}).to_vector().size() == 1);
}

TEST_CASE("a line of limited speed takes its time, for each connection and for all") {
  const auto clock = std::make_shared<VirtualClock>();
  Sandbox sandbox({.bandwidth_per_connection = 1'000'000,
                   .clock = std::make_shared<VirtualSandboxClock>(clock),
                   .serve = false});
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  sandbox.record_requests(100);
  Client client(options_for(sandbox));
  const auto took = [&](const auto& action) {
    const auto begin = clock->elapsed();
    action();
    return clock->elapsed() - begin;
  };
  const auto import = [&] {
    static_cast<void>(
        client.append_many_to_dataset(project, {.content_array = {std::string(3'000'000, 'x')}}));
  };
  const auto slow = took(import);
  CHECK(slow >= 3s);
  CHECK(slow < 5s);
  const auto url = sandbox.state(project)[0]["content"].get<std::string>();
  const auto transport = sandbox.transport();
  const auto download = [&] { return transport->send({.url = url}, {}).body.size(); };
  CHECK(download() == 3'000'000);
  CHECK(took(download) >= 3s);
  CHECK(took(download) < 3100ms);
  HttpRequest hasty{.total_timeout = 1s, .url = url};
  CHECK(failure_of(*transport, hasty) == TransportFailure::timed_out);
  sandbox.set_bandwidth(0, 0);
  CHECK(took(download) == 0ms);
  sandbox.set_bandwidth(500'000);
  CHECK(took(download) >= 6s);
  // Two at once share the line: together they take as long as one after the other.
  const auto both = took([&] {
    auto other = std::async(std::launch::async, download);
    download();
    other.wait();
  });
  CHECK(both >= 11900ms);
}

TEST_CASE("nothing is done with the body of a request that has another key") {
  Sandbox sandbox;
  const auto transport = sandbox.transport();
  HttpRequest request = count_request(sandbox, "p");
  for (const char* key : {"", "X-API-Key: wrong"}) {
    request.headers = {{"Authorization", key}, {"Content-Encoding", "gzip"}};
    request.body = "neither gzip nor JSON";
    CHECK(transport->send(request, {}).status == 401);
    request.headers.pop_back();
    CHECK(transport->send(request, {}).status == 401);
  }
}

TEST_CASE("gzipped requests are read, up to a size, or refused") {
  Sandbox sandbox({.serve = false});
  const auto project = sandbox.add_project({});
  const auto transport = sandbox.transport();
  auto request = count_request(sandbox, project);
  const auto plain = request.body;
  request.headers.emplace_back("Content-Encoding", "gzip");
  request.body = support::gzip(plain);
  sandbox.record_requests(1);
  CHECK(json::parse(transport->send(request, {}).body)["data"]["data"] == 0);
  CHECK(sandbox.requests().at(0).body == plain);
  request.body = support::gzip(plain).substr(0, 60);
  CHECK(transport->send(request, {}).status == 400);
  request.body = support::gzip(plain) + "more";
  CHECK(transport->send(request, {}).status == 400);
  request.body = support::gzip(std::string(65 * 1024 * 1024, ' '));
  CHECK(request.body.size() < 1'000'000);
  CHECK(transport->send(request, {}).status == 400);
  request.headers.back().second = "br";
  CHECK(transport->send(request, {}).status == 415);

  Sandbox old({.refuse_compression = 415, .serve = false});
  auto refused = count_request(old, old.add_project({}));
  CHECK(old.transport()->send(refused, {}).status == 200);
  refused.headers.emplace_back("Content-Encoding", "gzip");
  refused.body = support::gzip(refused.body);
  CHECK(old.transport()->send(refused, {}).status == 415);
}

TEST_CASE("a part of a stored file goes to its place in the response file") {
  Sandbox sandbox({.serve = false});
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  const Client client(options_for(sandbox));
  static_cast<void>(client.append_many_to_dataset(project, {.content_array = {"0123456789"}}));
  const auto url = sandbox.state(project)[0]["content"].get<std::string>();
  const auto transport = sandbox.transport();
  const TestFolder folder;
  const auto file = std::filesystem::path(folder.path()) / "part";
  std::ofstream(file) << "abcdefgh";
  HttpRequest request{
      .headers = {{"Range", "bytes=4-"}}, .response_file = file, .response_offset = 4, .url = url};
  CHECK(transport->send(request, {}).status == 206);
  CHECK(contents(file) == "abcd456789");
  request.headers.clear();
  CHECK(transport->send(request, {}).status == 200);
  CHECK(contents(file) == "0123456789");
  request.method = "HEAD";
  request.response_file.reset();
  const auto head = transport->send(request, {});
  CHECK(head.header("content-length") == "10");
  CHECK(head.body.empty());
  const auto link = std::filesystem::path(folder.path()) / "link";
  std::filesystem::create_symlink(file, link);
  request.method = "GET";
  request.response_file = link;
  CHECK(failure_of(*transport, request) == TransportFailure::file_failed);
  HttpRequest upload{
      .file_body = HttpFileBody{.offset = 8, .path = file, .size = 5}, .method = "PUT", .url = url};
  CHECK(failure_of(*transport, upload) == TransportFailure::file_failed);
}

TEST_CASE("a request without a socket takes its body from memory of the caller") {
  Sandbox sandbox({.serve = false});
  const auto transport = sandbox.transport();
  auto request = count_request(sandbox, "");
  request.body = json{{"query", "query($p: [String!]) { data: createUploadBucketSignedUrls(filePaths: $p) }"},
                      {"variables", {{"p", {"a/content"}}}}}
                     .dump();
  const auto url =
      json::parse(transport->send(request, {}).body).at("data").at("data").at(0).get<std::string>();
  const auto content = std::make_shared<const std::string>(std::string(3U << 20U, 'm') + "end");
  HttpRequest upload{
      .memory_body = HttpMemoryBody{.bytes = std::as_bytes(std::span(*content)), .owner = content},
      .method = "PUT",
      .url = url};
  CHECK(transport->send(upload, {}).status == 200);
  CHECK(transport->send({.url = url}, {}).body == *content);
  CHECK(content.use_count() == 2);
}

TEST_CASE("options of a sandbox that do not go together are refused") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return answer(500); });
  CHECK_THROWS_AS(Sandbox({.clock = std::make_shared<VirtualSandboxClock>(world.clock)}),
                  std::invalid_argument);
  CHECK_THROWS_AS(Sandbox({.https = true, .serve = false}), std::invalid_argument);
  CHECK_THROWS_AS(Sandbox({.refuse_compression = 200}), std::invalid_argument);
}
