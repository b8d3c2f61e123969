#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "downloaded_content.hpp"
#include "fake_service.hpp"
#include "fake_storage.hpp"
#include "fake_transport.hpp"
#include "http/url.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr const char* kili_api = "https://kili.test/api/label/v2/graphql";

/// A project with one asset whose content has this URL, and what its storage was asked for.
struct LinkedContent {
  explicit LinkedContent(const std::string& url, FakeTransport::Handler storage)
      : world([this, storage = std::move(storage)](const HttpRequest& request,
                                                   const std::stop_token& stop_token) {
          if (request.url == kili_api) return service.handle(request);
          requests.push_back(request);
          return storage(request, stop_token);
        }) {
    service.add({{"id", "1"}, {"externalId", "a.png"}, {"content", url}});
  }
  std::string list() {
    try {
      return downloaded_content(world.client(ClientOptions{.max_retries = 1}), folder);
    } catch (const Error& error) {
      return std::string("error: ") + error.what() + error.context().body;
    }
  }

  FakeService service;
  TestFolder folder;
  std::vector<HttpRequest> requests;
  FakeWorld world;
};

HttpResponse stored(const HttpRequest& request, const std::string& content) {
  FakeStorage storage;
  storage.put(request.url, {.content = content});
  return storage.handle(request);
}

std::string authorization_of(const HttpRequest& request) { return header_of(request, "Authorization"); }

}  // namespace

TEST_CASE("what a URL cannot contain is percent-encoded, and what is encoded stays") {
  using http::encoded_url;
  CHECK(encoded_url("https://h.test/a b/c.png?d e=f g") == "https://h.test/a%20b/c.png?d%20e=f%20g");
  CHECK(encoded_url("https://h.test/a%20b%2fc.png?s=%2B%2f") == "https://h.test/a%20b%2fc.png?s=%2B%2f");
  CHECK(encoded_url("https://h.test/100%.png?x=%zz&y=%4") == "https://h.test/100%25.png?x=%25zz&y=%254");
  CHECK(encoded_url("https://h.test/\"<>\\^`{|}?\"<>\\^`{|}") ==
        "https://h.test/%22%3C%3E%5C%5E%60%7B%7C%7D?%22%3C%3E%5C%5E%60%7B%7C%7D");
  CHECK(encoded_url("https://h.test/gr\xC3\xBC\xC3\x9F?\xE9") == "https://h.test/gr%C3%BC%C3%9F?%E9");
  CHECK(encoded_url("https://h.test/a\nb\tc") == "https://h.test/a%0Ab%09c");
  CHECK(encoded_url(" \r\nhttps://h.test/a \n") == "https://h.test/a");
  CHECK(encoded_url("https://h.test/-._~!$&'()*+,;=:@/[]?-._~!$&'()*+,;=:@/?[]") ==
        "https://h.test/-._~!$&'()*+,;=:@/[]?-._~!$&'()*+,;=:@/?[]");
  CHECK(encoded_url("https://h.test/a#b c") == "https://h.test/a");
  CHECK(encoded_url("https://user:p%40w@h.test:81/a") == "https://h.test:81/a");
  CHECK(encoded_url("https://h.test?a b") == "https://h.test?a%20b");
  CHECK(encoded_url("/a b") == "/a%20b");
  CHECK(encoded_url("a//user@b") == "a//user@b");
}

TEST_CASE("a URL of which parsers may think differently is none") {
  for (const char* bad : {"https://a@b@c/", "https://good.test\\@evil.test/", "https://a b@c/",
                          "https://a\n/x", "https://u:p w@h/", "http:///x", "http:///u:p@h/x", "http:/h/x",
                          "http:h", "//h/x", "https://", "file:///etc/passwd"}) {
    CAPTURE(bad);
    CHECK_FALSE(http::Url::parse(bad));
  }
  const auto url = http::Url::parse("HTTPS://us%40er:p%3Aw@H.test/x y?z");
  REQUIRE(url);
  CHECK(url->credentials == "us@er:p:w");
  CHECK(url->origin() == "https://h.test:443");
  CHECK(url->path == "/x%20y");
}

