// Observation over sockets: what arrives at the service, and what the observers say of it.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "example_program.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "recording_observer.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr const char* trace_of_caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

std::string header_at_service(const SandboxRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

TEST_CASE("headers and spans arrive at the service, and observers are told what it has seen") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  sandbox.record_requests(1000);
  sandbox.add_fault({.count = 1, .operation = "appendManyAssets", .retry_after = "0", .status = 429});
  const TestFolder folder;
  const auto file = folder.file("text.txt", std::string(5000, 'x'));
  const auto observer = std::make_shared<RecordingObserver>();
  const Client client = client_of(sandbox, {.headers = {{"X-Team", "blue"}}, .observer = observer});
  const auto added = client.append_many_to_dataset(
      project, {.content_array = {file}}, {.headers = {{"X-Job", "17"}}, .traceparent = trace_of_caller});
  CHECK(added.asset_ids.size() == 1);
  CHECK(observer->is_balanced());

  std::vector<RecordingObserver::Event> ends;
  for (const auto& event : observer->events("end")) {
    if (event.method == "append_many_to_dataset") ends.push_back(event);
  }
  std::vector<std::string> spans;
  std::size_t uploads = 0;
  for (const auto& request : sandbox.requests()) {
    CAPTURE(request.operation);
    if (header_at_service(request, "kili-client-method-name") == "Client") {
      CHECK(header_at_service(request, "x-team") == "blue");
      continue;
    }
    const std::string trace = header_at_service(request, "traceparent");
    if (request.operation.starts_with("storage")) {
      ++uploads;
      CHECK(trace.empty());
      CHECK(header_at_service(request, "x-team").empty());
      continue;
    }
    CHECK(header_at_service(request, "x-team") == "blue");
    CHECK(header_at_service(request, "x-job") == "17");
    REQUIRE(trace.size() == 55);
    CHECK(trace.substr(3, 32) == "4bf92f3577b34da6a3ce929d0e0e4736");
    spans.push_back(trace.substr(36, 16));
    const auto told =
        std::find_if(ends.begin(), ends.end(), [&](const auto& end) { return end.span_id == spans.back(); });
    REQUIRE(told != ends.end());
    CHECK(told->operation == request.operation);
    CHECK(told->status == request.status);
    CHECK(told->call_uuid == header_at_service(request, "kili-client-call-uuid"));
    CHECK(told->bytes_sent == request.body.size());
    CHECK(told->bytes_received > 0);
    CHECK(told->parent_span_id == "00f067aa0ba902b7");
    CHECK(told->host == "127.0.0.1");
  }
  CHECK(uploads == 1);
  CHECK(ends.size() == spans.size() + uploads);
  for (const auto& end : ends) {
    if (end.operation == "upload") CHECK(end.bytes_sent == 5000);
    if (end.operation == "appendManyAssets" && end.attempt == 1) CHECK(end.retry_delay);
  }
}

TEST_CASE("bytes of an answer are those of the network, not of what it unpacks to") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 500);
  const auto observer = std::make_shared<RecordingObserver>();
  const Client client = client_of(sandbox, {.observer = observer, .skip_checks = true});
  const auto assets = client.assets(project).to_vector();
  std::size_t unpacked = 0;
  for (const auto& asset : assets) unpacked += asset.json().dump().size();
  std::uint64_t received = 0;
  for (const auto& end : observer->events("end")) received += end.bytes_received;
  CHECK(assets.size() == 500);
  CHECK(received > 0);
  CHECK(received < unpacked / 2);
}

#ifdef KILI_EXAMPLE_REQUEST_LOG
TEST_CASE("the example request_log writes a log, spans and metrics of the requests") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 30);
  sandbox.record_requests(100);
  sandbox.add_fault({.count = 1, .operation = "assets", .status = 503});
  const TestFolder folder;
  const auto run = run_example(
      sandbox, KILI_EXAMPLE_REQUEST_LOG,
      project + " '" + folder.path("log") + "' '" + folder.path("spans") + "' " + trace_of_caller);
  const std::string& output = run.output;
  INFO(output);
  CHECK(run.status == 0);
  CHECK_THAT(output,
             Catch::StartsWith("30 assets\n") &&
                 Catch::Contains(
                     R"(kili_retries_total{method="assets",operation="assets",outcome="http_error"} 1)"));

  std::size_t attempts = 0;
  std::istringstream log(read_file(folder.path("log")));
  for (std::string line; std::getline(log, line);) {
    const auto entry = json::parse(line);
    if (entry.at("event") != "attempt" || entry.at("operation") != "assets") continue;
    ++attempts;
    CHECK(entry.at("trace_id") == "4bf92f3577b34da6a3ce929d0e0e4736");
  }
  CHECK(attempts == 2);
  const auto spans = read_file(folder.path("spans"));
  CHECK(json::parse(spans.substr(0, spans.find('\n'))).contains("resourceSpans"));
  CHECK(spans.find(R"("name":"POST assets")") != std::string::npos);
  CHECK(spans.find(sandbox.api_key()) == std::string::npos);
  for (const auto& request : sandbox.requests())
    CHECK(header_at_service(request, "x-request-source") == "nightly");
}
#endif
