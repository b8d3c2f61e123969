// Many threads on one client, many clients, ranges that outlive theirs, and signals: what a program of some
// weeks does with the library. fork() and the end of the process are in fork_test.cpp and
// process_end_test.cpp. Runs under ThreadSanitizer in CI.

#include <signal.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "operations.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

/// What threads find wrong: Catch2's macros are for one thread.
class Complaints {
 public:
  void add(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    if (texts_.size() < 20) texts_.push_back(text);
    ++count_;
  }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& text : texts_) all += text + '\n';
    return all;
  }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::size_t count_ = 0;
  std::mutex mutex_;
  std::vector<std::string> texts_;
};

/// Runs the function on so many threads at once, and waits for their ends.
void on_threads(std::size_t count, Complaints& complaints, const std::function<void(std::size_t)>& work) {
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&complaints, &work, i] {
      try {
        work(i);
      } catch (const std::exception& error) {
        complaints.add(error.what());
      }
    });
  }
}

/// What the process holds of the operating system.
struct ProcessUse {
  std::ptrdiff_t descriptors = 0;
  std::ptrdiff_t threads = 0;

  [[nodiscard]] static ProcessUse now() {
    const auto entries = [](const char* folder) {
      return std::distance(std::filesystem::directory_iterator(folder),
                           std::filesystem::directory_iterator());
    };
    return {.descriptors = entries("/proc/self/fd"), .threads = entries("/proc/self/task")};
  }
};

/// Waits, in ten seconds at most, until the other side has noticed that clients are gone, and the process
/// holds no more than that. @return what it holds then.
ProcessUse use_without_connections(const Sandbox& sandbox, const std::optional<ProcessUse>& expected = {}) {
  ProcessUse use;
  for (int i = 0; i < 1000; ++i) {
    const bool is_quiet = sandbox.counters().open_connections == 0;
    use = ProcessUse::now();
    const bool is_more =
        expected && (use.descriptors > expected->descriptors || use.threads > expected->threads);
    if (is_quiet && !is_more) break;
    std::this_thread::sleep_for(10ms);
  }
  return use;
}

json some_assets() {
  json assets = json::array();
  for (const char* const status : {"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"}) {
    assets.push_back({{"content", "text"},
                      {"externalId", "asset " + std::to_string(assets.size())},
                      {"jsonMetadata", R"({"a":1})"},
                      {"status", status}});
  }
  return assets;
}

/// The asset of this id, of a creation of this external id; null when there is none.
json asset_named(const json& state, const std::string& name, bool creates) {
  const auto found = std::find_if(state.begin(), state.end(), [&](const json& asset) {
    return asset.at(creates ? "externalId" : "id") == name;
  });
  return found == state.end() ? json() : *found;
}

/// One call in a project of its own, and whether the service has done what the client tells of it.
class OperationRound {
 public:
  OperationRound(Sandbox& sandbox, const TestFolder& folder, Complaints& complaints)
      : sandbox_(sandbox), folder_(folder), complaints_(complaints) {}

  void call(const Operation& operation, const Client& client, std::uint64_t seed, const std::string& mark) {
    OperationTargets targets{.folder = folder_.root(), .mark = mark};
    targets.project_id = sandbox_.add_project(
        {.input_type = operation.input_type.empty() ? "TEXT" : std::string(operation.input_type)});
    static_cast<void>(sandbox_.add_assets(targets.project_id, some_assets()));
    targets.assets = sandbox_.state(targets.project_id);
    if (operation.needs_modules) targets.modules = module_targets(sandbox_, targets.project_id, mark);
    Dice dice(seed);
    const OperationCall call = operation.draw(dice, targets);
    const CallReport report = carry_out(call, client, {});
    ++calls;
    const auto complain = [&](const std::string& what) {
      complaints_.add(name_of(operation) + ": " + what + " (" + call.text + ") " + report.error);
    };
    if (!report.error.empty() || report.told.size() != call.names.size()) return complain("an error");
    const json now = sandbox_.state(targets.project_id);
    const bool creates = operation.kind == OperationKind::creation;
    const bool is_later = operation.variant == "asynchronous";  // it may not be waited for
    for (std::size_t place = 0; place < call.names.size() && !is_later; ++place) {
      const json before = asset_named(targets.assets, call.names[place], creates);
      const bool applies = call.applies(before, place);
      if (report.told[place] != (applies ? Told::done : Told::declined)) complain("another outcome");
      const json expected = applies ? call.asked(before, place) : before;
      if (!has_members(asset_named(now, call.names[place], creates), expected)) complain("another state");
      ++assets;
    }
    if (operation.kind == OperationKind::query) {
      const auto selected = call.selects(now);
      const bool is_right = report.counted ? *report.counted == selected.size() : report.listed == selected;
      if (!is_right) complain("other assets");
    }
  }

