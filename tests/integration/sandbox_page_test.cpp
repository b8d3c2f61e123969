// The page of the sandbox over sockets: its files, who may ask, and the requests as they arrive.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <future>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox_curl.hpp"

using namespace kili::sandbox_test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const std::string the_key = "Authorization: X-API-Key: sandbox-key";

Answer get(const kili::Sandbox& sandbox, const std::string& path, std::vector<std::string> headers = {}) {
  CurlClient client;
  client.headers = std::move(headers);
  return client.send("GET", sandbox.endpoint() + path);
}

/// Reads the live log until a text has come; then it hangs up.
struct LiveReader {
  static std::size_t take(char* data, std::size_t size, std::size_t count, void* reader) {
    auto& self = *static_cast<LiveReader*>(reader);
    self.text.append(data, size * count);
    if (!self.has_begun) self.begun.set_value();
    self.has_begun = true;
    return self.text.find(self.until) == std::string::npos ? size * count : 0;
  }

  void read(const std::string& url) {
    CURL* const handle = curl_easy_init();
    curl_slist* const headers = curl_slist_append(nullptr, the_key.c_str());
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &LiveReader::take);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_perform(handle);
    if (!has_begun) begun.set_value();  // nothing came
    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
  }

  std::promise<void> begun;
  bool has_begun = false;
  std::string text;
  std::string until;
};

/// The data of the end of the first request of an operation.
json end_of(const std::string& text, const std::string& operation) {
  for (std::size_t at = text.find("event: end\ndata: "); at != std::string::npos;
       at = text.find("event: end\ndata: ", at + 1)) {
    const std::size_t begin = text.find('{', at);
    json data = json::parse(text.substr(begin, text.find('\n', begin) - begin));
    if (data["operation"] == operation) return data;
  }
  return {};
}

}  // namespace

TEST_CASE("the page and its files come from the sandbox alone, under a strict policy") {
  const kili::Sandbox sandbox;
  struct File {
    std::string path;
    std::string type;
    std::string part;
  };
  for (const File& file : {File{"/", "text/html; charset=utf-8", "<title>Kili sandbox</title>"},
                           File{"/page.js", "text/javascript; charset=utf-8", "'use strict'"},
                           File{"/page.css", "text/css; charset=utf-8", "prefers-color-scheme"},
                           File{"/icon.svg", "image/svg+xml", "<svg"}}) {
    INFO(file.path);
    const Answer answer = get(sandbox, file.path);
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("content-type") == file.type);
    CHECK_THAT(answer.body, Contains(file.part));
    const std::string& policy = answer.headers.at("content-security-policy");
    CHECK_THAT(policy, Contains("default-src 'none'") && Contains("script-src 'self';") &&
                           Contains("frame-ancestors 'none'") && !Contains("unsafe") && !Contains("http"));
    CHECK(answer.headers.at("x-content-type-options") == "nosniff");
    CHECK(answer.headers.at("referrer-policy") == "no-referrer");
    CHECK(answer.body.find("http://") == answer.body.find("http://www.w3.org/2000/svg"));
    CHECK_THAT(answer.body, !Contains("https://"));
    CHECK_THAT(answer.body, !Contains("innerHTML") && !Contains("onclick=") && !Contains("style="));
  }
  CurlClient client;
  CHECK(client.send("HEAD", sandbox.endpoint() + "/").status == 200);
  const Answer posted = client.send("POST", sandbox.endpoint() + "/");
  CHECK(posted.status == 405);
  CHECK(posted.headers.at("allow") == "GET, HEAD");
}

TEST_CASE("faults and counters do not touch the page") {
  kili::Sandbox sandbox;
  sandbox.add_fault({.count = 1, .operation = "*"});
  CHECK(get(sandbox, "/").status == 200);
  CHECK(get(sandbox, "/page.js").status == 200);
  CHECK(call(sandbox, "{ me { id } }").status == 503);
}

