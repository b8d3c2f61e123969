// The observers that come with the library: lines of JSON, metrics for Prometheus, several at once.

#include <catch2/catch.hpp>
#include <charconv>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/observers/json_lines_observer.hpp"
#include "kili/observers/prometheus_observer.hpp"
#include "kili/observers/tee_observer.hpp"
#include "recording_observer.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

constexpr const char* hostile = "quote\" back\\slash\nline\t\x01\xff end";

ObservedAttempt attempt_to_list(std::string_view operation = "assets") {
  return {.call_uuid = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
          .host = "kili.test",
          .http_method = "POST",
          .method = "assets",
          .operation = operation,
          .port = 443,
          .span_id = "00f067aa0ba902b7",
          .started = std::chrono::sys_days{std::chrono::year(2024) / 3 / 1},
          .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"};
}

std::vector<json> parsed_lines(const std::string& text) {
  std::vector<json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

/// The samples of a text in Prometheus' format 0.0.4, by name with labels. Throws on what the format does not
/// have: a sample of a metric without a type, labels that are not escaped, metrics in pieces.
class PrometheusReader {
 public:
  explicit PrometheusReader(const std::string& text) {
    REQUIRE(text.ends_with('\n'));
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) take(line);
  }
  [[nodiscard]] double at(const std::string& sample) const {
    INFO(sample);
    const auto found = samples_.find(sample);
    REQUIRE(found != samples_.end());
    return found->second;
  }
  [[nodiscard]] const std::map<std::string, double>& samples() const { return samples_; }

 private:
  void take(const std::string& line) {
    std::istringstream words(line);
    std::string hash;
    std::string what;
    std::string name;
    if (line.starts_with('#')) {
      words >> hash >> what >> name;
      if (what == "HELP" && !seen_.insert(name).second) throw std::runtime_error("in pieces: " + name);
      if (what == "TYPE") {
        metric_ = name;
        words >> type_;
      } else if (what != "HELP") {
        throw std::runtime_error("neither HELP nor TYPE: " + line);
      }
      return;
    }
    const auto end = end_of_name(line);
    const std::string sample = line.substr(0, end);
    const std::string plain = sample.substr(0, sample.find('{'));
    const bool is_of_histogram =
        type_ == "histogram" &&
        (plain == metric_ + "_bucket" || plain == metric_ + "_sum" || plain == metric_ + "_count");
    if (plain != metric_ && !is_of_histogram) throw std::runtime_error("not of " + metric_ + ": " + line);
    if (type_ == "counter" && !plain.ends_with("_total")) throw std::runtime_error("a counter: " + line);
    const std::string value = line.substr(end + 1);
    double number = 0;  // read in no locale
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || stop != value.data() + value.size() ||
        !samples_.emplace(sample, number).second)
      throw std::runtime_error("value: " + line);
  }
  /// Where the blank before the value is.
  static std::size_t end_of_name(const std::string& line) {
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (quoted && line[i] == '\\') {
        ++i;
        if (std::string("\\\"n").find(line.at(i)) == std::string::npos) break;
        continue;
      }
      if (line[i] == '"') quoted = !quoted;
      if (line[i] == ' ' && !quoted) return i;
    }
    throw std::runtime_error("no end of labels: " + line);
  }

  std::string metric_;
  std::string type_;
  std::set<std::string> seen_;
  std::map<std::string, double> samples_;
};

}  // namespace