  std::atomic<std::size_t> assets = 0;
  std::atomic<std::size_t> calls = 0;

 private:
  Sandbox& sandbox_;
  const TestFolder& folder_;
  Complaints& complaints_;
};

}  // namespace

TEST_CASE("64 threads do all operations on one client at once") {
  constexpr std::size_t threads = 64;
  constexpr std::size_t one_with_all_modules = 16;
  Sandbox sandbox;
  const TestFolder folder;
  const Client client = client_of(sandbox, {.message_sink = std::make_shared<SilentSink>()});
  Complaints complaints;
  OperationRound round(sandbox, folder, complaints);
  on_threads(threads, complaints, [&](std::size_t thread) {
    // Those of all projects of a service take longer the more projects there are.
    const auto all = thread % one_with_all_modules == 0 ? operations_of_all_modules() : operations();
    for (std::size_t i = 0; i < all.size(); ++i) {
      // Each begins with another operation, so that different ones meet.
      round.call(all[(thread + i) % all.size()], client, thread,
                 std::to_string(thread) + "-" + std::to_string(i));
    }
  });
  INFO(complaints.text());
  CHECK(complaints.count() == 0);
  CHECK(round.calls.load() ==
        threads * operations().size() + threads / one_with_all_modules * operations_of_modules().size());
  const auto counters = sandbox.counters();
  std::cout << threads << " threads on one client: " << round.calls << " calls of "
            << operations_of_all_modules().size() << " operations, " << round.assets << " assets checked, "
            << counters.api_requests << " requests on " << counters.connections << " connections\n";
}

namespace {

/// Of the stacks of asynchronous calls, which are told by their size: the most that is used of one, in KiB.
long deepest_stack_of_calls() {
  std::ifstream maps("/proc/self/smaps");
  long deepest = 0;
  bool is_stack = false;
  for (std::string line; std::getline(maps, line);) {
    if (line.starts_with("Size:")) is_stack = std::stol(line.substr(5)) == 1024;
    if (is_stack && line.starts_with("Rss:")) deepest = std::max(deepest, std::stol(line.substr(4)));
  }
  return deepest;
}

}  // namespace

