// make_curl_transport(): options that cannot be meant.

#include <catch2/catch.hpp>
#include <chrono>
#include <stdexcept>
#include <string>

#include "environment.hpp"
#include "http/proxy_address.hpp"
#include "kili/kili.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string refusal_of_transport(const CurlTransportOptions& options) {
  try {
    static_cast<void>(make_curl_transport(options));
  } catch (const ValidationError& error) {
    return error.what();
  }
  throw std::logic_error("the options were taken");
}

}  // namespace

TEST_CASE("options of a transport that cannot be meant are refused by name, with a remedy") {
  const auto refused = refusal_of_transport;
  CHECK_THAT(refused({.max_requests_in_flight = 0}),
             StartsWith("CurlTransportOptions::max_requests_in_flight 0"));
  CHECK_THAT(refused({.max_requests_in_flight = 1001}), Contains("between 1 and 1000"));
  CHECK_THAT(refused({.dns_cache_time = -1ms}), StartsWith("CurlTransportOptions::dns_cache_time -1 ms"));
  CHECK_THAT(refused({.idle_connection_time = 0ms}),
             StartsWith("CurlTransportOptions::idle_connection_time"));
  CHECK_THAT(refused({.network_interface = "no_such0"}),
             Contains("'no_such0' is neither") && Contains("ip address"));
  CHECK_THAT(refused({.network_interface = "192.0.2.1"}), Contains("network_interface"));
  CHECK_THAT(refused({.user_agent = "a\r\nX: b"}), StartsWith("CurlTransportOptions::user_agent"));
  CHECK_THAT(refused({.verify = "/no/such/bundle"}),
             StartsWith("CurlTransportOptions::verify '/no/such/bundle'"));
  CHECK_THAT(refused({.proxy_verify = "/no/such/bundle"}), StartsWith("CurlTransportOptions::proxy_verify"));
  CHECK_THAT(refused({.no_proxy = {{"a.example,b.example"}}}), Contains("no_proxy") && Contains("one each"));
  CHECK_THAT(refused({.no_proxy = {{"https://a.example"}}}), Contains("without scheme"));
  CHECK_THAT(refused({.proxy_user = "me"}), Contains("without proxy;"));
  CHECK_THAT(refused({.proxy = "http://p:1", .proxy_password = "s3cret"}),
             Contains("without proxy_user") && !Contains("s3cret"));
  CHECK_THAT(refused({.proxy = "http://a:s3cret@p:1", .proxy_user = "b"}),
             Contains("give it once") && !Contains("s3cret"));
  CHECK_THAT(refused({.proxy = "http://p:1", .proxy_password = "s3cret\n", .proxy_user = "b"}),
             Contains("proxy_password has a control character") && !Contains("s3cret"));
}

TEST_CASE("the address of a proxy that cannot be read is not shown") {
  for (const char* address :
       {"ftp://u:s3cret@p:1", "http://u:s3cret@p", "http://u:s3cret@p:port", "http://u:s3cret@p:1/path",
        "http://u:s3cret@:1", "u:s3cret@", "http://u:s3cret@p:1?x", "http://u:s3cret@p:70000", "s3cret"}) {
    CAPTURE(address);
    const auto message = refusal_of_transport({.proxy = address});
    CHECK_THAT(message, StartsWith("CurlTransportOptions::proxy is not the address of a proxy; give "));
    CHECK_THAT(message, !Contains("s3cret"));
  }
}

TEST_CASE("the address of a proxy is read in its parts") {
  const auto plain = http::ProxyAddress::parse("proxy.example:3128").value();
  CHECK(plain.scheme == "http");
  CHECK(plain.place == "proxy.example:3128");
  CHECK_FALSE(plain.user);
  const auto full = http::ProxyAddress::parse("SOCKS5H://me%40here:a%3Ab%2F@[::1]:1080/").value();
  CHECK(full.scheme == "socks5h");
  CHECK(full.place == "[::1]:1080");
  CHECK(full.user == "me@here");
  CHECK(full.password == "a:b/");
}

TEST_CASE("options of a transport that can be meant are taken") {
  const TestFolder folder;
  write_file(folder.root() / "ca.pem", "-----BEGIN CERTIFICATE-----\n");
  CHECK(make_curl_transport() != nullptr);
  CHECK(make_curl_transport({.dns_cache_time = 0ms,
                             .http_version = HttpVersion::http_1_1,
                             .idle_connection_time = 1ms,
                             .max_requests_in_flight = 1,
                             .network_interface = "127.0.0.1",
                             .no_proxy = {{"localhost", ".intern.example", "10.0.0.0/8", "*"}},
                             .proxy = "",
                             .user_agent = "my program/1.0",
                             .verify = folder.root() / "ca.pem"}) != nullptr);
  CHECK(make_curl_transport({.network_interface = "lo", .proxy = "https://p:443", .proxy_verify = false}) !=
        nullptr);
}

TEST_CASE("a client certificate is checked for what it holds") {
  const auto refused = refusal_of_transport;
  const TestFolder folder;
  const auto certificate = folder.root() / "certificate.pem";
  const auto key = folder.root() / "key.pem";
  const auto encrypted = folder.root() / "encrypted.pem";
  write_file(certificate, "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n");
  write_file(key, "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n");
  write_file(encrypted, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nabc\n-----END ENCRYPTED PRIVATE KEY-----\n");
  CHECK_THAT(refused({.client_key = key}), Contains("client_key is given without client_certificate; give"));
  CHECK_THAT(refused({.client_key_password = "s3cret"}),
             Contains("client_key_password is given without") && !Contains("s3cret"));
  CHECK_THAT(refused({.client_certificate = folder.root() / "none.pem"}),
             Contains("none.pem' is not a file"));
  CHECK_THAT(refused({.client_certificate = key}), Contains("key.pem' holds no certificate; give it as PEM"));
  CHECK_THAT(refused({.client_certificate = certificate}), Contains("give its file as client_key"));
  CHECK_THAT(refused({.client_certificate = certificate, .client_key = certificate}),
             Contains("CurlTransportOptions::client_key") && Contains("holds no private key"));
  CHECK_THAT(refused({.client_certificate = certificate, .client_key = encrypted}),
             Contains("client_key_password is missing"));
  CHECK(make_curl_transport({.client_certificate = certificate, .client_key = key}) != nullptr);
}

TEST_CASE("a transport of one's own takes KILI_VERIFY where it is not told otherwise") {
  const Environment bundle("KILI_VERIFY", "/no/such/bundle");
  CHECK_THAT(refusal_of_transport({}), StartsWith("KILI_VERIFY"));
  CHECK(make_curl_transport({.verify = true}) != nullptr);
}

TEST_CASE("a transport of one's own takes verify of the configuration file where nothing else is said") {
  const TestFolder folder;
  write_file(folder.root() / "config", "[default]\nverify = none.pem\n[profile open]\nverify = false\n");
  const Environment file("KILI_CONFIG", (folder.root() / "config").string());
  CHECK_THAT(refusal_of_transport({}),
             Contains("config: line 2: verify") && Contains("none.pem' is not a file"));
  CHECK(make_curl_transport({.verify = true}) != nullptr);
  {
    const Environment variable("KILI_VERIFY", "true");
    CHECK(make_curl_transport() != nullptr);
  }
  const Environment open("KILI_PROFILE", "open");
  CHECK(make_curl_transport() != nullptr);
}
