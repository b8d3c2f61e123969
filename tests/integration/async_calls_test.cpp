// Hundreds of calls at once over sockets: threads, time, cancellation, fork(), the program of the guide.

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "kili/async.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using async::Future;

namespace {

std::ptrdiff_t threads_of_process() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                       std::filesystem::directory_iterator());
}

constexpr std::size_t many_calls = 300;

/// A service that takes its time.
struct SlowService {
  Sandbox sandbox{SandboxOptions{.latency = 200ms}};
  std::string project = sandbox.add_project({});

  SlowService() { sandbox.add_plain_assets(project, 30); }
  [[nodiscard]] Client client() const {
    return client_of(sandbox, {.max_requests_in_flight = many_calls, .skip_checks = true});
  }
};

}  // namespace

TEST_CASE("300 calls of 200 ms are under way at once on a handful of threads") {
  SlowService service;
  const auto before = threads_of_process();
  const Client blocking = service.client();
  const async::Client client(blocking, {.max_calls = many_calls, .threads = 2});
  const auto begun = std::chrono::steady_clock::now();
  std::vector<Future<std::size_t>> counts;
  std::vector<Future<std::vector<Asset>>> listings;
  for (std::size_t i = 0; i < many_calls; ++i) {
    if (i % 3 == 0) {
      listings.push_back(
          client.assets(service.project, {}, {.fields = {"id"}, .page_size = 5, .prefetch = 5}));
    } else {
      counts.push_back(client.count_assets(service.project));
    }
  }
  std::ptrdiff_t most_threads = 0;
  for (auto& count : counts) {
    while (!count.wait_for(10ms)) most_threads = std::max(most_threads, threads_of_process());
    CHECK(count.get() == 30);
  }
  for (auto& listing : listings) {
    while (!listing.wait_for(10ms)) most_threads = std::max(most_threads, threads_of_process());
    CHECK(listing.get().size() == 30);
  }
  const auto time = std::chrono::steady_clock::now() - begun;
  std::cout << many_calls << " calls at once: " << most_threads - before << " threads, "
            << std::chrono::duration_cast<std::chrono::milliseconds>(time).count() << " ms, at most "
            << service.sandbox.counters().peak_requests_in_flight << " requests in flight\n";
  // Two of calls, one of transfers, one that guards them; the sandbox is in this process too.
  CHECK(most_threads - before <= 12);
  CHECK(service.sandbox.counters().peak_requests_in_flight >= many_calls / 3);
}

TEST_CASE("calls on the network are cancelled, one and all, and end at their deadlines") {
  const Sandbox sandbox({.latency = 1h});
  const async::Client client(client_of(sandbox, {.skip_checks = true}), {.max_calls = 100});
  std::stop_source stop;
  auto by_future = client.count_assets("p");
  auto by_token = client.count_assets("p", {}, {.stop_token = stop.get_token()});
  auto by_deadline = client.count_assets("p", {}, {.deadline = 50ms});
  std::vector<Future<std::vector<Asset>>> others;
  for (int i = 0; i < 50; ++i) others.push_back(client.assets("p"));
  by_future.cancel();
  CHECK_THROWS_AS(by_future.get(), Cancelled);
  stop.request_stop();
  CHECK_THROWS_AS(by_token.get(), Cancelled);
  CHECK_THROWS_AS(by_deadline.get(), DeadlineExceeded);
  CHECK(std::none_of(others.begin(), others.end(), [](const auto& other) { return other.ready(); }));
  client.cancel_all();
  for (auto& other : others) CHECK_THROWS_AS(other.get(), Cancelled);
}

TEST_CASE("errors of the service reach futures") {
  Sandbox sandbox;
  const async::Client client(client_of(sandbox, {.skip_checks = true}));
  CHECK_THROWS_AS(client.assets("unknown").get(), NotFoundError);
  auto kind = client.assets("unknown").then([](Future<std::vector<Asset>> listing) {
    try {
      return listing.get().size();
    } catch (const NotFoundError&) {
      return std::size_t{404};
    }
  });
  CHECK(kind.get() == 404);
}

#ifdef KILI_EXAMPLE_ASYNC_ASIO

TEST_CASE("the program of the guide to asynchronous calls works on an event loop") {
  Sandbox sandbox({.latency = 20ms});
  const TestFolder folder;
  std::string command = "KILI_API_ENDPOINT=" + sandbox.endpoint() + " KILI_API_KEY=" + sandbox.api_key() +
                        " '" + KILI_EXAMPLE_ASYNC_ASIO + "'";
  std::vector<std::string> expected{"unknown: NotFound"};
  for (std::size_t i = 0; i < 20; ++i) {
    const std::string project = sandbox.add_project({});
    sandbox.add_plain_assets(project, i + 1);
    command += " " + project;
    expected.push_back(project + ": 0 of " + std::to_string(i + 1) + " labeled");
  }
  const std::string output = (folder.root() / "output").string();
  command += " unknown > '" + output + "' 2>&1";
  CHECK(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c,concurrency-mt-unsafe): one thread
  std::vector<std::string> lines;
  const std::string text = read_file(output);
  for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    lines.push_back(text.substr(begin, end - begin));
  std::sort(lines.begin(), lines.end());
  std::sort(expected.begin(), expected.end());
  CHECK(lines == expected);
}

#endif  // KILI_EXAMPLE_ASYNC_ASIO