TEST_CASE("requests are logged as lines of JSON") {
  const TestFolder folder;
  const auto path = folder.path("requests.jsonl");
  int failures = 1;
  FakeWorld world([&failures](const HttpRequest&, const std::stop_token&) {
    return failures-- > 0 ? answer(503, "no healthy upstream") : data_answer(3);
  });
  {
    const auto log = std::make_shared<JsonLinesObserver>(path, JsonLinesSettings{.starts = true});
    const Client client = world.client({.observer = log});
    CHECK(client.count_projects() == 3);
    CHECK(log->lost_lines() == 0);
  }
  const auto lines = parsed_lines(read_file(path));
  std::vector<std::string> events;
  for (const auto& line : lines) events.push_back(line.at("event"));
  REQUIRE(events == std::vector<std::string>{"start", "attempt", "wait", "start", "attempt"});
  const json& first = lines[1];
  CHECK(first.at("time") == "2024-01-01T00:00:00.000Z");
  CHECK(first.at("method") == "count_projects");
  CHECK(first.at("operation") == "countProjects");
  CHECK(first.at("attempt") == 1);
  CHECK(first.at("outcome") == "http_error");
  CHECK(first.at("status") == 503);
  CHECK(first.at("retry_in_ms") == lines[2].at("duration_ms"));
  CHECK(lines[2].at("reason") == "backoff");
  CHECK(lines[4].at("attempt") == 2);
  CHECK(lines[4].at("outcome") == "ok");
  CHECK_FALSE(lines[4].contains("error"));
  CHECK(read_file(path).find("secret-key") == std::string::npos);
}

TEST_CASE("a log of requests goes on behind what is in its file") {
  const TestFolder folder;
  const auto path = folder.file("requests.jsonl", "{\"earlier\":true}\n");
  JsonLinesObserver(std::filesystem::path(path)).attempt_ended(attempt_to_list(), {.status = 200});
  const auto lines = parsed_lines(read_file(path));
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].at("status") == 200);
  CHECK_THROWS_AS(JsonLinesObserver(folder.root() / "no folder" / "log"), FileWriteError);
}

TEST_CASE("whatever the texts are, a line is JSON on one line") {
  std::string out;
  JsonLinesObserver log(JsonLinesObserver::Sink([&out](std::string_view line) { out += line; }));
  log.attempt_ended(attempt_to_list(hostile), {.error = hostile, .outcome = AttemptOutcome::graphql_error});
  log.waited({.duration = 5ms, .operation = hostile, .reason = WaitReason::service_pause});
  const auto lines = parsed_lines(out);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].at("operation").get<std::string>().starts_with("quote\" back\\slash"));
  CHECK(lines[1].at("duration_ms") == 5.0);
}

TEST_CASE("lines that cannot be written are counted, and calls go on") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return data_answer(3); });
  if (std::filesystem::exists("/dev/full")) {
    const auto log = std::make_shared<JsonLinesObserver>(std::filesystem::path("/dev/full"));
    CHECK(world.client({.observer = log}).count_projects() == 3);
    CHECK(log->lost_lines() == 1);
  }
  const auto log = std::make_shared<JsonLinesObserver>(
      JsonLinesObserver::Sink([](std::string_view) { throw std::runtime_error("no"); }));
  CHECK(world.client({.observer = log}).count_projects() == 3);
  CHECK(log->lost_lines() == 1);
  CHECK_THROWS_AS(JsonLinesObserver(JsonLinesObserver::Sink()), MissingArgumentError);
}

TEST_CASE("lines of many threads are whole") {
  const TestFolder folder;
  const auto path = folder.path("requests.jsonl");
  JsonLinesObserver log{std::filesystem::path(path)};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&log] {
      for (int i = 0; i < 200; ++i) log.attempt_ended(attempt_to_list(), {.status = 200});
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(parsed_lines(read_file(path)).size() == 800);
  CHECK(log.lost_lines() == 0);
}