TEST_CASE("files, answers and faults are no pages with scripts for a browser") {
  kili::Sandbox sandbox;
  sandbox.load_fixture_text(R"({"bucket": {"x.html": {"text": "<script>1</script>", "type": "text/html"}}})");
  sandbox.add_fault({.body = "<html>", .operation = "me"});
  for (const Answer& answer :
       {get(sandbox, "/bucket/x.html"), get(sandbox, "/healthz"), get(sandbox, "/nowhere"),
        call(sandbox, "{ me { id } }"), get(sandbox, "/sandbox/projects")}) {
    INFO(answer.status << ' ' << answer.body);
    CHECK_THAT(answer.headers.at("content-security-policy"),
               Contains("default-src 'none'") && Contains("sandbox"));
    CHECK(answer.headers.at("x-content-type-options") == "nosniff");
  }
}

TEST_CASE("a request under a foreign name is refused, whatever it asks for") {
  const kili::Sandbox sandbox;
  for (const char* const path :
       {"/", "/healthz", "/sandbox/projects", "/bucket/x", "/api/label/v2/graphql"}) {
    INFO(path);
    const Answer refused = get(sandbox, path, {"Host: evil.example", the_key});
    CHECK(refused.status == 403);
    CHECK_THAT(refused.body, Contains("evil.example") && Contains("--allow-host"));
  }
  CHECK(get(sandbox, "/", {"Host: localhost"}).status == 200);
  const kili::Sandbox named({.allowed_hosts = {"evil.example"}});
  CHECK(get(named, "/", {"Host: evil.example:80"}).status == 200);
}

TEST_CASE("pages of other origins are refused unless they are allowed, and then told so") {
  const std::string origin = "Origin: http://localhost:5173";
  const std::string body = R"({"query": "{ me { id } }"})";
  const kili::Sandbox closed;
  CurlClient client;
  client.headers = {origin, the_key};
  const Answer refused = client.send("POST", closed.endpoint() + "/api/label/v2/graphql", body);
  CHECK(refused.status == 403);
  CHECK_FALSE(refused.headers.contains("access-control-allow-origin"));
  client.headers = {origin, "Access-Control-Request-Method: POST"};
  CHECK_FALSE(client.send("OPTIONS", closed.endpoint() + "/api/label/v2/graphql")
                  .headers.contains("access-control-allow-origin"));
  CHECK(closed.counters().api_requests == 0);

  const kili::Sandbox open({.allowed_origins = {"http://localhost:5173"}});
  client.headers.emplace_back("Access-Control-Request-Headers: authorization, content-type");
  const Answer preflight = client.send("OPTIONS", open.endpoint() + "/api/label/v2/graphql");
  CHECK(preflight.status == 204);
  CHECK(preflight.headers.at("access-control-allow-origin") == "http://localhost:5173");
  CHECK(preflight.headers.at("access-control-allow-headers") == "authorization, content-type");
  CHECK_THAT(preflight.headers.at("access-control-allow-methods"), Contains("POST") && Contains("PUT"));
  CHECK_THAT(preflight.headers.at("vary"), Contains("Origin"));
  CHECK(open.counters().api_requests == 0);
  client.headers = {origin, the_key};
  const Answer answer = client.send("POST", open.endpoint() + "/api/label/v2/graphql", body);
  CHECK(answer.status == 200);
  CHECK(answer.headers.at("access-control-allow-origin") == "http://localhost:5173");
  client.headers = {origin};
  CHECK(client.send("GET", open.endpoint() + "/sandbox/projects").status == 401);
  client.headers = {"Origin: http://evil.example", the_key};
  CHECK(client.send("GET", open.endpoint() + "/sandbox/projects").status == 403);
  CHECK_FALSE(get(open, "/healthz").headers.contains("access-control-allow-origin"));
}

TEST_CASE("what the page shows needs the key") {
  const kili::Sandbox sandbox;
  for (const char* const path : {"projects", "assets?project=p", "media?asset=a", "live", "faults"}) {
    INFO(path);
    CHECK(get(sandbox, std::string("/sandbox/") + path).status == 401);
    CHECK(get(sandbox, std::string("/sandbox/") + path, {"Authorization: X-API-Key: sandbox-kez"}).status ==
          401);
  }
}

