// make_curl_transport(): what its options do on the network, and a transport around it.

#include <atomic>
#include <catch2/catch.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "client_certificate.hpp"
#include "http2_server.hpp"
#include "kili/kili.hpp"
#include "raw_server.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

/// Counts requests, and gives each a header.
class CountingTransport final : public HttpTransport {
 public:
  explicit CountingTransport(std::shared_ptr<HttpTransport> inner) : inner_(std::move(inner)) {}
  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override {
    ++requests;
    HttpRequest marked = request;
    marked.headers.emplace_back("X-Team", "vision");
    return inner_->send(marked, std::move(stop_token));
  }
  std::atomic<std::size_t> requests{0};

 private:
  std::shared_ptr<HttpTransport> inner_;
};

TransportError error_of_request(const CurlTransportOptions& options, const std::string& url) {
  HttpRequest request;
  request.url = url;
  try {
    static_cast<void>(make_curl_transport(options)->send(request, {}));
  } catch (const TransportError& error) {
    return error;
  }
  throw std::logic_error("the request was answered");
}

/// What a server gets that answers one request.
struct Received {
  std::string head;
  std::string peer;
};
Received received_from(const CurlTransportOptions& options, const HttpHeaders& headers = {}) {
  Received received;
  const RawServer server([&](RawConnection& connection) {
    received = {.head = connection.read_request(), .peer = connection.peer_address()};
    connection.write(http_answer(200, "ok"));
  });
  HttpRequest request;
  request.headers = headers;
  request.url = server.url();
  CHECK(make_curl_transport(options)->send(request, {}).body == "ok");
  return received;
}

}  // namespace

TEST_CASE("a transport around the library's own sees every request of a client, uploads too") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  const auto transport = std::make_shared<CountingTransport>(make_curl_transport());
  const Client client = client_of(sandbox, {.transport = transport});
  static_cast<void>(client.append_many_to_dataset(project, {.content_array = {"one", "two"}}));
  CHECK(client.count_assets(project) == 2);
  const auto counters = sandbox.counters();
  CHECK(counters.storage_requests > 0);
  CHECK(transport->requests == counters.api_requests + counters.storage_requests);
  for (const auto& request : sandbox.requests()) {
    CHECK(HttpResponse{.headers = request.headers}.header("x-team") == "vision");
  }
}

TEST_CASE("clients share a transport") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  const auto transport = make_curl_transport();
  for (int i = 0; i < 3; ++i) {
    CHECK(client_of(sandbox, {.transport = transport}).count_assets(project) == 0);
  }
  CHECK(sandbox.counters().connections == 1);
}

TEST_CASE("a service of a CA of one's own is trusted with its bundle, and a transport has its own") {
  Sandbox sandbox({.https = true});
  const auto project = sandbox.add_project({});
  const auto trusting = make_curl_transport({.verify = sandbox.certificate_file()});
  CHECK(client_of(sandbox, {.transport = trusting}).count_assets(project) == 0);
  CHECK(client_of(sandbox, {.transport = make_curl_transport({.verify = false})}).count_assets(project) == 0);
  // The option of the client is for its own transport.
  CHECK_THROWS_AS(client_of(sandbox, {.transport = make_curl_transport({.verify = true}), .verify = false}),
                  ConnectionError);
}

