// Servers that break HTTP/1, HTTP/2, codings and redirects: every operation ends with a typed error, and the
// key goes to no other origin. A part of the cases, chosen by the commit; KILI_HOSTILE=all takes all.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "dice.hpp"
#include "fake_transport.hpp"
#include "http/curl_transport.hpp"
#include "http2_server.hpp"
#include "operations.hpp"
#include "own_dependencies.hpp"
#include "raw_server.hpp"
#include "seeds.hpp"
#include "support/gzip.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr const char* framing_key = "key-of-the-framing-test";
constexpr std::size_t most_bytes_of_answers = 1U << 20U;

std::string chunked(const std::string& chunks, const std::string& headers = {}) {
  return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + headers + "\r\n" + chunks;
}

std::string coded(const std::string& body, const std::string& coding) {
  return http_answer(200, body, "Content-Encoding: " + coding + "\r\n");
}

struct FramingLie {
  std::string name;
  std::string bytes;
};

const std::vector<FramingLie>& http1_lies() {
  static const std::string right = R"({"data":{"data":[]}})";
  static const std::string bomb = support::gzip("{\"data\":\"" + std::string(32U << 20U, ' ') + "\"}");
  static const std::vector<FramingLie> lies{
      {"nothing", ""},
      {"one byte", "H"},
      {"line breaks", "\r\n\r\n\r\n"},
      {"zeros", std::string(4096, '\0')},
      {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n"},
      {"a frame of HTTP/2", h2::frame(h2::settings, 0, 0)},
      {"a TLS alert", std::string("\x15\x03\x01\x00\x02\x02\x28", 7)},
      {"HTTP/0.9", right},
      {"HTTP/0.9 in the status line", "HTTP/0.9 200 OK\r\n\r\n" + right},
      {"HTTP/3.0", "HTTP/3.0 200 OK\r\n\r\n" + right},
      {"no status", "HTTP/1.1\r\n\r\n" + right},
      {"status abc", "HTTP/1.1 abc OK\r\n\r\n" + right},
      {"status 99999", "HTTP/1.1 99999 OK\r\n\r\n" + right},
      {"status -200", "HTTP/1.1 -200 OK\r\n\r\n" + right},
      {"status 000", "HTTP/1.1 000 OK\r\n\r\n" + right},
      {"a status line of 200 kB", "HTTP/1.1 200 " + std::string(200'000, 'x') + "\r\n\r\n" + right},
      {"a header of 200 kB", "HTTP/1.1 200 OK\r\nX: " + std::string(200'000, 'x') + "\r\n\r\n" + right},
      {"a header without colon", "HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 4\r\n\r\nnull"},
      {"a header with zeros", std::string("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\nnull", 31)},
      {"a folded header", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 4\r\n\r\nnull"},
      {"an injected header",
       "HTTP/1.1 200 OK\r\nX-Request-Id: a\rSet-Cookie: b\r\nContent-Length: 4\r\n\r\nnull"},
      {"20,000 headers", "HTTP/1.1 200 OK\r\n" +
                             [] {
                               std::string headers;
                               for (int i = 0; i < 20'000; ++i)
                                 headers += "X-" + std::to_string(i) + ": x\r\n";
                               return headers;
                             }() +
                             "Content-Length: 4\r\n\r\nnull"},
      {"200 informational answers",
       [] {
         std::string answers;
         for (int i = 0; i < 200; ++i) answers += "HTTP/1.1 103 Early Hints\r\n\r\n";
         return answers;
       }() +
           http_answer(200, right)},
      {"status 101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"},
      {"Content-Length too large", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + right},
      {"Content-Length too small", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + right},
      {"Content-Length negative", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + right},
      {"Content-Length of 30 digits",
       "HTTP/1.1 200 OK\r\nContent-Length: " + std::string(30, '9') + "\r\n\r\n" + right},
      {"Content-Length 2^63 - 1", "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n" + right},
      {"Content-Length in letters", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" + right},
      {"two Content-Lengths", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 20\r\n\r\n" + right},
      {"Content-Length and chunks", chunked("4\r\nnull\r\n0\r\n\r\n", "Content-Length: 20\r\n")},
      {"two answers", http_answer(200, right) + http_answer(200, R"({"data":{"data":7}})")},
      {"an answer behind 204", "HTTP/1.1 204 No Content\r\n\r\n" + http_answer(200, right)},
      {"a chunk that is no number", chunked("xyz\r\nnull\r\n0\r\n\r\n")},
      {"a chunk of 2^64 bytes", chunked("FFFFFFFFFFFFFFFF\r\nnull\r\n0\r\n\r\n")},
      {"a chunk size of 1,000 digits", chunked(std::string(1000, '1') + "\r\nnull")},
      {"a negative chunk", chunked("-4\r\nnull\r\n0\r\n\r\n")},
      {"a chunk that is longer than announced", chunked("2\r\nnull\r\n0\r\n\r\n")},
      {"a chunk that breaks off", chunked("400\r\nnull")},
      {"no last chunk", chunked("4\r\nnull\r\n")},
      {"an unknown transfer coding",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, rot13\r\n\r\n4\r\nnull\r\n0\r\n\r\n"},
      {"gzip that is none", coded(right, "gzip")},
      {"gzip that breaks off", coded(bomb.substr(0, bomb.size() / 2), "gzip")},
      {"gzip with a wrong sum", coded(bomb.substr(0, bomb.size() - 8) + "12345678", "gzip")},
      {"gzip of 32 MiB", coded(bomb, "gzip")},
      {"gzip twice of 32 MiB", coded(support::gzip(bomb), "gzip, gzip")},
      {"deflate that is none", coded(right, "deflate")},
      {"a hundred codings", coded(right,
                                  [] {
                                    std::string codings = "gzip";
                                    for (int i = 1; i < 100; ++i) codings += ", gzip";
                                    return codings;
                                  }())},
      {"brotli", coded(right, "br")},
      {"an unknown coding", coded(right, "\x1b[31m\xff")},
      {"more bytes than allowed", http_answer(200, std::string(2 * most_bytes_of_answers, ' '))},
      {"a redirect to a file", http_answer(302, "", "Location: file:///etc/passwd\r\n")},
      {"a redirect to nowhere", http_answer(308, "", "Location: \r\n")},
      {"a redirect to itself", http_answer(307, "", "Location: /api/label/v2/graphql\r\n")},
      {"Retry-After that is none", http_answer(503, "", "Retry-After: \x80\x80\r\n")},
      {"cookies and upgrades", http_answer(200, right,
                                           "Set-Cookie: a=b; Domain=.\r\nAlt-Svc: h3=\":443\"\r\n"
                                           "Strict-Transport-Security: max-age=1\r\n")},
  };
  return lies;
}

std::string h2_answer(std::uint32_t stream,
                      const std::vector<std::pair<std::string_view, std::string_view>>& fields,
                      std::string_view body = R"({"data":{"data":[]}})") {
  return h2::frame(h2::headers, h2::end_headers, stream, h2::header_block(fields)) +
         h2::frame(h2::data, h2::end_stream, stream, body);
}

struct Http2Lie {
  const char* name;
  std::function<std::string(std::uint32_t stream)> bytes;
};

const std::vector<Http2Lie>& http2_lies() {
  constexpr std::uint8_t padded = 8;
  constexpr std::uint8_t push_promise = 5;
  static const std::vector<Http2Lie> lies{
      {"nothing", [](auto) { return std::string(); }},
      {"an answer of HTTP/1", [](auto) { return http_answer(200, "null"); }},
      {"zeros", [](auto) { return std::string(10'000, '\0'); }},
      {"no status",
       [](auto stream) {
         return h2_answer(stream, {{"x", "y"}});
       }},
      {"status abc",
       [](auto stream) {
         return h2_answer(stream, {{":status", "abc"}});
       }},
      {"status 99999",
       [](auto stream) {
         return h2_answer(stream, {{":status", "99999"}});
       }},
      {"two statuses",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {":status", "500"}});
       }},
      {"a status behind the headers",
       [](auto stream) {
         return h2_answer(stream, {{"x", "y"}, {":status", "200"}});
       }},
      {"line breaks in a header",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"x", "a\r\nset-cookie: b"}});
       }},
      {"a zero in a header",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"x", std::string_view("a\0b", 3)}});
       }},
      {"capitals",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"X-Capital", "a"}});
       }},
      {"a header of HTTP/1",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"connection", "close"}});
       }},
      {"an unknown pseudo header",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {":x", "a"}});
       }},
      {"Content-Length too large",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"content-length", "100000"}});
       }},
      {"Content-Length too small",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"content-length", "1"}});
       }},
      {"Content-Length in letters",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"content-length", "many"}});
       }},
      {"Transfer-Encoding",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}, {"transfer-encoding", "chunked"}});
       }},
      {"no header block",
       [](auto stream) {
         return h2::frame(h2::headers, h2::end_headers, stream, "\xff\xff\xff\xff\xff\xff");
       }},
      {"an index beyond the table",
       [](auto stream) { return h2::frame(h2::headers, h2::end_headers, stream, "\xff\x80\x01"); }},
      {"a table of 1 GB",
       [](auto stream) {
         return h2::frame(h2::headers, h2::end_headers, stream, "\x3f\xe1\xff\xff\xff\x03");
       }},
      {"DATA without headers",
       [](auto stream) { return h2::frame(h2::data, h2::end_stream, stream, "null"); }},
      {"DATA on stream 0", [](auto) { return h2::frame(h2::data, 0, 0, "null"); }},
      {"DATA on an unknown stream", [](auto) { return h2::frame(h2::data, 0, 99, "null"); }},
      {"an answer to another stream",
       [](auto stream) {
         return h2_answer(stream + 2, {{":status", "200"}});
       }},
      {"DATA behind the end",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}}) + h2::frame(h2::data, h2::end_stream, stream, "more");
       }},
      {"two answers",
       [](auto stream) {
         return h2_answer(stream, {{":status", "200"}}) + h2_answer(stream, {{":status", "500"}});
       }},
      {"more padding than payload",
       [](auto stream) {
         return h2::frame(h2::headers, h2::end_headers, stream, h2::header_block({{":status", "200"}})) +
                h2::frame(h2::data, padded, stream,
                          "\xff"
                          "a");
       }},
      {"a frame that is too large",
       [](auto stream) { return h2::frame(h2::data, 0, stream, std::string(1'000'000, 'x')); }},
      {"a frame that breaks off",
       [](auto stream) { return h2::frame(h2::data, 0, stream, "null").substr(0, 7); }},
      {"the stream is reset",
       [](auto stream) { return h2::frame(h2::rst_stream, 0, stream, std::string("\0\0\0\7", 4)); }},
      {"the stream is reset without an error",
       [](auto stream) { return h2::frame(h2::rst_stream, 0, stream, std::string("\0\0\0\0", 4)); }},
      {"the stream is reset in the body",
       [](auto stream) {
         return h2::frame(h2::headers, h2::end_headers, stream, h2::header_block({{":status", "200"}})) +
                h2::frame(h2::data, 0, stream, "nu") +
                h2::frame(h2::rst_stream, 0, stream, std::string("\0\0\0\2", 4));
       }},
      {"a reset of stream 0", [](auto) { return h2::frame(h2::rst_stream, 0, 0, std::string(4, '\0')); }},
      {"the connection ends", [](auto) { return h2::frame(h2::go_away, 0, 0, std::string(8, '\0')); }},
      {"the connection ends with a fault",
       [](auto) {
         return h2::frame(h2::go_away, 0, 0, std::string("\0\0\0\0\0\0\0\xb", 8) + std::string(10'000, 'x'));
       }},
      {"a broken SETTINGS", [](auto) { return h2::frame(h2::settings, 0, 0, "12345"); }},
      {"SETTINGS with frames of 0 bytes",
       [](auto) { return h2::frame(h2::settings, 0, 0, std::string("\0\5\0\0\0\0", 6)); }},
      {"SETTINGS with a window of 2^32 - 1",
       [](auto) { return h2::frame(h2::settings, 0, 0, std::string("\0\4\xff\xff\xff\xff", 6)); }},
      {"SETTINGS without streams",
       [](auto stream) {
         return h2::frame(h2::settings, 0, 0, std::string("\0\3\0\0\0\0", 6)) +
                h2_answer(stream, {{":status", "200"}});
       }},
      {"an answer to SETTINGS that were not sent",
       [](auto) { return h2::frame(h2::settings, h2::ack, 0, "x"); }},
      {"WINDOW_UPDATE by 0", [](auto) { return h2::frame(h2::window_update, 0, 0, std::string(4, '\0')); }},
      {"WINDOW_UPDATE beyond the end",
       [](auto) {
         const auto most = h2::frame(h2::window_update, 0, 0, std::string("\x7f\xff\xff\xff", 4));
         return most + most;
       }},
      {"PING of 3 bytes", [](auto) { return h2::frame(h2::ping, 0, 0, "abc"); }},
      {"PUSH_PROMISE",
       [](auto stream) {
         return h2::frame(push_promise, h2::end_headers, stream,
                          std::string("\0\0\0\2", 4) + h2::header_block({{":method", "GET"},
                                                                         {":scheme", "https"},
                                                                         {":authority", "evil.test"},
                                                                         {":path", "/"}}));
       }},
      {"CONTINUATION of nothing",
       [](auto stream) { return h2::frame(h2::continuation, h2::end_headers, stream, "\x88"); }},
      {"PING inside of headers",
       [](auto stream) {
         return h2::frame(h2::headers, 0, stream, h2::header_block({{":status", "200"}})) +
                h2::frame(h2::ping, 0, 0, "01234567");
       }},
      {"trailers with a status",
       [](auto stream) {
         return h2::frame(h2::headers, h2::end_headers, stream, h2::header_block({{":status", "200"}})) +
                h2::frame(h2::data, 0, stream, "null") +
                h2::frame(h2::headers, h2::end_headers | h2::end_stream, stream,
                          h2::header_block({{":status", "500"}}));
       }},
      {"a redirect to another host",
       [](auto stream) {
         return h2_answer(stream, {{":status", "307"}, {"location", "https://127.0.0.1:1/"}});
       }},
      {"status 421",
       [](auto stream) {
         return h2_answer(stream, {{":status", "421"}});
       }},
  };
  return lies;
}

