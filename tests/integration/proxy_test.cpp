#include <stdlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "example_program.hpp"
#include "forwarding_proxy.hpp"
#include "http/curl_transport.hpp"
#include "http/proxy.hpp"
#include "kili/kili.hpp"
#include "raw_server.hpp"
#include "sandbox_client.hpp"

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
  CHECK(http::proxy_setting({}, "http")->variable == "all_proxy");
  CHECK(http::proxy_setting({}, "http")->place == "b:2");
  CHECK(http::proxy_setting({}, "https")->variable == "HTTPS_PROXY");
  CHECK(http::proxy_setting({}, "https")->place == "c:3");
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

TEST_CASE("the proxy of the options counts instead of the environment, with its login and its exceptions") {
  const FakeProxy proxy(http_answer(200, "by proxy"));
  const FakeProxy other(http_answer(200, "by the environment"));
  const RawServer direct([](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(http_answer(200, "direct"));
  });
  const ProxyVariables variables{{"http_proxy", other.place()}};
  const auto answer_to = [](const CurlTransportOptions& options, const std::string& url) {
    HttpRequest request;
    request.url = url;
    return make_curl_transport(options)->send(request, {}).body;
  };
  const std::string address = "http://" + proxy.place();
  CHECK(answer_to({}, "http://kili.invalid/") == "by the environment");
  CHECK(answer_to({.proxy = address}, "http://kili.invalid/") == "by proxy");
  CHECK_THAT(proxy.requests.back(), !Contains("Proxy-Authorization"));
  // user:s3cret:/@ in Base64
  for (const auto& options :
       {CurlTransportOptions{.proxy = "http://user:s3cret%3A%2F%40@" + proxy.place()},
        CurlTransportOptions{.proxy = address, .proxy_password = "s3cret:/@", .proxy_user = "user"}}) {
    CHECK(answer_to(options, "http://kili.invalid/") == "by proxy");
    CHECK_THAT(proxy.requests.back(), Contains("Proxy-Authorization: Basic dXNlcjpzM2NyZXQ6L0A="));
  }
  CHECK(answer_to({.proxy = ""}, direct.url()) == "direct");
  CHECK(answer_to({.no_proxy = {{"127.0.0.0/8"}}}, direct.url()) == "direct");
  CHECK(answer_to({.no_proxy = {{"kili.invalid", "127.0.0.1"}}, .proxy = address}, direct.url()) == "direct");
  CHECK(answer_to({.no_proxy = std::vector<std::string>{}, .proxy = address}, direct.url()) == "by proxy");
}

TEST_CASE("errors at the proxy of the options name the option, and not its password") {
  const ProxyVariables variables{};
  const auto error_of_url = [](const CurlTransportOptions& options, const std::string& url) {
    HttpRequest request;
    request.url = url;
    try {
      static_cast<void>(make_curl_transport(options)->send(request, {}));
    } catch (const TransportError& error) {
      CHECK_THAT(error.what(), Contains("CurlTransportOptions::proxy") && !Contains("s3cret"));
      return error;
    }
    throw std::logic_error("no error");
  };
  const FakeProxy asks(http_answer(407, "sign in", "Proxy-Authenticate: Basic realm=\"x\"\r\n"));
  for (const char* url : {"http://kili.invalid/", "https://kili.invalid/"}) {
    const auto unknown = error_of_url({.proxy = asks.place()}, url);
    CHECK(unknown.failure() == TransportFailure::proxy_refused);
    CHECK_THAT(unknown.what(), Contains("asks for a user name") && Contains("proxy_user and proxy_password"));
    CHECK_THAT(error_of_url({.proxy = "http://user:s3cret@" + asks.place()}, url).what(),
               Contains("does not accept the user name"));
  }
  const auto nobody =
      error_of_url({.proxy = address_where_nobody_listens(), .proxy_password = "s3cret", .proxy_user = "u"},
                   "https://kili.invalid/");
  CHECK(nobody.failure() == TransportFailure::could_not_connect);
  CHECK_THAT(nobody.what(), Contains("cannot be reached"));
  const ForwardingProxy socks("user:right");
  const auto wrong =
      error_of_url({.proxy = "socks5h://user:s3cret@" + socks.place()}, "https://kili.invalid/");
  CHECK(wrong.failure() == TransportFailure::proxy_refused);
}

TEST_CASE("a client works through a proxy over TLS, with CONNECT and with SOCKS 5") {
  const ProxyVariables variables{};
  Sandbox sandbox({.https = true});
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  const std::string scheme = GENERATE("http", "socks5", "socks5h");
  const std::string login = GENERATE("", "user:s3cret");
  CAPTURE(scheme, login);
  const ForwardingProxy proxy(login);
  CurlTransportOptions options{.proxy = scheme + "://" + proxy.place(), .verify = sandbox.certificate_file()};
  if (!login.empty()) {
    options.proxy_password = "s3cret";
    options.proxy_user = "user";
  }
  const Client client = client_of(sandbox, {.transport = make_curl_transport(options)});
  static_cast<void>(client.append_many_to_dataset(project, {.content_array = {"one", "two"}}));
  CHECK(client.count_assets(project) == 2);
  REQUIRE_FALSE(proxy.ways().empty());
  for (const auto& way : proxy.ways()) CHECK("https://" + way == sandbox.endpoint());
}

#ifdef KILI_EXAMPLE_RETRY_PROXY_CA
TEST_CASE("the example retry_proxy_ca works through a proxy, with the bundle of a CA") {
  const ProxyVariables variables{};
  Sandbox sandbox({.https = true});
  const auto project = sandbox.add_project({});
  const ForwardingProxy proxy("user:pass");
  // The first request fails once, with a status that is not retried by default.
  sandbox.add_fault({.count = 1, .operation = "countAssets", .status = 500});
  const auto run = run_example(
      sandbox, KILI_EXAMPLE_RETRY_PROXY_CA,
      "http://user:pass@" + proxy.place() + " " + sandbox.certificate_file().string() + " " + project);
  CHECK(run.status == 0);
  CHECK_THAT(run.output, Catch::Matchers::StartsWith(
                             "0 assets, " + std::to_string(sandbox.counters().api_requests) + " requests\n"));
  CHECK_FALSE(proxy.ways().empty());
}
#endif

TEST_CASE("the certificate of a proxy is checked by an option of its own") {
  const ProxyVariables variables{};
  const Sandbox proxy({.https = true});  // it makes no ways, but says so over TLS
  const std::string address = proxy.endpoint();
  HttpRequest request;
  request.url = "https://kili.invalid/";
  const auto failure_with = [&](std::variant<bool, std::filesystem::path> verify) {
    try {
      static_cast<void>(
          make_curl_transport({.proxy = address, .proxy_verify = std::move(verify)})->send(request, {}));
    } catch (const TransportError& error) {
      return error;
    }
    throw std::logic_error("no error");
  };
  const auto untrusted = failure_with(true);
  CHECK(untrusted.failure() == TransportFailure::tls_failed);
  CHECK_THAT(untrusted.what(), Contains("CurlTransportOptions::proxy_verify"));
  CHECK(failure_with(proxy.certificate_file()).failure() == TransportFailure::proxy_refused);
  CHECK(failure_with(false).failure() == TransportFailure::proxy_refused);
}