TEST_CASE("64 asynchronous calls do all operations on two threads") {
  constexpr std::size_t calls = 64;
  constexpr std::size_t one_with_all_modules = 16;
  Sandbox sandbox;
  const TestFolder folder;
  const async::Client client(client_of(sandbox, {.message_sink = std::make_shared<SilentSink>()}),
                             {.max_calls = calls, .threads = 2});
  Complaints complaints;
  OperationRound round(sandbox, folder, complaints);
  std::vector<async::Future<void>> futures;
  for (std::size_t call = 0; call < calls; ++call) {
    futures.push_back(client.run([&round, call](const Client& inner, const CallOptions&) {
      const auto all = call % one_with_all_modules == 0 ? operations_of_all_modules() : operations();
      for (std::size_t i = 0; i < all.size(); ++i) {
        round.call(all[(call + i) % all.size()], inner, call,
                   "async " + std::to_string(call) + "-" + std::to_string(i));
      }
    }));
  }
  for (auto& future : futures) future.get();
  const long deepest = deepest_stack_of_calls();
  INFO(complaints.text());
  CHECK(complaints.count() == 0);
  std::cout << round.calls << " calls of all operations on two threads; the deepest stack has " << deepest
            << " KiB of 1024\n";
  CHECK(deepest > 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(deepest < 512);
#endif
  CHECK(round.calls.load() ==
        calls * operations().size() + calls / one_with_all_modules * operations_of_modules().size());
}

TEST_CASE("1,000 clients come and go without leaving a thread or a descriptor") {
  constexpr std::size_t clients = 1000;
  constexpr std::size_t threads = 16;
  Sandbox sandbox;
  const std::string project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 3);
  const auto use_client = [&] {
    const Client client = client_of(sandbox);
    return client.count_assets(project) == 3;
  };
  REQUIRE(use_client());  // what is set up once for the process stays
  Complaints complaints;
  const auto before = use_without_connections(sandbox);
  std::atomic<std::size_t> used = 0;
  for (std::size_t i = 0; i < clients / 2; ++i) used += use_client() ? 1 : 0;
  on_threads(threads, complaints, [&](std::size_t thread) {
    for (std::size_t i = thread; i < clients - clients / 2; i += threads) used += use_client() ? 1 : 0;
  });
  // Some that do nothing, and copies that outlive the first.
  for (std::size_t i = 0; i < clients; ++i) {
    const auto first = std::make_unique<Client>(client_of(sandbox));
    const Client copy = *first;
  }
  const auto after = use_without_connections(sandbox, before);
  CHECK(complaints.text().empty());
  CHECK(used.load() == clients);
  CHECK(after.threads <= before.threads);
  CHECK(after.descriptors <= before.descriptors);
  std::cout << used << " clients used and " << clients << " unused: " << before.threads << " threads before, "
            << after.threads << " after; " << before.descriptors << " descriptors before, "
            << after.descriptors << " after\n";
}

TEST_CASE("ranges and results outlive their client, on other threads too") {
  constexpr std::size_t threads = 16;
  constexpr std::size_t assets = 60;
  Sandbox sandbox;
  const std::string project = sandbox.add_project({});
  sandbox.add_plain_assets(project, assets);
  const AssetsArguments how{.fields = {"id", "externalId"}, .page_size = 7, .prefetch = 3};
  const auto make_range = [&] { return client_of(sandbox).assets(project, {}, how); };
  Complaints complaints;
  const auto before = use_without_connections(sandbox);
  std::atomic<std::size_t> read = 0;
  std::atomic<std::size_t> left = 0;
  on_threads(threads, complaints, [&](std::size_t thread) {
    AssetRange range = make_range();
    // Read to the end, from the middle on by another thread, or left where it is while pages are on their
    // way.
    const std::size_t own = thread % 4 == 0 ? assets : thread * 3 % assets;
    std::vector<Asset> kept;
    auto next = range.begin();
    for (; next != range.end() && kept.size() < own; ++next) kept.push_back(*next);
    if (thread % 4 == 1) {
      std::jthread([&] {
        for (; next != range.end(); ++next) kept.push_back(*next);
      }).join();
    }
    if (thread % 4 < 2 ? kept.size() != assets : kept.size() != own) complaints.add("assets are missing");
    for (const Asset& asset : kept) {
      if (asset.id().empty()) complaints.add("an asset without id");
    }
    (thread % 4 < 2 ? read : left) += kept.size();
  });
  CHECK(complaints.text().empty());
  const auto after = use_without_connections(sandbox, before);
  CHECK(after.threads <= before.threads);
  CHECK(after.descriptors <= before.descriptors);
  CHECK(read.load() == threads / 2 * assets);
  std::cout << threads << " ranges without client: " << read << " assets read to the end, " << left
            << " before they were left\n";
}

namespace {

std::atomic<std::size_t> alarms = 0;

extern "C" void count_alarm(int /*signal*/) { ++alarms; }

/// Interrupts system calls of the whole process, some thousand times a second.
class AlarmStorm {
 public:
  AlarmStorm() {
    struct sigaction action {};
    action.sa_handler = count_alarm;  // without SA_RESTART: calls end with EINTR
    ::sigaction(SIGALRM, &action, &action_before_);
    const itimerval often{.it_interval = {.tv_sec = 0, .tv_usec = 300},
                          .it_value = {.tv_sec = 0, .tv_usec = 300}};
    ::setitimer(ITIMER_REAL, &often, nullptr);
  }
  ~AlarmStorm() {
    const itimerval never{};
    ::setitimer(ITIMER_REAL, &never, nullptr);
    ::sigaction(SIGALRM, &action_before_, nullptr);
  }
  AlarmStorm(const AlarmStorm&) = delete;
  AlarmStorm& operator=(const AlarmStorm&) = delete;