/// How calls of all operations end at this address.
class FramingCalls {
 public:
  FramingCalls() {
    for (std::size_t i = 0; i < 4; ++i) {
      const auto number = std::to_string(i);
      assets_.push_back({{"id", "id " + number},
                         {"externalId", "asset " + number},
                         {"status", "TODO"},
                         {"priority", 0},
                         {"jsonMetadata", "{}"},
                         {"content", "text"},
                         {"labels", json::array()}});
    }
  }

  /// Carries out an operation there. @return whether it gave a result.
  void call(const Operation& operation, const std::string& endpoint) {
    Dice dice(cases_);
    const OperationCall call = operation.draw(dice, {.assets = assets_,
                                                     .folder = folder_.root(),
                                                     .mark = std::to_string(cases_),
                                                     .modules = {.asset_ids = {"a", "b"},
                                                                 .label_ids = {"la", "lb"},
                                                                 .mark = std::to_string(cases_),
                                                                 .member_email = "member@example.com",
                                                                 .project_id = "p",
                                                                 .tag_id = "t",
                                                                 .user_email = "user@example.com"},
                                                     .project_id = "p"});
    const auto clock = std::make_shared<VirtualClock>();
    const Client client =
        detail::ClientFactory::make({.api_endpoint = endpoint,
                                     .api_key = framing_key,
                                     .calls_per_minute = 0,
                                     .max_retries = 1,
                                     .max_response_bytes = most_bytes_of_answers,
                                     .message_sink = std::make_shared<RecordingSink>(),
                                     .skip_checks = true,
                                     .verify = std::filesystem::path(Http2Server::ca_bundle())},
                                    own_dependencies(clock));
    const CallReport report = carry_out(call, client, {});
    CHECK(report.error.find(framing_key) == std::string::npos);
    CHECK(report.error.size() < 20'000);
    ++(report.error.empty() ? outcomes_["a result"] : outcomes_[report.error_type]);
    ++cases_;
  }
  [[nodiscard]] std::string summary() const {
    std::string text = std::to_string(cases_) + " calls";
    for (const auto& [outcome, count] : outcomes_)
      text += ", " + std::to_string(count) + " ended with " + outcome;
    return text;
  }
  [[nodiscard]] std::size_t cases() const { return cases_; }

 private:
  json assets_ = json::array();
  TestFolder folder_;
  std::size_t cases_ = 0;
  std::map<std::string, std::size_t> outcomes_;
};

bool takes_all_framing_lies() {
  const char* const asked = std::getenv("KILI_HOSTILE");
  return asked != nullptr && std::string(asked) == "all";
}

}  // namespace