TEST_CASE("a server that demands a certificate gets it, and says who it does not know") {
  const TestFolder folder;
  const auto known = make_client_certificate(folder.root());
  Sandbox sandbox({.client_ca_file = known.certificate.string(), .https = true});
  const auto project = sandbox.add_project({});
  CurlTransportOptions options{
      .client_certificate = known.certificate, .client_key = known.key, .verify = sandbox.certificate_file()};
  {
    const Client client = client_of(sandbox, {.transport = make_curl_transport(options)});
    CHECK(client.count_assets(project) == 0);
    CHECK(client.append_many_to_dataset(project, {.content_array = {"https://files.example/a.png"}})
              .asset_ids.size() == 1);
  }
  SECTION("an encrypted key") {
    options.client_key = known.encrypted_key;
    options.client_key_password = known.password;
    CHECK(client_of(sandbox, {.transport = make_curl_transport(options)}).count_assets(project) == 1);
    options.client_key_password = "another secret";
    const auto error = error_of_request(options, sandbox.endpoint());
    CHECK(error.failure() == TransportFailure::tls_failed);
    CHECK_THAT(error.what(), Contains("client_key_password") && !Contains("another secret"));
  }
  SECTION("certificate and key in one file") {
    options.client_certificate = folder.root() / "both.pem";
    options.client_key.reset();
    write_file(*options.client_certificate, read_file(known.certificate) + read_file(known.key));
    CHECK(client_of(sandbox, {.transport = make_curl_transport(options)}).count_assets(project) == 1);
  }
  SECTION("no certificate") {
    const auto error = error_of_request({.verify = sandbox.certificate_file()}, sandbox.endpoint());
    CHECK(error.failure() == TransportFailure::tls_failed);
    CHECK_THAT(error.what(), Contains("CurlTransportOptions::client_certificate"));
  }
  SECTION("a certificate that nobody knows") {
    const TestFolder other;
    const auto unknown = make_client_certificate(other.root());
    options.client_certificate = unknown.certificate;
    options.client_key = unknown.key;
    CHECK(error_of_request(options, sandbox.endpoint()).failure() == TransportFailure::tls_failed);
  }
}

TEST_CASE("connections are made from the address that is given") {
  CHECK(received_from({}).peer == "127.0.0.1");
  CHECK(received_from({.network_interface = "127.0.0.1"}).peer == "127.0.0.1");
  CHECK(received_from({.network_interface = "127.0.0.2"}).peer == "127.0.0.2");
}

TEST_CASE("the user agent is the one that is given, and a request may have its own") {
  CHECK_THAT(received_from({}).head, !Contains("User-Agent"));
  CHECK_THAT(received_from({.user_agent = "labels/1.0"}).head, Contains("\r\nUser-Agent: labels/1.0\r\n"));
  const auto own = received_from({.user_agent = "labels/1.0"}, {{"User-Agent", "own"}}).head;
  CHECK_THAT(own, Contains("\r\nUser-Agent: own\r\n") && !Contains("labels/1.0"));
}

TEST_CASE("a transport speaks the version of HTTP that is given") {
  const Http2Server server([](Http2Connection& connection) {
    for (auto stream = connection.read_request(); stream != 0; stream = connection.read_request()) {
      if (!connection.answer(stream, "by 2")) return;
    }
  });
  HttpRequest request;
  request.url = server.url();
  for (const auto version : {HttpVersion::automatic, HttpVersion::http_2}) {
    const auto transport = make_curl_transport({.http_version = version, .verify = Http2Server::ca_bundle()});
    CHECK(transport->send(request, {}).body == "by 2");
  }
  // This server speaks nothing else.
  CHECK(error_of_request({.http_version = HttpVersion::http_1_1, .verify = Http2Server::ca_bundle()},
                         server.url())
            .failure() == TransportFailure::tls_failed);

  Sandbox sandbox({.https = true});
  const auto project = sandbox.add_project({});
  const auto plain =
      make_curl_transport({.http_version = HttpVersion::http_1_1, .verify = sandbox.certificate_file()});
  CHECK(client_of(sandbox, {.transport = plain}).count_assets(project) == 0);

  std::string greeting;
  {
    const RawServer raw([&](RawConnection& connection) { greeting = connection.read_request(); });
    static_cast<void>(error_of_request({.http_version = HttpVersion::http_2}, raw.url()));
  }  // the server has ended, so that nothing writes the greeting any more
  CHECK(greeting.starts_with("PRI * HTTP/2.0\r\n"));
}
