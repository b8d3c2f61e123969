#include <stdlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/curl_transport.hpp"
#include "http/proxy.hpp"
#include "kili/kili.hpp"
#include "raw_server.hpp"

using namespace kili;
using namespace kili::test;

namespace {

/// The variables that name proxies, as a test wants them; as they were afterwards.
class ProxyVariables {
 public:
  ProxyVariables(std::initializer_list<std::pair<const std::string, std::string>> given) {
    const std::map<std::string, std::string> values(given);
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
                             "NO_PROXY", "HTTP_PROXY"}) {
      const char* const before = std::getenv(name);
      before_[name] = before == nullptr ? std::nullopt : std::optional<std::string>(before);
      set(name, values.contains(name) ? std::optional(values.at(name)) : std::nullopt);
    }
  }
  ~ProxyVariables() {
    for (const auto& [name, value] : before_) set(name, value);
  }
  ProxyVariables(const ProxyVariables&) = delete;
  ProxyVariables& operator=(const ProxyVariables&) = delete;

 private:
  static void set(const std::string& name, const std::optional<std::string>& value) {
    value ? ::setenv(name.c_str(), value->c_str(), 1) : ::unsetenv(name.c_str());
  }

  std::map<std::string, std::optional<std::string>> before_;
};

/// Answers every request the same way, and keeps it.
struct FakeProxy {
  explicit FakeProxy(std::string reply)
      : server([this, reply = std::move(reply)](RawConnection& connection) {
          for (auto request = connection.read_request(); !request.empty();
               request = connection.read_request()) {
            requests.push_back(request);
            if (!connection.write(reply)) return;
          }
        }) {}
  [[nodiscard]] std::string place() const {
    const auto url = server.url("");
    return url.substr(url.find("//") + 2);
  }

  std::vector<std::string> requests;
  RawServer server;
};

TransportError error_through_proxy(const std::string& url) {
  http::CurlTransport transport({});
  HttpRequest request;
  request.url = url;
  try {
    static_cast<void>(transport.send(request, {}));
  } catch (const TransportError& error) {
    return error;
  }
  throw std::logic_error("no error");
}

/// What a client says that cannot get through, and how often it tried.
ErrorContext failing_call(const std::string& endpoint, std::string& message) {
  const Client client({.api_endpoint = endpoint, .api_key = "key", .skip_checks = true});
  try {
    static_cast<void>(client.count_assets("p"));
  } catch (const ConnectionError& error) {
    message = error.what();
    return error.context();
  }
  throw std::logic_error("no error");
}

std::string address_where_nobody_listens() {
  const RawServer server([](RawConnection&) {});
  const auto url = server.url("");
  return url.substr(url.find("//") + 2);
}

using Catch::Matchers::Contains;

}  // namespace

TEST_CASE("a proxy that asks for a password is an error at once, which names the variable") {
  const std::string scheme = GENERATE("http", "https");
  const std::string login = GENERATE("", "user:s3cret@");
  CAPTURE(scheme, login);
  const FakeProxy proxy(http_answer(407, "sign in", "Proxy-Authenticate: Basic realm=\"x\"\r\n"));
  const std::string variable = scheme + "_proxy";
  const ProxyVariables variables{{variable, "http://" + login + proxy.place()}};
  std::string message;
  const auto context = failing_call(scheme + "://kili.invalid/api/label/v2/graphql", message);
  CAPTURE(message);
  CHECK(context.attempts == 1);
  CHECK_FALSE(context.outcome_unknown);
  CHECK_THAT(message, Contains("the proxy " + proxy.place() + " (" + variable + ")") && Contains("HTTP 407"));
  CHECK_THAT(message, Contains(login.empty() ? "asks for a user name and a password"
                                             : "does not accept the user name"));
  CHECK(message.find("s3cret") == std::string::npos);
  CHECK(error_through_proxy(scheme + "://kili.invalid/").failure() == TransportFailure::proxy_refused);
}

TEST_CASE("a proxy that lets nothing through to a host says so, at once or until it does") {
  const FakeProxy forbids(http_answer(403, "blocked"));
  const FakeProxy fails(http_answer(502, "no answer"));
  std::string message;
  {
    const ProxyVariables variables{{"HTTPS_PROXY", "http://user:s3cret@" + forbids.place() + "/"}};
    CHECK(failing_call("https://kili.invalid", message).attempts == 1);
    CHECK_THAT(message, Contains("the proxy " + forbids.place() + " (HTTPS_PROXY)") &&
                            Contains("kili.invalid") && Contains("HTTP 403") && Contains("no_proxy"));
    CHECK(message.find("s3cret") == std::string::npos);
  }
  const ProxyVariables variables{{"all_proxy", fails.place()}};
  const auto error = error_through_proxy("https://kili.invalid/");
  CHECK(error.failure() == TransportFailure::could_not_connect);
  CHECK_THAT(error.what(),
             Contains("the proxy " + fails.place() + " (all_proxy) cannot reach kili.invalid (HTTP 502)"));
}

