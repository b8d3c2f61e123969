// What an observer costs: calls of one request each, against a transport in process that answers at once, so
// that nothing but the client is measured. Prints one JSON line for each observer: nanoseconds of a call, and
// the ratio to calls without an observer.
//
//   observer_benchmark [CALLS] [ROUNDS]
//
// In each round all observers have their turn; the ratio is the median of those of the rounds.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kili/kili.hpp"

namespace {

/// Answers every request with the same.
class AnsweringTransport final : public kili::HttpTransport {
 public:
  explicit AnsweringTransport(std::string body) : body_(std::move(body)) {}
  [[nodiscard]] kili::HttpResponse send(const kili::HttpRequest& /*request*/,
                                        std::stop_token /*stop_token*/) override {
    kili::HttpResponse response;
    response.body = body_;
    response.status = 200;
    return response;
  }

 private:
  std::string body_;
};

/// Does nothing with what it is told.
class EmptyObserver final : public kili::Observer {};

struct Candidate {
  std::string name;
  kili::Client client;
  std::vector<double> nanoseconds{};
};

kili::Client client_with(std::shared_ptr<kili::Observer> observer, bool makes_traceparent = false) {
  kili::ClientOptions options;
  options.api_endpoint = "https://benchmark.invalid";
  options.api_key = "benchmark-key";
  options.calls_per_minute = 0;
  options.make_traceparent = makes_traceparent;
  options.observer = std::move(observer);
  options.skip_checks = true;
  options.transport = std::make_shared<AnsweringTransport>(R"({"data":{"data":3}})");
  return kili::Client(options);
}

double nanoseconds_of_call(const kili::Client& client, std::size_t calls) {
  const std::clock_t began = std::clock();
  for (std::size_t i = 0; i < calls; ++i) {
    if (client.count_projects() != 3) std::abort();
  }
  const auto ticks = static_cast<double>(std::clock() - began);
  return ticks * 1e9 / static_cast<double>(CLOCKS_PER_SEC) / static_cast<double>(calls);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void measure(std::size_t calls, std::size_t rounds) {
  const auto log = std::filesystem::temp_directory_path() / "kili_observer_benchmark.jsonl";
  const auto collector = std::make_shared<AnsweringTransport>("{}");
  kili::OtlpSettings otlp;
  otlp.max_queue = calls;
  otlp.transport = collector;
  std::vector<Candidate> candidates;
  candidates.push_back({"unset", client_with(nullptr)});
  candidates.push_back({"unset again", client_with(nullptr)});
  candidates.push_back({"traceparent alone", client_with(nullptr, true)});
  candidates.push_back({"empty observer", client_with(std::make_shared<EmptyObserver>())});
  candidates.push_back({"JsonLinesObserver", client_with(std::make_shared<kili::JsonLinesObserver>(log))});
  candidates.push_back({"PrometheusObserver", client_with(std::make_shared<kili::PrometheusObserver>())});
  candidates.push_back({"OtlpObserver", client_with(std::make_shared<kili::OtlpObserver>(otlp))});
  for (std::size_t round = 0; round <= rounds; ++round) {
    for (auto& candidate : candidates) {
      const double time = nanoseconds_of_call(candidate.client, calls);
      if (round > 0) candidate.nanoseconds.push_back(time);  // the first round warms up
    }
  }
  for (const auto& candidate : candidates) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < rounds; ++round)
      ratios.push_back(candidate.nanoseconds[round] / candidates.front().nanoseconds[round]);
    fmt::print("{{\"observer\":\"{}\",\"nanoseconds\":{:.0f},\"ratio\":{:.3f}}}\n", candidate.name,
               median(candidate.nanoseconds), median(ratios));
  }
  std::filesystem::remove(log);
}

std::size_t number(const char* text) {
  char* end = nullptr;
  return std::strtoul(text, &end, 10);
}

}  // namespace

int main(int argc, char** argv) {
  measure(argc > 1 ? number(argv[1]) : 20'000, argc > 2 ? number(argv[2]) : 7);
}
