// Peers that send without end, and nothing of an answer: waits end by themselves, and others are served.

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/curl_transport.hpp"
#include "http2_server.hpp"
#include "raw_server.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

std::string many_times(const std::string& text, std::size_t bytes = 16'000) {
  std::string all;
  while (all.size() + text.size() <= bytes) all += text;
  return all;
}

struct Http2Flood {
  const char* name;
  /// What is sent first, for the stream of the request.
  std::function<std::string(std::uint32_t)> first;
  /// What is sent again and again.
  std::function<std::string(std::uint32_t)> repeated;
};

std::string nothing(std::uint32_t /*stream*/) { return {}; }

std::string begin_answer(std::uint32_t stream) {
  return h2::frame(h2::headers, h2::end_headers, stream, h2::header_block({{":status", "200"}}));
}

const std::vector<Http2Flood>& http2_floods() {
  static const std::vector<Http2Flood> floods{
      {"SETTINGS", nothing, [](auto) { return many_times(h2::frame(h2::settings, 0, 0)); }},
      {"PING", nothing, [](auto) { return many_times(h2::frame(h2::ping, 0, 0, "01234567")); }},
      {"PING behind the headers", begin_answer,
       [](auto) { return many_times(h2::frame(h2::ping, 0, 0, "01234567")); }},
      {"PING answers", nothing, [](auto) { return many_times(h2::frame(h2::ping, h2::ack, 0, "01234567")); }},
      {"WINDOW_UPDATE", nothing,
       [](auto) { return many_times(h2::frame(h2::window_update, 0, 0, std::string("\0\0\0\1", 4))); }},
      {"unknown frames", nothing,
       [](auto) { return many_times(h2::frame(0xEE, 0, 0, std::string(1000, 'x'))); }},
      {"RST_STREAM of unknown streams", nothing,
       [](auto) { return many_times(h2::frame(h2::rst_stream, 0, 1, std::string(4, '\0'))); }},
      {"empty DATA", begin_answer,
       [](std::uint32_t stream) { return many_times(h2::frame(h2::data, 0, stream)); }},
      {"empty CONTINUATION",
       [](std::uint32_t stream) {
         return h2::frame(h2::headers, 0, stream, h2::header_block({{":status", "200"}}));
       },
       [](std::uint32_t stream) { return many_times(h2::frame(h2::continuation, 0, stream)); }},
      {"headers without end",
       [](std::uint32_t stream) {
         return h2::frame(h2::headers, 0, stream, h2::header_block({{":status", "200"}}));
       },
       [](std::uint32_t stream) {
         return h2::frame(h2::continuation, 0, stream,
                          h2::header_block({{"x-header", std::string(1000, 'x')}}));
       }},
      {"informational answers", nothing,
       [](std::uint32_t stream) {
         return many_times(h2::frame(h2::headers, h2::end_headers, stream,
                                     h2::header_block({{":status", "103"}, {"link", "</a>"}})));
       }},
      {"informational answers with large headers", nothing,
       [](std::uint32_t stream) {
         return h2::frame(h2::headers, h2::end_headers, stream,
                          h2::header_block({{":status", "103"}, {"link", std::string(15'000, 'x')}}));
       }},
      {"trailers",
       [](std::uint32_t stream) { return begin_answer(stream) + h2::frame(h2::data, 0, stream, "abc"); },
       [](std::uint32_t stream) {
         return many_times(
             h2::frame(h2::headers, h2::end_headers, stream, h2::header_block({{"x-trailer", "x"}})));
       }},
  };
  return floods;
}

Http2Server::Handler flood_handler(const Http2Flood& flood, std::function<void()> begun) {
  return [flood, begun = std::move(begun)](Http2Connection& connection) {
    const std::uint32_t stream = connection.read_request();
    if (stream == 0 || !connection.write(flood.first(stream))) return;
    const std::string repeated = flood.repeated(stream);
    for (int i = 0; connection.write(repeated); ++i) {
      if (i == 20) begun();
    }
  };
}

HttpRequest flooded_request(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

http::CurlTransport::Options trusting_options() {
  return {.stall_interval = 20ms, .tls = {.ca_bundle = Http2Server::ca_bundle()}};
}

RawServer::Handler good_server() {
  return [](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(http_answer(200, "good"));
  };
}

/// Why a request failed; nothing when it was answered.
std::optional<TransportFailure> failure_under_flood(http::CurlTransport& transport,
                                                    const HttpRequest& request) {
  try {
    static_cast<void>(transport.send(request, {}));
  } catch (const TransportError& error) {
    return error.failure();
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("a server speaks HTTP/2 over TLS, frame by frame") {
  const Http2Server server([](Http2Connection& connection) {
    for (auto stream = connection.read_request(); stream != 0; stream = connection.read_request())
      connection.answer(stream, "hello");
  });
  http::CurlTransport transport(trusting_options());
  for (int i = 0; i < 3; ++i) {
    auto request = flooded_request(server.url());
    request.method = "POST";
    request.body = std::string(static_cast<std::size_t>(i) * 100'000, 'x') + "{}";
    const auto response = transport.send(request, {});
    CHECK(response.status == 200);
    CHECK(response.body == "hello");
  }
}

TEST_CASE("a time-out ends a request under a flood of HTTP/2 frames") {
  for (const auto& flood : http2_floods()) {
    CAPTURE(flood.name);
    const Http2Server server(flood_handler(flood, [] {}));
    http::CurlTransport transport(trusting_options());
    auto request = flooded_request(server.url());
    request.total_timeout = 50ms;
    CHECK(failure_under_flood(transport, request));
  }  // and the transport can be destroyed
}

TEST_CASE("a stop token ends a request under a flood of HTTP/2 frames, and nothing is written afterwards") {
  for (const auto& flood : http2_floods()) {
    CAPTURE(flood.name);
    const TestFolder folder;
    std::stop_source stop;
    // As if from the user, while the flood comes.
    const Http2Server server(flood_handler(flood, [&] { stop.request_stop(); }));
    http::CurlTransport transport(trusting_options());
    auto request = flooded_request(server.url());
    request.response_file = folder.root() / "file";
    try {
      static_cast<void>(transport.send(request, stop.get_token()));
      FAIL("an answer");
    } catch (const Cancelled&) {
    } catch (const TransportError& error) {  // some floods are errors of the protocol
      CHECK(error.failure() != TransportFailure::timed_out);
    }
    write_file(folder.root() / "file", "of the user");
    const RawServer other(good_server());
    CHECK(transport.send(flooded_request(other.url()), {}).body == "good");
    CHECK(read_file(folder.root() / "file") == "of the user");
  }
}

TEST_CASE("a flood does not keep other requests waiting, and its own ends without any time-out") {
  for (const auto& flood : http2_floods()) {
    CAPTURE(flood.name);
    std::promise<void> begun;
    const Http2Server server(flood_handler(flood, [&, told = false]() mutable {
      if (!std::exchange(told, true)) begun.set_value();
    }));
    http::CurlTransport transport(trusting_options());
    auto request = flooded_request(server.url());
    request.idle_timeout = 1s;  // for floods that are slower than the client
    auto flooded = std::async(std::launch::async, [&] { return failure_under_flood(transport, request); });
    const RawServer other(good_server());
    CHECK(transport.send(flooded_request(other.url()), {}).body == "good");
    CHECK(flooded.get());
    CHECK(transport.send(flooded_request(other.url()), {}).body == "good");
  }
}

TEST_CASE("messages of TLS without content end with the wait") {
  const Http2Server server([](Http2Connection& connection) {
    if (connection.read_request() == 0) return;
    while (connection.update_keys()) {
    }
  });
  http::CurlTransport transport(trusting_options());
  auto request = flooded_request(server.url());
  request.total_timeout = 100ms;
  CHECK(failure_under_flood(transport, request));
}

TEST_CASE("a client can be destroyed under a flood, also when nobody waits for it any more") {
  for (int i = 0; i < 3; ++i) {
    std::stop_source stop;
    const Http2Server server(flood_handler(http2_floods()[0], [&] { stop.request_stop(); }));
    auto options = trusting_options();
    options.stall_interval = 1h;  // nobody else ends it
    http::CurlTransport transport(std::move(options));
    // libcurl may have noticed some floods before.
    CHECK_THROWS_AS(transport.send(flooded_request(server.url()), stop.get_token()), Error);
  }
}

TEST_CASE("floods of HTTP/1 end with the wait, in a typed error") {
  const std::array<std::pair<const char*, std::pair<std::string, std::string>>, 5> floods{{
      {"chunk extensions",
       {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=", std::string(16'000, 'x')}},
      {"one chunk after another with extensions",
       {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "1;" + std::string(15'000, 'x') + "\r\na\r\n"}},
      {"headers", {"HTTP/1.1 200 OK\r\n", many_times("X-Header: 1234567890\r\n")}},
      {"informational answers", {"", many_times("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")}},
      {"trailers",
       {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
        many_times("X-Trailer: 1\r\n")}},
  }};
  for (const auto& [name, parts] : floods) {
    CAPTURE(name);
    const auto& [first, repeated] = parts;
    const RawServer server([&first = first, &repeated = repeated](RawConnection& connection) {
      if (connection.read_request().empty() || !connection.write(first)) return;
      while (connection.write(repeated)) {
      }
    });
    http::CurlTransport transport(trusting_options());
    auto request = flooded_request(server.url());
    request.total_timeout = 100ms;
    CHECK(failure_under_flood(transport, request));
    // Without a limit of time, what is no progress has one of its own.
    request.total_timeout = 0ms;
    request.idle_timeout = 1s;
    request.max_response_bytes = 100;
    CHECK(failure_under_flood(transport, request));
  }
}

TEST_CASE("the time in a queue counts for the longest time of a request") {
  const RawServer silent([](RawConnection& connection) { connection.wait_for_close(); });
  http::CurlTransport transport({.max_requests_in_flight = 1});
  std::stop_source stop;
  auto running = std::async(std::launch::async,
                            [&] { return transport.send(flooded_request(silent.url()), stop.get_token()); });
  while (silent.connections() == 0) std::this_thread::yield();
  auto request = flooded_request(silent.url());
  request.send_timeout = 50ms;
  CHECK(failure_under_flood(transport, request) == TransportFailure::could_not_connect);
  stop.request_stop();
  CHECK_THROWS_AS(running.get(), Cancelled);
}