TEST_CASE("every operation survives a server that breaks HTTP/1") {
  Dice dice(Seeds().first());
  FramingCalls calls;
  for (const auto& lie : http1_lies()) {
    const RawServer server([&lie](RawConnection& connection) {
      if (!connection.read_request().empty()) connection.write(lie.bytes);
    });
    for (const auto& operation : operations_of_all_modules()) {
      if (!takes_all_framing_lies() && !dice.one_in(10)) continue;
      INFO(name_of(operation) << ": " << lie.name);
      calls.call(operation, server.url("/api/label/v2/graphql"));
    }
  }
  std::cout << operations_of_all_modules().size() << " operations, " << http1_lies().size()
            << " lies of HTTP/1: " << calls.summary() << std::endl;
  CHECK(calls.cases() > 0);
}

TEST_CASE("every operation survives a server that breaks HTTP/2") {
  Dice dice(Seeds().first());
  FramingCalls calls;
  for (const auto& lie : http2_lies()) {
    const Http2Server server([&lie](Http2Connection& connection) {
      if (const auto stream = connection.read_request(); stream != 0) connection.write(lie.bytes(stream));
    });
    for (const auto& operation : operations_of_all_modules()) {
      if (!takes_all_framing_lies() && !dice.one_in(20)) continue;
      INFO(name_of(operation) << ": " << lie.name);
      calls.call(operation, server.url("/api/label/v2/graphql"));
    }
  }
  std::cout << operations_of_all_modules().size() << " operations, " << http2_lies().size()
            << " lies of HTTP/2: " << calls.summary() << std::endl;
  CHECK(calls.cases() > 0);
}

