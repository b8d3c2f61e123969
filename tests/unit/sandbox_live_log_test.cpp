// The live log of a sandbox: what readers are told, and its bounds.

#include <catch2/catch.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sandbox/http/live_log.hpp"

using Catch::Matchers::Contains;
using kili::sandbox::HttpStream;
using kili::sandbox::LiveLog;
using kili::sandbox::LiveRequest;
using nlohmann::json;

namespace {

LiveRequest live_request(const std::string& operation) {
  LiveRequest request;
  request.method = "POST";
  request.operation = operation;
  request.path = "/api";
  return request;
}

/// One request from its begin to its end.
void pass_through(LiveLog& log, LiveRequest request) {
  request.number = log.began(request);
  request.outcome = {.received = 10, .sent = 20, .status = 200};
  request.duration = std::chrono::microseconds(1500);
  log.ended(request);
}

std::string whole(HttpStream& stream) {
  std::string text;
  for (std::string piece = stream.next(); !piece.empty(); piece = stream.next()) text += piece;
  return text;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a reader of the live log is told the begin and the end of a request") {
  LiveLog log;
  LiveRequest request = live_request("assets");
  request.fault = "latency";
  request.delay = std::chrono::milliseconds(3);
  pass_through(log, request);
  const auto reader = log.read_after(0);
  const std::string text = whole(*reader);
  CHECK_THAT(text, Catch::Matchers::StartsWith("id: 1\nevent: begin\ndata: {"));
  const std::size_t end = text.find("id: 2\nevent: end\ndata: ");
  REQUIRE(end != std::string::npos);
  const json data = json::parse(text.substr(text.find('{', end)));
  CHECK(data["operation"] == "assets");
  CHECK(data["status"] == 200);
  CHECK(data["duration"] == 1.5);
  CHECK(data["received"] == 10);
  CHECK(data["sent"] == 20);
  CHECK(data["fault"] == "latency");
  CHECK(data["delay"] == 3);
  CHECK(data["number"] == 1);
  CHECK(reader->next().empty());
}

TEST_CASE("readers of the live log go on where they were, and are woken") {
  LiveLog log;
  pass_through(log, live_request("one"));
  CHECK_THAT(whole(*log.read_after(1)), !Contains("begin") && Contains("event: end"));
  // A number of another run of the sandbox is none of this one.
  CHECK_THAT(whole(*log.read_after(1000)), Contains("id: 1\n") && !Contains("missed"));
  const auto reader = log.read_after(2);
  CHECK(reader->next().empty());
  int woken = 0;
  reader->on_news([&] { ++woken; });
  pass_through(log, live_request("two"));
  CHECK(woken == 2);
  CHECK_THAT(whole(*reader), Contains("two") && !Contains("one"));
}

TEST_CASE("texts of clients are escaped and cut in the live log") {
  LiveLog log;
  LiveRequest hostile = live_request("\x1b[2J\nevent: end\ndata: \xe2\x80\xae \xff");
  hostile.path = "/" + std::string(5000, 'a');
  pass_through(log, hostile);
  const std::string text = whole(*log.read_after(0));
  CHECK(count_of(text, "\n\n") == 2);
  CHECK(text.size() < 2000);
  for (const char c : text) {
    const bool is_plain = c == '\n' || (c >= ' ' && c <= '~');
    CHECK(is_plain);
  }
  CHECK_THAT(text, Contains("\\u202e"));
}

TEST_CASE("what the live log keeps is bounded, and a slow reader is told how much it missed") {
  LiveLog log;
  const auto reader = log.read_after(0);
  CHECK(reader->next().empty());
  for (int i = 0; i < 700; ++i) pass_through(log, live_request("x"));
  const std::string text = whole(*reader);
  CHECK_THAT(text, Contains("event: missed\ndata: {\"events\": 400}\n\n"));
  CHECK(count_of(text, "event: begin") == LiveLog::most_events / 2);
  CHECK_THAT(whole(*log.read_after(0)), !Contains("missed"));

  std::vector<std::shared_ptr<HttpStream>> readers;
  for (std::size_t i = 1; i < LiveLog::most_readers; ++i) readers.push_back(log.read_after(0));
  CHECK(readers.back() != nullptr);
  CHECK(log.read_after(0) == nullptr);
  readers.pop_back();
  CHECK(log.read_after(0) != nullptr);
}
