#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>

#include "sandbox_curl.hpp"

using namespace kili::sandbox_test;

TEST_CASE("the sandbox answers its small pages without a key") {
  const kili::Sandbox sandbox;
  CurlClient client;
  CHECK(client.send("GET", sandbox.endpoint() + "/healthz").status == 200);
  const Answer version = client.send("GET", sandbox.endpoint() + "/api/label/v2/version");
  CHECK(version.status == 200);
  CHECK(version.json()["version"].is_string());
  CHECK(client.send("GET", sandbox.endpoint() + "/nowhere").status == 404);
  CHECK(client.send("GET", sandbox.endpoint() + "/api/label/v2/graphql").status == 405);
  CHECK(sandbox.counters().connections == 1);
}

TEST_CASE("the API wants its key in exactly one form") {
  const kili::Sandbox sandbox;
  CurlClient client;
  const std::string url = sandbox.endpoint() + "/api/label/v2/graphql";
  const std::string body = R"({"query": "{ me { id email } }"})";
  for (const std::string header : {"", "Authorization: X-API-Key: wrong", "Authorization: Bearer sandbox-key",
                                   "Authorization: sandbox-key"}) {
    client.headers = {header};
    const Answer refused = client.send("POST", url, body);
    INFO(header);
    CHECK(refused.status == 401);
    CHECK(refused.json()["errors"][0]["message"].get<std::string>().starts_with("[unauthenticated]"));
  }
  client.headers = {"Authorization: X-API-Key: sandbox-key"};
  const Answer accepted = client.send("POST", url, body);
  CHECK(accepted.status == 200);
  CHECK(accepted.json()["data"]["me"]["email"] == "owner@example.com");
  CHECK(client.send("POST", url, "no json").status == 400);
}

TEST_CASE("a document that does not fit the schema is refused with 400") {
  const kili::Sandbox sandbox;
  CHECK(call(sandbox, "{ nonsense }").status == 400);
  CHECK(call(sandbox, "{ me { id").status == 400);
}

TEST_CASE("large answers are compressed for clients that accept gzip") {
  kili::Sandbox sandbox;
  const std::string project = sandbox.add_project({.title = "many"});
  sandbox.add_plain_assets(project, 200);
  CurlClient client;
  client.headers = {"Authorization: X-API-Key: sandbox-key", "Accept-Encoding: deflate, gzip;q=0.8"};
  const std::string body =
      R"({"query": "{ assets(where: {}, first: 200, skip: 0) { id externalId content } }"})";
  const Answer packed = client.send("POST", sandbox.endpoint() + "/api/label/v2/graphql", body);
  CHECK(packed.headers.at("content-encoding") == "gzip");
  client.headers.pop_back();
  const Answer plain = client.send("POST", sandbox.endpoint() + "/api/label/v2/graphql", body);
  CHECK(plain.headers.count("content-encoding") == 0);
  CHECK(packed.body.size() * 2 < plain.body.size());
  CHECK(plain.json()["data"]["assets"].size() == 200);
}

TEST_CASE("an upload comes back as it was put") {
  kili::Sandbox sandbox;
  const std::string url = signed_url(sandbox, "projects/p/assets/a b/content");
  INFO(url);
  CurlClient client;
  CHECK(client.send("GET", url).status == 404);
  client.headers = {"Content-Type: image/png", "Authorization: X-API-Key: leaked"};
  sandbox.record_requests(10);
  // The id may be left out, as the official client does.
  const Answer put = client.send("PUT", url.substr(0, url.find("&id=")), "0123456789");
  CHECK(put.status == 200);
  const auto recorded = sandbox.requests();
  REQUIRE(recorded.size() == 1);
  CHECK(recorded[0].operation == "storage.put");
  CHECK(recorded[0].status == 200);
  CHECK(std::count(recorded[0].headers.begin(), recorded[0].headers.end(),
                   std::pair<std::string, std::string>{"authorization", "X-API-Key: leaked"}) == 1);

  client.headers.clear();
  const Answer whole = client.send("GET", url);
  CHECK(whole.body == "0123456789");
  CHECK(whole.headers.at("content-type") == "image/png");
  const Answer head = client.send("HEAD", url);
  CHECK(head.body.empty());
  CHECK(head.headers.at("content-length") == "10");
  CHECK(head.headers.at("etag") == whole.headers.at("etag"));
  CHECK(head.headers.at("last-modified") == whole.headers.at("last-modified"));
  CHECK(sandbox.requests().back().operation == "storage.head");

  const std::string file = sandbox.endpoint() + "/api/label/v2/files?id=" + url.substr(url.find("&id=") + 4);
  CHECK(client.send("GET", file).status == 401);
  client.headers = {"Authorization: X-API-Key: sandbox-key"};
  CHECK(client.send("GET", file).body == "0123456789");
  CHECK(client.send("HEAD", file).headers.at("content-length") == "10");
  CHECK(client.send("GET", sandbox.endpoint() + "/api/label/v2/files?id=none").status == 404);
}

