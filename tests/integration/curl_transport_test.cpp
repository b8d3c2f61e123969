#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

#include "http/curl_transport.hpp"
#include "kili/sandbox.hpp"
#include "raw_server.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

HttpRequest request_to(std::string url, std::string method = "GET", std::string body = {}) {
  HttpRequest request;
  request.url = std::move(url);
  request.method = std::move(method);
  request.body = std::move(body);
  return request;
}

TransportFailure failure_of(http::CurlTransport& transport, const HttpRequest& request) {
  try {
    static_cast<void>(transport.send(request, {}));
  } catch (const TransportError& error) {
    return error.failure();
  }
  throw std::logic_error("no failure");
}

}  // namespace

TEST_CASE("a request arrives as it was given, and the answer comes back") {
  std::string received;
  const RawServer server([&](RawConnection& connection) {
    received = connection.read_request();
    connection.write(http_answer(201, "hello", "X-Request-Id: 7\r\n"));
    connection.wait_for_close();
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url("/path?q=1"), "POST", "{}");
  request.headers = {{"Content-Type", "application/json"}};
  const auto response = transport.send(request, {});
  CHECK(response.status == 201);
  CHECK(response.body == "hello");
  CHECK(response.header("x-request-id") == "7");
  CHECK(received.starts_with("POST /path?q=1 HTTP/1.1\r\n"));
  CHECK(received.ends_with("\r\n\r\n{}"));
  CHECK(received.find("Expect:") == std::string::npos);
  CHECK(received.find("Accept-Encoding: ") != std::string::npos);
}

TEST_CASE("connections are kept and used again") {
  const RawServer server([&](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(http_answer(200, "ok"));
  });
  http::CurlTransport transport({});
  for (int i = 0; i < 20; ++i) CHECK(transport.send(request_to(server.url()), {}).status == 200);
  CHECK(server.connections() == 1);
}

TEST_CASE("a request that may not be sent twice is not repeated on a fresh connection") {
  std::atomic<int> posts = 0;
  const RawServer server([&](RawConnection& connection) {
    const auto read = [&] {
      const auto request = connection.read_request();
      posts += request.starts_with("POST") ? 1 : 0;
      return !request.empty();
    };
    if (read()) connection.write(http_answer(200, "ok"));
    static_cast<void>(read());  // and no answer: the connection is cut
  });
  http::CurlTransport transport({});
  CHECK(transport.send(request_to(server.url()), {}).status == 200);
  auto mutation = request_to(server.url(), "POST", "mutation");
  mutation.idempotent = false;
  CHECK(failure_of(transport, mutation) == TransportFailure::connection_lost);
  CHECK(posts == 1);
}

TEST_CASE("what no well-behaved server sends ends in an error, not in memory") {
  http::CurlTransport transport({});
  SECTION("4 GiB announced") {
    const RawServer server([&](RawConnection& connection) {
      static_cast<void>(connection.read_request());
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\nxxxx");
      connection.wait_for_close();
    });
    CHECK(failure_of(transport, request_to(server.url())) == TransportFailure::response_too_large);
  }
  SECTION("more than the limit, not announced") {
    const RawServer server([&](RawConnection& connection) {
      static_cast<void>(connection.read_request());
      connection.write("HTTP/1.1 200 OK\r\n\r\n");
      while (connection.write(std::string(65536, 'x'))) {
      }
    });
    auto request = request_to(server.url());
    request.max_response_bytes = 1 << 20;
    CHECK(failure_of(transport, request) == TransportFailure::response_too_large);
  }
  SECTION("cut in the middle") {
    const RawServer server([&](RawConnection& connection) {
      static_cast<void>(connection.read_request());
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    CHECK(failure_of(transport, request_to(server.url())) == TransportFailure::connection_lost);
  }
  SECTION("not HTTP") {
    const RawServer server([&](RawConnection& connection) {
      static_cast<void>(connection.read_request());
      connection.write("SSH-2.0-OpenSSH\r\n\r\n");
    });
    static_cast<void>(failure_of(transport, request_to(server.url())));
  }
}

TEST_CASE("nobody listening is told from a lost connection") {
  std::string dead;
  {
    const RawServer server([](RawConnection&) {});
    dead = server.url();
  }
  http::CurlTransport transport({});
  CHECK(failure_of(transport, request_to(dead)) == TransportFailure::could_not_connect);
  CHECK(failure_of(transport, request_to("ftp://127.0.0.1/")) == TransportFailure::bad_request);
  CHECK(failure_of(transport, request_to("")) == TransportFailure::bad_request);
  auto request = request_to(dead);
  request.headers = {{"X", "a\r\nY: b"}};
  CHECK(failure_of(transport, request) == TransportFailure::bad_request);
}

TEST_CASE("a silent server runs into the time-out") {
  const RawServer server([](RawConnection& connection) { connection.wait_for_close(); });
  http::CurlTransport transport({});
  auto request = request_to(server.url());
  request.total_timeout = 50ms;
  CHECK(failure_of(transport, request) == TransportFailure::timed_out);
}

TEST_CASE("a stop token ends a transfer that waits, one that queues, and the transport goes on") {
  const RawServer server([](RawConnection& connection) { connection.wait_for_close(); });
  http::CurlTransport transport({.max_requests_in_flight = 1});
  std::stop_source stop;
  const auto send = [&] { return transport.send(request_to(server.url()), stop.get_token()); };
  auto running = std::async(std::launch::async, send);
  auto queued = std::async(std::launch::async, send);
  CHECK(running.wait_for(30ms) == std::future_status::timeout);
  stop.request_stop();
  CHECK_THROWS_AS(running.get(), Cancelled);
  CHECK_THROWS_AS(queued.get(), Cancelled);
  const RawServer other([](RawConnection& connection) {
    static_cast<void>(connection.read_request());
    connection.write(http_answer(200, "ok"));
  });
  CHECK(transport.send(request_to(other.url()), {}).status == 200);
}

TEST_CASE("requests to a server that has not answered any yet do not wait for each other") {
  Sandbox server({.latency = 10min});
  http::CurlTransport transport({});
  std::stop_source stop;
  std::vector<std::future<HttpResponse>> answers;
  for (int i = 0; i < 5; ++i) {
    answers.push_back(std::async(std::launch::async, [&] {
      return transport.send(request_to(server.endpoint() + "/bucket/x"), stop.get_token());
    }));
  }
  while (server.counters().peak_requests_in_flight < 5) std::this_thread::yield();
  stop.request_stop();
  for (auto& answer : answers) CHECK_THROWS_AS(answer.get(), Cancelled);
}

TEST_CASE("files are streamed out and in, and a file that changed is an error") {
  const auto folder = std::filesystem::temp_directory_path();
  const auto source = folder / ("kili_transport_" + std::to_string(::getpid()));
  const auto target = folder / ("kili_transport_out_" + std::to_string(::getpid()));
  std::ofstream(source) << std::string(1 << 20, 'a') << "end";
  std::string received;
  const RawServer server([&](RawConnection& connection) {
    for (;;) {
      auto request = connection.read_request();
      if (request.empty()) return;
      received = std::move(request);
      connection.write(http_answer(200, std::string(300'000, 'b')));
    }
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url(), "PUT");
  request.file_body = HttpFileBody{.offset = 0, .path = source, .size = (1U << 20U) + 3U};
  request.response_file = target;
  CHECK(transport.send(request, {}).body.empty());
  CHECK(received.ends_with("aend"));
  CHECK(std::filesystem::file_size(target) == 300'000);
  request.file_body->size += 10;
  CHECK(failure_of(transport, request) == TransportFailure::file_failed);
  request.file_body->path = "/no/such/file";
  CHECK(failure_of(transport, request) == TransportFailure::file_failed);
  std::filesystem::remove(source);
  std::filesystem::remove(target);
}

TEST_CASE("a body in memory is sent from where it is, again after a redirection, and let go in the end") {
  std::vector<std::string> received;
  const RawServer server([&](RawConnection& connection) {
    for (auto request = connection.read_request(); !request.empty(); request = connection.read_request()) {
      received.push_back(std::move(request));
      connection.write(received.size() == 1 ? http_answer(307, "", "Location: /second\r\n")
                                            : http_answer(200, ""));
    }
  });
  http::CurlTransport transport({});
  const auto content = std::make_shared<const std::string>(std::string(1 << 20, 'm') + "end");
  auto request = request_to(server.url(), "PUT", "not this");
  request.follow_redirects = true;
  request.memory_body = HttpMemoryBody{.bytes = std::as_bytes(std::span(*content)), .owner = content};
  CHECK(transport.send(request, {}).status == 200);
  REQUIRE(received.size() == 2);
  for (const auto& each : received) CHECK(each.ends_with("\r\n\r\n" + *content));
  CHECK(received.back().starts_with("PUT /second "));
  request.memory_body.reset();
  CHECK(content.use_count() == 1);
  request.memory_body = HttpMemoryBody{};
  CHECK(transport.send(request, {}).status == 200);
  CHECK(received.back().ends_with("\r\n\r\n"));
}

TEST_CASE("a body in memory is not read any more when a call was cancelled") {
  const RawServer server([](RawConnection& connection) { connection.wait_for_close(); });
  http::CurlTransport transport({});
  auto content = std::make_shared<const std::string>(std::string(64U << 20U, 'm'));
  const std::weak_ptr<const std::string> watched = content;
  auto request = request_to(server.url(), "PUT");
  request.memory_body =
      HttpMemoryBody{.bytes = std::as_bytes(std::span(*content)), .owner = std::move(content)};
  std::stop_source stop;
  auto running = std::async(std::launch::async, [&] { return transport.send(request, stop.get_token()); });
  while (server.connections() == 0) std::this_thread::yield();
  stop.request_stop();
  CHECK_THROWS_AS(running.get(), Cancelled);
  request.memory_body.reset();
  CHECK(watched.expired());
}

TEST_CASE("the rest of a file is written behind its beginning, and only the right rest") {
  const TestFolder folder;
  const auto target = folder.root() / "file";
  write_file(target, "0123456789 and more");
  std::mutex mutex;
  std::string response;
  const auto respond_with = [&](std::string text) {
    const std::scoped_lock lock(mutex);
    response = std::move(text);
  };
  const auto current = [&] {
    const std::scoped_lock lock(mutex);
    return response;
  };
  const RawServer server([&](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(current());
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url());
  request.response_file = target;
  request.response_offset = 10;
  SECTION("a part") {
    respond_with(http_answer(206, "abc", "Content-Range: bytes 10-12/13\r\n"));
    CHECK(transport.send(request, {}).status == 206);
    CHECK(read_file(target) == "0123456789abc");
  }
  SECTION("the whole in its place") {
    respond_with(http_answer(200, "abc"));
    CHECK(transport.send(request, {}).status == 200);
    CHECK(read_file(target) == "abc");
  }
  SECTION("nothing") {
    respond_with(http_answer(200, ""));
    CHECK(transport.send(request, {}).status == 200);
    CHECK(read_file(target).empty());
  }
  SECTION("another part") {
    for (const char* range : {"Content-Range: bytes 9-11/13\r\n", "Content-Range: nonsense\r\n", ""}) {
      respond_with(http_answer(206, "abc", range));
      CHECK(failure_of(transport, request) == TransportFailure::unreadable_response);
      CHECK(read_file(target) == "0123456789 and more");
    }
  }
  SECTION("a part of another version") {
    request.headers.emplace_back("If-Range", "\"old\"");
    respond_with(http_answer(206, "abc", "ETag: \"new\"\r\nContent-Range: bytes 10-12/13\r\n"));
    CHECK(transport.send(request, {}).header("etag") == "\"new\"");
    CHECK(read_file(target) == "0123456789 and more");
  }
  SECTION("an error") {
    respond_with(http_answer(503, "sorry"));
    CHECK(transport.send(request, {}).body == "sorry");
    CHECK(read_file(target) == "0123456789 and more");
  }
}

TEST_CASE("a response file is not written through a link") {
  const TestFolder folder;
  write_file(folder.root() / "precious", "precious");
  std::filesystem::create_symlink(folder.root() / "precious", folder.root() / "link");
  const RawServer server([&](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(http_answer(200, "abc"));
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url());
  request.response_file = folder.root() / "link";
  CHECK(failure_of(transport, request) == TransportFailure::file_failed);
  CHECK(read_file(folder.root() / "precious") == "precious");
}

TEST_CASE("a response file that is open is written to, wherever its path leads") {
  class Memory final : public ResponseFile {
   public:
    std::error_code resize(std::uint64_t size) override {
      content.resize(size);
      return {};
    }
    std::error_code write_at(std::uint64_t position, std::string_view bytes) override {
      if (is_full) return std::make_error_code(std::errc::no_space_on_device);
      content.replace(position, bytes.size(), bytes);
      return {};
    }
    std::string content = "01234";
    bool is_full = false;
  };
  const TestFolder folder;
  const RawServer server([&](RawConnection& connection) {
    while (!connection.read_request().empty()) {
      connection.write(http_answer(206, "abc", "Content-Range: bytes 2-4/5\r\n"));
    }
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url());
  const auto file = std::make_shared<Memory>();
  request.opened_response_file = file;
  request.response_file = folder.root() / "other";
  request.response_offset = 2;
  CHECK(transport.send(request, {}).status == 206);
  CHECK(file->content == "01abc");
  file->is_full = true;
  CHECK(failure_of(transport, request) == TransportFailure::file_failed);
  CHECK(folder.files().empty());
}

TEST_CASE("a response file gets no more bytes than it may have") {
  const TestFolder folder;
  std::atomic<bool> is_announced{true};
  const RawServer server([&](RawConnection& connection) {
    if (connection.read_request().empty()) return;
    connection.write(is_announced ? http_answer(200, "0123456789")
                                  : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n0123456789");
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url());
  request.response_file = folder.root() / "file";
  for (const bool announced : {true, false}) {
    is_announced = announced;
    write_file(folder.root() / "file", "before");
    request.max_response_file_bytes = 9;
    CHECK(failure_of(transport, request) == TransportFailure::response_too_large);
    CHECK(std::filesystem::file_size(folder.root() / "file") <= 9);
    if (announced) CHECK(read_file(folder.root() / "file") == "before");
    request.max_response_file_bytes = 10;
    CHECK(transport.send(request, {}).status == 200);
    CHECK(read_file(folder.root() / "file") == "0123456789");
  }
}

TEST_CASE("a transfer that is slower than its floor is given up") {
  const RawServer server([&](RawConnection& connection) {
    if (connection.read_request().empty()) return;
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    while (connection.write("x")) std::this_thread::sleep_for(std::chrono::milliseconds(20));  // its pace
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url());
  request.idle_timeout = std::chrono::milliseconds(1'000);
  request.min_bytes_per_second = 10'000;
  CHECK(failure_of(transport, request) == TransportFailure::timed_out);
}

TEST_CASE("a file is asked for as it is stored, and decoded when it comes encoded all the same") {
  const TestFolder folder;
  // printf hello | gzip -n
  const std::string zipped("\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\x07\0\x86\xa6\x10\x36\x05\0\0\0",
                           25);
  std::string received;
  const RawServer server([&](RawConnection& connection) {
    for (;;) {
      auto request = connection.read_request();
      if (request.empty()) return;
      received = std::move(request);
      connection.write(http_answer(200, zipped, "Content-Encoding: gzip\r\n"));
    }
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url());
  request.response_file = folder.root() / "file";
  CHECK(transport.send(request, {}).status == 200);
  CHECK(received.find("Accept-Encoding: identity\r\n") != std::string::npos);
  CHECK(read_file(folder.root() / "file") == "hello");
}

TEST_CASE("a body that is not wanted is left unread") {
  std::atomic<bool> wrote_all{false};
  const RawServer server([&](RawConnection& connection) {
    while (connection.read_request().starts_with("GET /small")) connection.write(http_answer(200, "abc"));
    connection.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 1000000000\r\n\r\n");
    for (int i = 0; i < 1000; ++i) {
      if (!connection.write(std::string(1'000'000, 'x'))) return;
    }
    wrote_all = true;
  });
  http::CurlTransport transport({});
  auto request = request_to(server.url("/small"));
  request.headers_only = true;
  for (int i = 0; i < 3; ++i) {
    const auto small = transport.send(request, {});
    CHECK(small.header("content-length") == "3");
    CHECK(small.body.empty());
  }
  CHECK(server.connections() == 1);
  request.url = server.url("/large");
  const auto large = transport.send(request, {});
  CHECK(large.status == 200);
  CHECK(large.header("content-length") == "1000000000");
  CHECK(large.body.empty());
  CHECK_FALSE(wrote_all);
}

TEST_CASE("redirects are followed only when asked") {
  const RawServer target([](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(http_answer(200, "there"));
  });
  const RawServer server([&](RawConnection& connection) {
    while (!connection.read_request().empty()) {
      connection.write(http_answer(302, "", "Location: " + target.url() + "\r\n"));
    }
  });
  http::CurlTransport transport({});
  CHECK(transport.send(request_to(server.url()), {}).status == 302);
  auto request = request_to(server.url());
  request.follow_redirects = true;
  CHECK(transport.send(request, {}).body == "there");
}
