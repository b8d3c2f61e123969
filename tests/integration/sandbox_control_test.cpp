// The sandbox steered over sockets: /sandbox/..., as docs/sandbox.md has it.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "sandbox_curl.hpp"

using namespace kili::sandbox_test;
using nlohmann::json;

namespace {

/// Somebody who steers a sandbox from outside.
class Steering {
 public:
  Steering() { client.headers = {"Authorization: X-API-Key: sandbox-key"}; }

  Answer send(const std::string& method, const std::string& path, const std::string& body = {}) {
    return client.send(method, sandbox.endpoint() + "/sandbox/" + path, body);
  }
  /// The answer of a request that is to succeed.
  json ask(const std::string& method, const std::string& path, const std::string& body = {}) {
    const Answer answer = send(method, path, body);
    INFO(method << " " << path << ": " << answer.body);
    REQUIRE(answer.status == 200);
    return answer.json();
  }
  std::string problem(const std::string& method, const std::string& path, const std::string& body = {}) {
    const Answer answer = send(method, path, body);
    INFO(method << " " << path << ": " << answer.body);
    REQUIRE(answer.status == 400);
    CHECK(answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST");
    return answer.json()["errors"][0]["message"];
  }
  Answer query(const std::string& document) {
    return client.send("POST", sandbox.endpoint() + "/api/label/v2/graphql",
                       json{{"query", document}}.dump());
  }

  kili::Sandbox sandbox;
  CurlClient client;
};

constexpr const char* fixture = R"({"project": {"id": "p", "jsonInterface": {"jobs": {"Z": {"mlTask":
    "CLASSIFICATION"}, "A": {"mlTask": "CLASSIFICATION"}}}}, "assets": [{"id": "a"}]})";

}  // namespace

TEST_CASE("state comes and goes over HTTP") {
  Steering steering;
  CHECK(steering.ask("POST", "fixture", fixture) == json{{"project", "p"}});
  CHECK(steering.query("{ data: projects(where: {id: \"p\"}, first: 1, skip: 0) { jsonInterface } }")
            .json()["data"]["data"][0]["jsonInterface"] ==
        R"({"jobs":{"Z":{"mlTask":"CLASSIFICATION"},"A":{"mlTask":"CLASSIFICATION"}}})");
  const json added =
      steering.ask("POST", "assets",
                   R"({"project": "p", "assets": [{"externalId": "b", "jsonMetadata": {"z": 1, "a": 2}}]})");
  REQUIRE(added["assets"].size() == 1);
  CHECK(steering.ask("POST", "assets", R"({"project": "p", "plain": 3})") == json::object());
  const json state = steering.ask("GET", "state?project=p")["assets"];
  REQUIRE(state.size() == 5);
  CHECK(state[1]["externalId"] == "b");
  CHECK(state[1]["jsonMetadata"] == R"({"z":1,"a":2})");
  const json label =
      steering.ask("POST", "labels", R"({"asset": "a", "label": {"jsonResponse": {"Z": {}, "A": {}}}})");
  const json modules = steering.ask("GET", "modules?project=p");
  CHECK(modules["assets"][0]["labels"][0]["id"] == label["label"]);
  CHECK(modules["assets"][0]["labels"][0]["jsonResponse"] == R"({"Z":{},"A":{}})");
  CHECK(modules["projects"].size() == 1);
  CHECK(steering.ask("POST", "reset") == json::object());
  CHECK(steering.ask("GET", "modules?project=p")["projects"].empty());
}

TEST_CASE("faults and settings are set over HTTP, and strike the service alone") {
  Steering steering;
  steering.ask("POST", "faults", R"([{"op": "me", "when": "status", "status": 429, "count": 1},
      {"op": "me", "when": "graphql", "message": "locked", "count": 2,
       "extensions": {"code": "X", "context": {"reason": "LabelNotEditable"}}}])");
  CHECK(steering.query("{ me { id } }").status == 429);
  const json refused = steering.query("{ me { id } }").json();
  CHECK(
      refused["errors"] ==
      json::parse(
          R"([{"message": "locked", "extensions": {"code": "X", "context": {"reason": "LabelNotEditable"}}}])"));
  CHECK(steering.ask("DELETE", "faults") == json::object());
  CHECK(steering.query("{ me { id } }").status == 200);
  steering.ask("POST", "faults", R"({"op": "*", "when": "graphql"})");
  CHECK(steering.query("{ me { id } }").json()["errors"][0]["extensions"]["code"] ==
        "OPERATION_RESOLUTION_FAILURE");
  steering.ask("POST", "settings", R"({"uploadLocalData": false, "latency": 0, "lockReason": "Mine",
      "annotationCount": 7, "bandwidth": {"inAll": 100000000, "perConnection": 90000000},
      "failImports": ["x"], "faults": [{"op": "*", "when": "before"}]})");
  CHECK(steering.query("{ me { id } }").code != CURLE_OK);
  // No fault strikes what steers.
  CHECK(steering.ask("DELETE", "faults") == json::object());
  const auto license = [&] {
    return steering
        .query("{ data: organizations(where: {}, first: 1, skip: 0) { license { uploadLocalData } } }")
        .json()["data"]["data"][0]["license"]["uploadLocalData"];
  };
  CHECK(license() == false);
  steering.ask("POST", "reset");
  CHECK(license() == true);
}