 private:
  struct sigaction action_before_ {};
};

/// What the process does with a signal.
void (*disposition_of(int signal))(int) {
  struct sigaction action {};
  ::sigaction(signal, nullptr, &action);
  return action.sa_handler;
}

}  // namespace

TEST_CASE("signals interrupt neither transfers nor waits") {
  const bool https = GENERATE(false, true);
  Sandbox sandbox({.https = https, .latency = 1ms});
  const TestFolder folder;
  ClientOptions options{.message_sink = std::make_shared<SilentSink>()};
  if (https) options.verify = sandbox.certificate_file();
  const Client client = client_of(sandbox, options);
  Complaints complaints;
  OperationRound round(sandbox, folder, complaints);
  alarms = 0;
  {
    const AlarmStorm storm;
    // A wait before a retry, too.
    sandbox.add_fault({.operation = "countAssets", .retry_after = "0.2", .status = 503});
    for (const Operation& operation : operations_of_all_modules())
      round.call(operation, client, 3, name_of(operation));
  }
  INFO(complaints.text());
  CHECK(complaints.count() == 0);
  CHECK(round.calls.load() == operations_of_all_modules().size());
  CHECK(alarms.load() > 100);
  std::cout << alarms << " signals during " << round.calls << " calls over " << (https ? "https" : "http")
            << '\n';
}

TEST_CASE("the thread that writes to connections takes no SIGPIPE, and other threads are as they were") {
  // A thread that just begins has all signals blocked.
  const auto blocks_it_alone = [](const std::filesystem::path& task) {
    std::ifstream status(task / "status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("SigBlk:")) {
        return std::stoull(line.substr(line.find_first_not_of(" \t", 7)), nullptr, 16) ==
               1ULL << (SIGPIPE - 1);
      }
    }
    return false;
  };
  const auto count_blocked = [&blocks_it_alone] {
    return std::count_if(std::filesystem::directory_iterator("/proc/self/task"),
                         std::filesystem::directory_iterator(),
                         [&blocks_it_alone](const auto& task) { return blocks_it_alone(task.path()); });
  };
  Sandbox sandbox;
  const std::string project = sandbox.add_project({});
  const auto before = count_blocked();
  {
    const Client client = client_of(sandbox);
    CHECK(client.count_assets(project) == 0);
    CHECK(count_blocked() == before + 1);
  }
  CHECK(count_blocked() == before);
}

TEST_CASE("a connection that is gone ends neither the program nor its own handling of SIGPIPE") {
  const bool https = GENERATE(false, true);
  auto* const given = GENERATE(SIG_DFL, SIG_IGN);
  auto* const before = ::signal(SIGPIPE, given);
  {
    Sandbox sandbox({.https = https});
    const std::string project = sandbox.add_project({});
    const TestFolder folder;
    ClientOptions options{.message_sink = std::make_shared<SilentSink>()};
    if (https) options.verify = sandbox.certificate_file();
    const Client client = client_of(sandbox, options);
    const std::string file = folder.file("image.png", png() + std::string(std::size_t{4} << 20U, 'x'));
    // The storage and the API cut connections while bodies are on their way.
    sandbox.add_fault({.operation = "storage.put", .when = FaultPoint::before});
    sandbox.add_fault({.operation = "appendManyAssets", .when = FaultPoint::before});
    const auto result =
        client.append_many_to_dataset(project, {.content_array = {file}, .external_id_array = {"a"}});
    CHECK(result.asset_ids.size() == 1);
    CHECK(sandbox.state(project).size() == 1);
    CHECK(disposition_of(SIGPIPE) == given);
  }
  CHECK(disposition_of(SIGPIPE) == given);
  ::signal(SIGPIPE, before);
}