TEST_CASE("downloads serve ranges") {
  const kili::Sandbox sandbox;
  const std::string url = signed_url(sandbox, "file");
  CurlClient client;
  const std::string tag = client.send("PUT", url, "0123456789").headers.at("etag");
  const auto get = [&](const std::string& range, const std::string& condition = {}) {
    client.headers = {"Range: " + range};
    if (!condition.empty()) client.headers.push_back("If-Range: " + condition);
    return client.send("GET", url);
  };
  CHECK(get("bytes=2-4").status == 206);
  CHECK(get("bytes=2-4").body == "234");
  CHECK(get("bytes=2-4").headers.at("content-range") == "bytes 2-4/10");
  CHECK(get("bytes=7-").body == "789");
  CHECK(get("bytes=-3").body == "789");
  CHECK(get("bytes=8-99").body == "89");
  CHECK(get("bytes=10-").status == 416);
  CHECK(get("bytes=10-").headers.at("content-range") == "bytes */10");
  CHECK(get("nonsense").status == 200);
  CHECK(get("bytes=7-", tag).status == 206);
  CHECK(get("bytes=7-", "\"other\"").status == 200);
  const std::string stored_at = get("bytes=7-").headers.at("last-modified");
  CHECK(stored_at.ends_with(" GMT"));
  CHECK(get("bytes=7-", stored_at).status == 206);
  CHECK(get("bytes=7-", "Sun, 06 Nov 1994 08:49:37 GMT").status == 200);
  client.headers.clear();
  client.send("PUT", url, "abc");
  CHECK(get("bytes=1-", tag).body == "abc");
}

TEST_CASE("the storage is closed to whoever has no signature") {
  const kili::Sandbox sandbox;
  const std::string url = signed_url(sandbox, "dir/file");
  CurlClient client;
  client.send("PUT", url, "secret");
  const std::string base = sandbox.endpoint() + "/bucket/";
  const std::string query = url.substr(url.find('?'));
  for (const std::string path : {"dir/file", "dir/file?signature=0123", "dir/other", "../state",
                                 "dir/../dir/file", "%2e%2e/%2e%2e/etc/passwd", "dir%2Ffile%00"}) {
    INFO(path);
    const std::string target = base + path;
    CHECK(client.send("GET", target).status == 403);
    CHECK(client.send("PUT", target, "x").status == 403);
  }
  CHECK(client.send("GET", base + "dir/other" + query).status == 403);
  CHECK(client.send("GET", url + "x").status == 403);
  CHECK(client.send("GET", url).body == "secret");
  CHECK(error(sandbox, "{ createUploadBucketSignedUrls(filePaths: [\"../x\"]) }")
            .starts_with("[invalidInput]"));
}

TEST_CASE("labels give their response by URL on request") {
  kili::Sandbox sandbox{{.json_response_by_url = true}};
  const std::string project = sandbox.add_project({.title = "t"});
  const auto ids = sandbox.add_assets(project, nlohmann::json::array({{{"externalId", "a"}}}));
  sandbox.add_label(ids.at(0), {{"jsonResponse", {{"JOB", {{"categories", nlohmann::json::array()}}}}}});
  const auto label =
      data(sandbox, "{ assets(where: {}, first: 1, skip: 0) { labels { jsonResponse jsonResponseUrl } } }")
          .at("assets")
          .at(0)
          .at("labels")
          .at(0);
  CHECK(label.at("jsonResponse") == "");
  CurlClient client;
  CHECK(client.send("GET", label.at("jsonResponseUrl").get<std::string>()).body ==
        R"({"JOB":{"categories":[]}})");
}