TEST_CASE("the live log tells of requests as they arrive") {
  kili::Sandbox sandbox;
  sandbox.add_fault({.operation = "countProjects", .when = kili::FaultPoint::status});
  call(sandbox, "{ me { id } }");
  LiveReader reader;
  reader.until = "\"operation\":\"countProjects\",\"path\":\"/api/label/v2/graphql\",\"received\"";
  auto reading = std::async(std::launch::async, [&] { reader.read(sandbox.endpoint() + "/sandbox/live"); });
  // What was there before comes first; the next arrives while one looks on.
  reader.begun.get_future().wait();
  call(sandbox, "{ countProjects(where: {}) }");
  reading.get();
  const json before = end_of(reader.text, "me");
  CHECK(before["status"] == 200);
  CHECK(before["fault"] == "");
  CHECK(before["method"] == "POST");
  CHECK(before["received"] == json{{"query", "{ me { id } }"}, {"variables", json::object()}}.dump().size());
  CHECK(before["sent"] > 10);
  CHECK(before["duration"].is_number_float());
  const json struck = end_of(reader.text, "countProjects");
  CHECK(struck["status"] == 503);
  CHECK(struck["fault"] == "status");
  CHECK_THAT(reader.text, !Contains("sandbox-key") && !Contains("/sandbox/"));
  CHECK(get(sandbox, "/sandbox/live?after=x", {the_key}).status == 400);
  // Whoever looks on does not keep the sandbox from its end.
  LiveReader last;
  last.until = "never";
  auto ended = std::async(std::launch::async, [&] { last.read(sandbox.endpoint() + "/sandbox/live"); });
  last.begun.get_future().wait();
  sandbox.stop();
  ended.get();
}

TEST_CASE("faults are listed and taken back one by one over HTTP") {
  const kili::Sandbox sandbox;
  CurlClient client;
  client.headers = {the_key};
  const std::string url = sandbox.endpoint() + "/sandbox/faults";
  const json fault =
      json::parse(R"({"op": "me", "when": "status", "status": 429, "count": 0, "retry_after": "3",
      "headers": {"X-A": "b"}, "every": 2, "skip": 1, "probability": 0.5, "message": "m"})");
  const json numbers =
      client.send("POST", url, json::array({fault, {{"when", "before"}, {"op", "x"}}}).dump())
          .json()["faults"];
  REQUIRE(numbers.size() == 2);
  const json listed = client.send("GET", url).json()["faults"];
  REQUIRE(listed.size() == 2);
  CHECK(listed[0]["fault"] == fault);
  CHECK(listed[0]["number"] == numbers[0]);
  CHECK(listed[0]["struck"] == 0);
  CHECK(listed[1]["fault"] == json{{"count", 1}, {"op", "x"}, {"when", "before"}});
  const std::string one = url + "?number=" + numbers[0].dump();
  CHECK(client.send("DELETE", one).status == 200);
  CHECK_THAT(client.send("DELETE", one).body, Contains("there is no fault"));
  CHECK(client.send("DELETE", url + "?number=x").status == 400);
  CHECK(client.send("GET", url).json()["faults"].size() == 1);
  client.send("DELETE", url);
  CHECK(client.send("GET", url).json()["faults"].empty());
}