TEST_CASE("what was served is read over HTTP") {
  Steering steering;
  CHECK(steering.ask("GET", "requests")["requests"].empty());
  steering.ask("POST", "requests", R"({"limit": 10})");
  steering.query("{ me { id } }");
  const json requests = steering.ask("GET", "requests")["requests"];
  REQUIRE(requests.size() == 1);
  CHECK(requests[0]["operation"] == "me");
  CHECK(requests[0]["method"] == "POST");
  CHECK(requests[0]["status"] == 200);
  CHECK(requests[0]["target"] == "/api/label/v2/graphql");
  CHECK(json::parse(requests[0]["body"].get<std::string>())["query"] == "{ me { id } }");
  CHECK(requests[0]["headers"].size() > 1);
  const json counters = steering.ask("GET", "counters");
  CHECK(counters["apiRequests"] == 1);
  CHECK(counters["storageRequests"] == 0);
  CHECK(counters["pendingImports"] == 0);
  CHECK(counters["connections"] == 1);
  steering.ask("DELETE", "requests");
  CHECK(steering.ask("GET", "requests")["requests"].empty());
  steering.ask("POST", "reset");
  CHECK(steering.ask("GET", "counters")["apiRequests"] == 0);
}

TEST_CASE("what cannot be meant is refused, with the key at fault") {
  using Catch::Matchers::Contains;
  Steering steering;
  CHECK_THAT(steering.problem("POST", "fixture", R"({"asset": []})"), Contains("'asset'"));
  CHECK_THAT(steering.problem("POST", "fixture", "{"), Contains("not JSON"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"latencies": 1})"), Contains("latencies"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"latency": -1})"), Contains("latency: -1"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"latency": 1e300})"), Contains("whole number"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"readLag": 9000000000000000000})"),
             Contains("readLag: 9000000000000000000"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"notifyPending": -1})"), Contains("notifyPending: -1"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"failAssets": [{"asset": "a", "times": -1}]})"),
             Contains("failAssets: -1"));
  CHECK_THAT(steering.problem("POST", "faults", R"({"op": "me", "count": -1})"), Contains("count: -1"));
  CHECK_THAT(steering.problem("POST", "faults", R"({"op": "me", "skip": 1.5})"), Contains("skip: 1.5"));
  CHECK_THAT(steering.problem("POST", "faults", R"({"op": "me", "status": 99999999999})"),
             Contains("status: 99999999999"));
  CHECK_THAT(steering.problem("POST", "assets", R"({"project": "p", "plain": -1})"), Contains("plain: -1"));
  CHECK_THAT(steering.problem("POST", "requests", R"({"limit": -1})"), Contains("limit: -1"));
  CHECK_THAT(steering.problem("POST", "fixture",
                              R"({"bucket": {"a": {"text": "x", "type": "text/html\r\nSet-Cookie: a=b"}}})"),
             Contains("'type'"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"bandwidth": "fast"})"), Contains("bandwidth"));
  CHECK_THAT(steering.problem("POST", "settings", R"({"bandwidth": {"all": 1}})"), Contains("inAll"));
  CHECK_THAT(steering.problem("POST", "faults", R"({"op": "me", "when": "never"})"), Contains("never"));
  CHECK_THAT(steering.problem("POST", "faults", R"({"when": "graphql", "extensions": 1})"),
             Contains("extensions"));
  CHECK_THAT(steering.problem("POST", "assets", R"({"assets": []})"), Contains("'project'"));
  CHECK_THAT(steering.problem("POST", "labels", R"({"asset": "none", "label": {}})"), Contains("none"));
  CHECK_THAT(steering.problem("POST", "requests", "{}"), Contains("limit"));
  CHECK_THAT(steering.problem("GET", "state"), Contains("project"));
  CHECK_THAT(steering.problem("GET", "state?project=none"), Contains("none"));
  CHECK(steering.send("GET", "fixture").status == 405);
  CHECK(steering.send("GET", "nowhere").status == 404);
  std::string deep(600, '[');
  CHECK_THAT(steering.problem("POST", "fixture", deep), Contains("levels"));
}

TEST_CASE("who steers the sandbox needs its key") {
  Steering steering;
  for (const std::string header : {"", "Authorization: X-API-Key: wrong", "Authorization: sandbox-key"}) {
    steering.client.headers = {header};
    for (const char* const path : {"reset", "nowhere"}) {
      const Answer refused = steering.send("POST", path);
      INFO(header);
      CHECK(refused.status == 401);
      CHECK(refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED");
    }
  }
}

TEST_CASE("errors of the sandbox have extensions as the service's do") {
  Steering steering;
  const auto code = [&](const std::string& document) {
    return steering.query(document).json()["errors"][0]["extensions"];
  };
  CHECK(code("{ nonsense }") == json{{"code", "GRAPHQL_VALIDATION_FAILED"}});
  CHECK(code("{ me {") == json{{"code", "GRAPHQL_VALIDATION_FAILED"}});
  CHECK(code("query q($a: Int!) { me { id } }") == json{{"code", "GRAPHQL_VALIDATION_FAILED"}});
  CHECK(code("{ countAssets(where: {project: {id: \"none\"}}) }") ==
        json{{"code", "OPERATION_RESOLUTION_FAILURE"}});
  CHECK(steering.client.send("POST", steering.sandbox.endpoint() + "/api/label/v2/graphql", "[]")
            .json()["errors"][0]["extensions"] == json{{"code", "BAD_REQUEST"}});
  steering.client.headers.clear();
  CHECK(code("{ me { id } }") == json{{"code", "UNAUTHENTICATED"}});
}

#ifdef KILI_EXAMPLE_SANDBOX_IN_TESTS
TEST_CASE("the program of the page about the sandbox passes") {
  CHECK(std::system("'" KILI_EXAMPLE_SANDBOX_IN_TESTS "' > /dev/null") == 0);
}
#endif