TEST_CASE(
    "redirects of a hostile server lead to no file, end, and do not carry credentials to another origin") {
  std::mutex mutex;
  std::string received;
  const RawServer other([&](RawConnection& connection) {
    for (auto request = connection.read_request(); !request.empty(); request = connection.read_request()) {
      const std::scoped_lock lock(mutex);
      received += request;
      connection.write(http_answer(200, "there"));
    }
  });
  std::string location;
  const auto lead_to = [&](std::string target) {
    const std::scoped_lock lock(mutex);
    location = std::move(target);
  };
  const RawServer server([&](RawConnection& connection) {
    while (!connection.read_request().empty()) {
      const std::scoped_lock lock(mutex);
      connection.write(http_answer(302, "", "Location: " + location + "\r\n"));
    }
  });
  http::CurlTransport transport({});
  HttpRequest request;
  request.url = server.url("/media");
  request.follow_redirects = true;
  request.headers = {{"Authorization", std::string("X-API-Key: ") + framing_key}};
  for (const char* const target : {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:1/",
                                   "/media", "dict://127.0.0.1:1/", "javascript:alert(1)", "http://", "//"}) {
    INFO(target);
    lead_to(target);
    CHECK_THROWS_AS(transport.send(request, {}), TransportError);
  }
  lead_to(other.url("/there"));
  CHECK(transport.send(request, {}).body == "there");
  const std::scoped_lock lock(mutex);
  CHECK(received.find("/there") != std::string::npos);
  CHECK(received.find(framing_key) == std::string::npos);
}