TEST_CASE("the whole loop works by the API alone: project, user, role, upload, import, label") {
  const kili::Sandbox sandbox;
  const std::string project = data(
      sandbox,
      R"(mutation { createProject(data: {title: "cars", inputType: IMAGE, jsonInterface: "{\"jobs\":{}}"})
                       { id } })")["createProject"]["id"];
  const json user = data(sandbox, R"(mutation { createUser(data: {email: "bob@example.com", firstname: "Bob",
                       lastname: "B", organizationRole: USER}) { id } })")["createUser"];
  data(sandbox,
       "mutation($p: ID!) { appendToRoles(data: {role: LABELER, userEmail: \"bob@example.com\"}, where: {id: "
       "$p}) "
       "{ id } }",
       {{"p", project}});
  const std::string url = signed_url(sandbox, "projects/" + project + "/one.png");
  CurlClient client;
  client.headers = {"Content-Type: image/png"};
  CHECK(client.send("PUT", url, "picture").status == 200);
  const std::string asset = data(
      sandbox,
      "mutation($p: ID!, $d: AppendManyAssetsData!) { appendManyAssets(data: $d, where: {id: $p}) { id } }",
      {{"p", project},
       {"d", {{"contentArray", {url}}, {"externalIDArray", {"one"}}}}})["appendManyAssets"][0]["id"];
  data(sandbox,
       "mutation($a: ID!, $u: ID) { appendToLabels(data: {authorID: $u, labelType: DEFAULT, jsonResponse: "
       "\"{\\\"J\\\": {}}\"}, where: {id: $a}) { id } }",
       {{"a", asset}, {"u", user["id"]}});

  const json projects = get(sandbox, "/sandbox/projects", {the_key}).json()["projects"];
  REQUIRE(projects.size() == 1);
  CHECK(projects[0] ==
        json{{"archived", false}, {"assets", 1}, {"id", project}, {"inputType", "IMAGE"}, {"title", "cars"}});
  const json page = get(sandbox, "/sandbox/assets?project=" + project, {the_key}).json();
  CHECK(page["count"] == 1);
  const json& shown = page["assets"][0];
  CHECK(shown["id"] == asset);
  CHECK(shown["media"] == json{{"size", 7}, {"type", "image/png"}});
  CHECK(shown["status"] == "LABELED");
  REQUIRE(shown["labels"].size() == 1);
  CHECK(shown["labels"][0]["author"] == "bob@example.com");
  CHECK(shown["labels"][0]["jsonResponse"] == json::parse(R"({"J": {}})"));
  const Answer media = get(sandbox, "/sandbox/media?asset=" + asset, {the_key});
  CHECK(media.body == "picture");
  CHECK(media.headers.at("content-type") == "image/png");
  CHECK(get(sandbox, "/sandbox/media?asset=none", {the_key}).status == 404);
}

TEST_CASE("assets are shown in portions, and media elsewhere is not fetched") {
  kili::Sandbox sandbox;
  const std::string project = sandbox.add_project({.title = "many"});
  sandbox.add_plain_assets(project, 250);
  const auto ask = [&](const std::string& query) {
    return get(sandbox, "/sandbox/assets?project=" + project + query, {the_key});
  };
  CHECK(ask("").json()["assets"].size() == 100);
  const json last = ask("&skip=240&first=24").json();
  CHECK(last["count"] == 250);
  CHECK(last["assets"].size() == 10);
  CHECK(last["assets"][9]["externalId"] == "asset_249");
  CHECK(last["assets"][9]["media"] == nullptr);
  CHECK(ask("&skip=18446744073709551615").json()["assets"].empty());
  for (const char* const query : {"&first=101", "&first=x", "&skip=-1", "&skip=99999999999999999999"})
    CHECK(ask(query).status == 400);
  CHECK(get(sandbox, "/sandbox/assets?project=none", {the_key}).status == 400);
  const std::string asset = last["assets"][9]["id"];
  CHECK(get(sandbox, "/sandbox/media?asset=" + asset, {the_key}).status == 404);
}

TEST_CASE("the address of a sandbox stands for its placeholder in every asset of a fixture") {
  kili::Sandbox sandbox;
  const std::string project = sandbox.load_fixture_text(
      R"({"project": {"id": "p"}, "assets": [{"id": "a", "content": "<endpoint>/bucket/a"}],
          "bucket": {"a": {"text": "bytes"}}})");
  CHECK(sandbox.state(project)[0]["content"] == sandbox.endpoint() + "/bucket/a");
  CHECK(get(sandbox, "/sandbox/media?asset=a", {the_key}).body == "bytes");
}