TEST_CASE("credentials in a URL go to its origin alone") {
  using http::resolve_url;
  const std::string from = "https://user:p%40w@h.test/a/b";
  CHECK(resolve_url(from, "c d?e f") == "https://user:p%40w@h.test/a/c%20d?e%20f");
  CHECK(resolve_url(from, "/c") == "https://user:p%40w@h.test/c");
  CHECK(resolve_url(from, "https://H.test:443/c") == "https://user:p%40w@H.test:443/c");
  CHECK(resolve_url(from, "http://h.test/c") == "http://h.test/c");
  CHECK(resolve_url(from, "//h.test:8443/c") == "https://h.test:8443/c");
  CHECK(resolve_url(from, "https://other.test/c") == "https://other.test/c");
  CHECK(resolve_url(from, "https://a:b@other.test/c") == "https://a:b@other.test/c");
  CHECK(resolve_url("https://h.test/a", "/c") == "https://h.test/c");
  CHECK_FALSE(resolve_url(from, "https://a@b@c/"));
  CHECK_FALSE(resolve_url(from, "https://good.test\\@evil.test/"));
  CHECK(http::basic_authorization("Aladdin:open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK(http::basic_authorization("a:bc") == "Basic YTpiYw==");
  CHECK(http::basic_authorization("a:bcd") == "Basic YTpiY2Q=");
  CHECK(http::basic_authorization("a:bcde") == "Basic YTpiY2Rl");
}

TEST_CASE("credentials go to no host that is written in another way each time") {
  const std::string base =
      "http://\x9f\xc5\x9d\xcf"
      "c@%2" +
      std::string(60, '\xff') + "f";
  const auto target = http::resolve_url(base, "");
  const auto from = http::Url::parse(base);
  const auto to = target ? http::Url::parse(*target) : std::nullopt;
  CHECK((!to || to->credentials.empty() || (from && to->same_origin(*from))));
}

TEST_CASE("a content whose URL has blanks and other characters is downloaded") {
  LinkedContent linked(
      "https://storage.test/my file|1.png?name=a b&sign=%2B%2f",
      [](const HttpRequest& request, const std::stop_token&) { return stored(request, "content"); });
  CHECK(linked.list() == "content");
  REQUIRE_FALSE(linked.requests.empty());
  for (const auto& request : linked.requests)
    CHECK(request.url == "https://storage.test/my%20file%7C1.png?name=a%20b&sign=%2B%2f");
}

TEST_CASE("user name and password of a URL are sent to its host, and not where it redirects to") {
  LinkedContent linked("https://user:s3cret%21@storage.test/a.png",
                       [](const HttpRequest& request, const std::stop_token&) {
                         if (request.url == "https://storage.test/a.png")
                           return answer(302, "", {{"location", "/b c.png"}});
                         if (request.url == "https://storage.test/b%20c.png")
                           return answer(307, "", {{"location", "https://elsewhere.test/d.png"}});
                         return stored(request, "content");
                       });
  CHECK(linked.list() == "content");
  REQUIRE(linked.requests.size() == 6);  // HEAD and GET
  for (const auto& request : linked.requests) {
    CAPTURE(request.url);
    const bool to_elsewhere = request.url == "https://elsewhere.test/d.png";
    CHECK(authorization_of(request) == (to_elsewhere ? "" : "Basic dXNlcjpzM2NyZXQh"));
    CHECK(request.url.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("the key of the client does not go to a URL with a user name, nor the other way round") {
  LinkedContent linked("https://user:s3cret@kili.test/api/label/v2/files?id=1",
                       [](const HttpRequest& request, const std::stop_token&) {
                         if (request.url.find("moved") == std::string::npos)
                           return answer(302, "", {{"location", "https://kili.test/api/label/v2/moved"}});
                         return stored(request, "content");
                       });
  CHECK(linked.list() == "content");
  for (const auto& request : linked.requests) {
    CHECK(authorization_of(request).starts_with("Basic "));
    CHECK(std::count_if(request.headers.begin(), request.headers.end(),
                        [](const auto& header) { return header.first == "Authorization"; }) == 1);
  }
}

TEST_CASE("no message shows a password or the signature of a URL") {
  const std::string url = "https://user:s3cret@storage.test/a.png?sig=s3cret";
  const auto answers = std::vector<FakeTransport::Handler>{
      [](const HttpRequest&, const std::stop_token&) {
        return answer(403, "no: https://user:s3cret@storage.test/x?s3cret");
      },
      [](const HttpRequest&, const std::stop_token&) { return answer(503, ""); },
      [](const HttpRequest& request, const std::stop_token&) -> HttpResponse {
        throw TransportError(TransportFailure::connection_lost,
                             "lost http://user:s3cret@x/ and " + request.url);
      },
      [](const HttpRequest&, const std::stop_token&) {
        return answer(302, "", {{"location", "ftp://user:s3cret@storage.test/x"}});
      }};
  for (const auto& reply : answers) {
    LinkedContent linked(url, reply);
    const std::string message = linked.list();
    CAPTURE(message);
    CHECK(message.starts_with("error: "));
    CHECK(message.find("https://storage.test/a.png") != std::string::npos);
    CHECK(message.find("s3cret") == std::string::npos);
    for (const auto& warning : linked.world.sink->warnings())
      CHECK(warning.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("errors of the service are told without the secrets of URLs") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) {
    return answer(
        200, json{{"errors", {{{"message", "cannot fetch https://u:s3cret@h.test/x?sig=s3cret"}}}}}.dump());
  });
  try {
    static_cast<void>(world.client().count_assets("p"));
    FAIL("no error");
  } catch (const GraphQLError& error) {
    CHECK_THAT(error.what(), Catch::Matchers::Contains("cannot fetch https://h.test/x"));
    CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
    CHECK(error.messages().front().find("s3cret") == std::string::npos);
    CHECK(error.context().body.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("an endpoint with a password, and what is no path, are refused without showing it") {
  for (const char* endpoint :
       {"https://user:s3cret@kili.test", "https://user:s3cret@kili.test/api?token=s3cret",
        "ftp://user:s3cret@kili.test/api", "https://user:s3/s3cret@kili.test/api"}) {
    CAPTURE(endpoint);
    try {
      const Client client({.api_endpoint = endpoint, .api_key = "key", .skip_checks = true});
      FAIL("no error");
    } catch (const ValidationError& error) {
      CHECK_THAT(error.what(), Catch::Matchers::Contains("api_endpoint"));
      CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
    }
  }
  FakeService service;
  FakeWorld world(service.handler());
  for (const char* content : {"ftp://user:s3cret@h.test/a.png?s3cret", " http://user:s3cret@h.test/a.png",
                              "s3://key:s3cret@bucket/a.png"}) {
    CAPTURE(content);
    try {
      world.client().append_many_to_dataset("p", AppendManyToDataset{.content_array = {content}});
      FAIL("no error");
    } catch (const Error& error) {
      CHECK_THAT(error.what(), Catch::Matchers::Contains("asset 0"));
      CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
    }
  }
}