TEST_CASE("a proxy that is not there is told from a service that is not there") {
  const std::string nowhere = address_where_nobody_listens();
  {
    const ProxyVariables variables{{"ALL_PROXY", "http://user:s3cret@" + nowhere}};
    for (const char* url : {"http://kili.invalid/", "https://kili.invalid/"}) {
      const auto error = error_through_proxy(url);
      CHECK(error.failure() == TransportFailure::could_not_connect);
      CHECK_THAT(error.what(), Contains("the proxy " + nowhere + " (ALL_PROXY) cannot be reached"));
      CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
    }
  }
  {
    const ProxyVariables variables{{"http_proxy", "http://user:s3cret@proxy.invalid:3128"}};
    const auto error = error_through_proxy("http://kili.invalid/");
    CHECK(error.failure() == TransportFailure::could_not_connect);
    CHECK_THAT(error.what(), Contains("the proxy proxy.invalid:3128 (http_proxy) is not found"));
    CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
  }
  {
    const ProxyVariables variables{{"http_proxy", "http://proxy.invalid:3128"}, {"no_proxy", "127.0.0.1"}};
    const auto error = error_through_proxy("http://" + nowhere + "/");
    CHECK(error.failure() == TransportFailure::could_not_connect);
    CHECK(std::string(error.what()).find("proxy") == std::string::npos);
  }
}

TEST_CASE("a proxy that closes or keeps silent before there is a way is told from a service that does") {
  const bool closes = GENERATE(true, false);
  const RawServer proxy([&](RawConnection& connection) {
    static_cast<void>(connection.read_request());
    if (!closes) connection.wait_for_close();
  });
  const auto place = proxy.url("").substr(std::string_view("http://").size());
  const ProxyVariables variables{{"https_proxy", place}};
  http::CurlTransport transport({});
  HttpRequest request;
  request.url = "https://kili.invalid/";
  request.connect_timeout = std::chrono::milliseconds(300);
  try {
    static_cast<void>(transport.send(request, {}));
    FAIL("no error");
  } catch (const TransportError& error) {
    CAPTURE(error.what());
    CHECK(error.failure() == TransportFailure::could_not_connect);
    if (closes) CHECK_THAT(error.what(), Contains("the proxy " + place + " (https_proxy) does not answer"));
  }
}

TEST_CASE("the address of a proxy that cannot be used is not shown with its password") {
  for (const char* address : {"gopher://user:s3cret@127.0.0.1:1", "http://user:s3cret@127.0.0.1:port",
                              "user:s3cret@:", "socks5://user:s3cret@127.0.0.1:1"}) {
    CAPTURE(address);
    const ProxyVariables variables{{"http_proxy", address}};
    const auto error = error_through_proxy("http://kili.invalid/");
    CAPTURE(error.what());
    CHECK_THAT(error.what(), Contains("http_proxy"));
    CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
  }
}

TEST_CASE("the variable of a proxy is found as libcurl finds it") {
  const ProxyVariables variables{
      {"HTTP_PROXY", "a:1"}, {"all_proxy", "http://u:p@b:2/"}, {"HTTPS_PROXY", "c:3"}};
  CHECK(http::proxy_setting("http")->variable == "all_proxy");
  CHECK(http::proxy_setting("http")->place == "b:2");
  CHECK(http::proxy_setting("https")->variable == "HTTPS_PROXY");
  CHECK(http::proxy_setting("https")->place == "c:3");
}

TEST_CASE("a proxy gets requests as they are, and only for hosts that are not excepted") {
  const FakeProxy proxy(http_answer(200, "by proxy"));
  const RawServer direct([](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(http_answer(200, "direct"));
  });
  http::CurlTransport transport({});
  HttpRequest request;
  {
    const ProxyVariables variables{{"http_proxy", "http://user:s3cret@" + proxy.place()}};
    request.url = "http://kili.invalid/a%20b";
    CHECK(transport.send(request, {}).body == "by proxy");
    CHECK_THAT(proxy.requests.at(0), Catch::Matchers::StartsWith("GET http://kili.invalid/a%20b HTTP/1.1") &&
                                         Contains("Proxy-Authorization: Basic dXNlcjpzM2NyZXQ="));
  }
  const ProxyVariables variables{{"http_proxy", proxy.place()}, {"no_proxy", "127.0.0.1"}};
  request.url = direct.url();
  CHECK(transport.send(request, {}).body == "direct");
}