TEST_CASE("metrics count attempts, retries, bytes and waits") {
  int failures = 1;
  FakeWorld world([&failures](const HttpRequest&, const std::stop_token&) {
    if (failures-- > 0) return answer(429, "", {{"retry-after", "7"}});
    HttpResponse response = data_answer(3);
    response.bytes_received = 11;
    response.bytes_sent = 12;
    return response;
  });
  const auto metrics = std::make_shared<PrometheusObserver>();
  const Client client = world.client({.observer = metrics});
  for (int i = 0; i < 3; ++i) CHECK(client.count_projects() == 3);
  const PrometheusReader read(metrics->text());
  const std::string pair = R"(method="count_projects",operation="countProjects")";
  CHECK(read.at("kili_attempts_total{" + pair + R"(,outcome="ok"})") == 3);
  CHECK(read.at("kili_attempts_total{" + pair + R"(,outcome="http_error"})") == 1);
  CHECK(read.at("kili_retries_total{" + pair + R"(,outcome="http_error"})") == 1);
  CHECK(read.samples().count("kili_retries_total{" + pair + R"(,outcome="ok"})") == 0);
  CHECK(read.at("kili_received_bytes_total{" + pair + "}") == 33);
  CHECK(read.at("kili_sent_bytes_total{" + pair + "}") > 36);
  CHECK(read.at("kili_attempt_duration_seconds_count{" + pair + "}") == 4);
  CHECK(read.at("kili_attempt_duration_seconds_bucket{" + pair + R"(,le="+Inf"})") == 4);
  CHECK(read.at(R"(kili_wait_seconds_count{reason="service_pause"})") == 1);
  CHECK(read.at(R"(kili_wait_seconds_sum{reason="service_pause"})") == 7);
  CHECK(read.at(R"(kili_wait_seconds_bucket{reason="service_pause",le="5"})") == 0);
  CHECK(read.at(R"(kili_wait_seconds_bucket{reason="service_pause",le="10"})") == 1);
  CHECK(read.at(R"(kili_wait_seconds_count{reason="backoff"})") == 0);
  CHECK(read.at("kili_attempts_in_flight") == 0);
}

TEST_CASE("buckets of a histogram hold what is at most their bound") {
  PrometheusObserver metrics;
  for (const auto duration : {5ms, 6ms, 100ms, 130'000ms})
    metrics.attempt_ended(attempt_to_list(), {.duration = duration, .status = 200});
  metrics.attempt_started(attempt_to_list());
  const PrometheusReader read(metrics.text());
  const auto bucket = [&read](const std::string& bound) {
    return read.at(R"(kili_attempt_duration_seconds_bucket{method="assets",operation="assets",le=")" + bound +
                   "\"}");
  };
  CHECK(bucket("0.005") == 1);
  CHECK(bucket("0.01") == 2);
  CHECK(bucket("0.05") == 2);
  CHECK(bucket("0.1") == 3);
  CHECK(bucket("120") == 3);
  CHECK(bucket("+Inf") == 4);
  CHECK(read.at(R"(kili_attempt_duration_seconds_sum{method="assets",operation="assets"})") ==
        Approx(130.111));
  CHECK(read.at("kili_attempts_in_flight") == 1);
}

TEST_CASE("metrics of hostile names are escaped, and no more than the setting allows") {
  PrometheusObserver metrics({.max_series = 3, .prefix = "my"});
  metrics.attempt_ended(attempt_to_list(hostile), {.status = 200});
  for (int i = 0; i < 50; ++i)
    metrics.attempt_ended(attempt_to_list("operation " + std::to_string(i)), {.status = 200});
  const PrometheusReader read(metrics.text());
  CHECK(read.at(R"(my_attempts_total{method="assets",operation="operation 0",outcome="ok"})") == 1);
  CHECK(read.at(R"(my_attempts_total{method="other",operation="other",outcome="ok"})") == 49);
  std::size_t series = 0;
  for (const auto& [name, value] : read.samples()) series += name.starts_with("my_attempts_total") ? 1 : 0;
  CHECK(series == 3);
  CHECK_THROWS_WITH(PrometheusObserver({.prefix = "9lives"}),
                    Contains("PrometheusSettings::prefix '9lives'"));
  CHECK_THROWS_AS(PrometheusObserver({.prefix = ""}), ValidationError);
  CHECK_THROWS_AS(PrometheusObserver({.max_series = 0}), ValidationError);
}

TEST_CASE("several observers are told the same") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return data_answer(3); });
  const auto first = std::make_shared<RecordingObserver>();
  const auto second = std::make_shared<RecordingObserver>();
  const auto both = std::make_shared<TeeObserver>(std::vector<std::shared_ptr<Observer>>{first, second});
  CHECK(world.client({.calls_per_minute = 1, .observer = both}).count_projects() == 3);
  CHECK(world.client({.calls_per_minute = 1, .observer = both}).count_projects() == 3);
  for (const auto& observer : {first, second}) {
    CHECK(observer->events("start").size() == 2);
    CHECK(observer->events("end").size() == 2);
    CHECK(observer->events("wait").size() == 1);
  }
  CHECK_THROWS_AS(TeeObserver({first, nullptr}), MissingArgumentError);
}
