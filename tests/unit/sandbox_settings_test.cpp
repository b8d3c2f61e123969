// Settings of a sandbox in the JSON form of recorded calls: Sandbox::configure().

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_clock.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// A sandbox in process, asked by requests without a client.
class Asked {
 public:
  explicit Asked(const char* settings) { sandbox.configure(json::parse(settings)); }

  HttpResponse ask(const std::string& document, const std::string& target = "/api/label/v2/graphql") {
    HttpRequest request;
    request.method = target.starts_with("/api") ? "POST" : "GET";
    request.url = sandbox.endpoint() + target;
    request.headers = {{"Authorization", "X-API-Key: " + sandbox.api_key()},
                       {"Content-Type", "application/json"}};
    if (request.method == "POST") request.body = json{{"query", document}}.dump();
    return sandbox.transport()->send(request, {});
  }

  Sandbox sandbox{{.serve = false}};
};

}  // namespace

TEST_CASE("faults of a recorded call have a status, a body and headers, and strike always unless counted") {
  Asked asked(R"({"faults": [
    {"op": "viewer", "when": "status", "status": 429, "body": "<html>", "count": 1, "headers": {"retry-after": "7"}},
    {"op": "viewer", "when": "status", "status": 503, "body": {"a": 1}}]})");
  const auto first = asked.ask("{ viewer { id } }");
  CHECK(first.status == 429);
  CHECK(first.body == "<html>");
  CHECK(first.header("retry-after") == "7");
  for (int i = 0; i < 3; ++i) {
    const auto later = asked.ask("{ viewer { id } }");
    CHECK(later.status == 503);
    CHECK(later.body == R"({"a":1})");
  }
  CHECK(asked.ask("{ me { id } }").status == 200);
}

TEST_CASE("downloads of label responses are an operation of their own") {
  Asked asked(R"({"jsonResponseByUrl": true, "faults": [{"op": "LABEL", "when": "status", "status": 404}]})");
  const auto project = asked.sandbox.add_project({});
  asked.sandbox.add_assets(project, json::parse(R"([{"labels": [{"jsonResponse": "{}"}]}])"));
  const auto listed = asked.ask("{ data: assets(where: {project: {id: \"" + project +
                                "\"}}, first: 1, skip: 0) { labels { jsonResponseUrl } } }");
  const auto url =
      json::parse(listed.body).at("/data/data/0/labels/0/jsonResponseUrl"_json_pointer).get<std::string>();
  CHECK(asked.ask("", url.substr(asked.sandbox.endpoint().size())).status == 404);
  asked.sandbox.clear_faults();
  CHECK(asked.ask("", url.substr(asked.sandbox.endpoint().size())).status == 200);
}

TEST_CASE("a setting that the sandbox does not have is named") {
  Sandbox sandbox({.serve = false});
  const auto refusal = [&](const char* settings) -> std::string {
    try {
      sandbox.configure(json::parse(settings));
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return {};
  };
  CHECK_THAT(refusal(R"({"nonsense": 1})"), Contains("'nonsense'"));
  CHECK_THAT(refusal(R"({"faults": [{"nonsense": 1}]})"), Contains("'nonsense'"));
  CHECK_THAT(refusal(R"({"faults": [{"when": "never"}]})"), Contains("'never'"));
  CHECK_THAT(refusal(R"({"notifyPending": "often"})"), Contains("notifyPending"));
  CHECK_THAT(refusal(R"({"notifyStatus": "MAYBE"})"), Contains("MAYBE"));
  CHECK_THAT(refusal(R"({"refuseCompression": 200})"), Contains("200"));
  CHECK_THAT(refusal(R"({"failAssets": [{"details": "no id"}]})"), Contains("failAssets"));
  CHECK_THAT(refusal("[]"), Contains("not a JSON object"));
  CHECK(refusal(R"({"notifyPending": 2, "notifyStatus": "FAILURE", "uploadLocalData": false})").empty());
}
