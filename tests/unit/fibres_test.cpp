// Calls that share a few threads: support/fibre_scheduler.hpp, support/condition.hpp.

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "support/clock.hpp"
#include "support/condition.hpp"
#include "support/fibre_scheduler.hpp"
#include "support/task_scope.hpp"
#include "support/worker_pool.hpp"
#include "test_folder.hpp"

using namespace kili::support;
using namespace std::chrono_literals;

namespace {

/// A number that everybody may wait for.
class Count {
 public:
  void add() {
    const std::scoped_lock lock(mutex_);
    ++value_;
    changed_.notify_all();
  }
  void wait_for(std::size_t least) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return value_ >= least; });
  }
  bool wait_for(std::size_t least, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait(lock, stop, [&] { return value_ >= least; });
  }
  [[nodiscard]] std::size_t value() {
    const std::scoped_lock lock(mutex_);
    return value_;
  }

 private:
  Condition changed_;
  std::mutex mutex_;
  std::size_t value_ = 0;
};

/// Throws and waits in its handler, in the handler of what that handler throws, and so on.
std::string errors_around_waits(Count& arrived, std::size_t everybody, int depth) {
  const std::string name = "error " + std::to_string(depth);
  try {
    throw std::runtime_error(name);
  } catch (...) {
    arrived.add();
    arrived.wait_for(everybody * static_cast<std::size_t>(4 - depth));
    std::string inner = depth > 0 ? errors_around_waits(arrived, everybody, depth - 1) : "";
    try {
      throw;  // the one of this handler, whatever others threw meanwhile
    } catch (const std::exception& error) {
      return error.what() + (inner.empty() ? "" : ", " + inner);
    }
  }
}

/// Waits in its destructor.
class WaitsAtEnd {
 public:
  WaitsAtEnd(Count& arrived, std::size_t everybody, std::array<int, 2>& uncaught)
      : arrived_(arrived), everybody_(everybody), uncaught_(uncaught) {}
  ~WaitsAtEnd() {
    uncaught_[0] = std::uncaught_exceptions();
    arrived_.add();
    arrived_.wait_for(everybody_);
    uncaught_[1] = std::uncaught_exceptions();
  }
  WaitsAtEnd(const WaitsAtEnd&) = delete;
  WaitsAtEnd& operator=(const WaitsAtEnd&) = delete;

 private:
  Count& arrived_;
  std::size_t everybody_;
  std::array<int, 2>& uncaught_;
};

/// Uses about so many bytes of stack.
std::size_t use_stack(std::size_t bytes) {
  std::array<volatile char, 4096> page{};
  page[0] = static_cast<char>(bytes);
  if (bytes <= page.size()) return static_cast<unsigned char>(page[0]) % 2;
  return use_stack(bytes - page.size()) + static_cast<unsigned char>(page[0]) % 2;
}

}  // namespace

TEST_CASE("hundreds of calls wait for each other on one thread") {
  constexpr std::size_t calls = 300;
  Count arrived;
  Count ended;
  std::mutex mutex;
  std::size_t on_fibres = 0;
  std::set<std::thread::id> threads;
  {
    FibreScheduler scheduler({.calls = calls, .jobs = 1, .threads = 1});
    for (std::size_t i = 0; i < calls; ++i) {
      scheduler.submit_call(
          [&] {
            arrived.add();
            arrived.wait_for(calls);  // none goes on before all are there
            const std::scoped_lock lock(mutex);
            threads.insert(std::this_thread::get_id());
            on_fibres += FibreScheduler::is_on_fibre() ? 1 : 0;
            ended.add();
          },
          {});
    }
    arrived.wait_for(calls);
    CHECK_FALSE(FibreScheduler::is_on_fibre());
  }
  CHECK(ended.value() == calls);
  CHECK(on_fibres == calls);
  CHECK(threads.size() == 1);
}

TEST_CASE("calls beyond the limit wait for a place, in their order") {
  std::vector<int> order;
  Count begun;
  Count may_end;
  {
    FibreScheduler scheduler({.calls = 2, .jobs = 1, .threads = 1});
    for (int i = 0; i < 5; ++i) {
      scheduler.submit_call(
          [&, i] {
            order.push_back(i);
            begun.add();
            may_end.wait_for(1);
          },
          {});
    }
    begun.wait_for(2);
    CHECK(order.size() == 2);
    may_end.add();
  }
  CHECK(order == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("a call that waits for a place begins at once when it is expedited, or at its latest time") {
  Count begun;
  Count may_end;
  FibreScheduler scheduler({.calls = 1, .jobs = 1, .threads = 1});
  scheduler.submit_call(
      [&] {
        begun.add();
        may_end.wait_for(1);
      },
      {});
  begun.wait_for(1);
  Count late;
  scheduler.submit_call([&] { late.add(); }, std::chrono::steady_clock::now() + 1ms);
  late.wait_for(1);
  Count cancelled;
  const auto submitted =
      scheduler.submit_call([&] { cancelled.add(); }, std::chrono::steady_clock::now() + 1h);
  CHECK(cancelled.value() == 0);
  submitted.expedite();
  cancelled.wait_for(1);
  submitted.expedite();  // it has ended
  may_end.add();
}

TEST_CASE("a call that gives its place back goes on beside the next one") {
  Count second;
  FibreScheduler scheduler({.calls = 1, .jobs = 1, .threads = 1});
  Count first;
  scheduler.submit_call(
      [&] {
        FibreScheduler::give_place_back();
        second.wait_for(1);
        first.add();
      },
      {});
  scheduler.submit_call([&] { second.add(); }, {});
  first.wait_for(1);
}

TEST_CASE("errors that are handled stay with their call") {
  constexpr std::size_t calls = 20;
  Count arrived;
  Count at_end;
  std::array<std::string, calls> texts;
  std::array<std::array<int, 2>, calls> uncaught{};
  {
    FibreScheduler scheduler({.calls = calls, .jobs = 1, .threads = 1});
    for (std::size_t i = 0; i < calls; ++i) {
      scheduler.submit_call(
          [&, i] {
            texts[i] = errors_around_waits(arrived, calls, 3);
            if (std::current_exception() != nullptr) texts[i] += " and one more";
            try {
              // Every other one is left by an exception, while the others are left without.
              const WaitsAtEnd waits(at_end, calls, uncaught[i]);
              if (i % 2 == 0) throw std::runtime_error("left");
            } catch (const std::runtime_error&) {
              texts[i] += " left";
            }
          },
          {});
    }
  }
  for (std::size_t i = 0; i < calls; ++i) {
    CHECK(texts[i] == std::string("error 3, error 2, error 1, error 0") + (i % 2 == 0 ? " left" : ""));
    CHECK(uncaught[i] == (i % 2 == 0 ? std::array{1, 1} : std::array{0, 0}));
  }
}

TEST_CASE("waits on fibres end by their time and by their stop token") {
  // Not on the stack: g++ 12 takes it for uninitialised there.
  const auto stop = std::make_unique<std::stop_source>();
  Count never;
  Count waiting;
  std::optional<bool> slept;
  std::optional<bool> slept_when_stopped;
  std::optional<bool> waited;
  {
    FibreScheduler scheduler({.calls = 4, .jobs = 1, .threads = 1});
    const auto clock = system_clock();
    scheduler.submit_call([&] { slept = clock->sleep_until(clock->now() + 2ms, {}); }, {});
    scheduler.submit_call(
        [&] {
          waiting.add();
          slept_when_stopped = clock->sleep_until(clock->now() + 1h, stop->get_token());
        },
        {});
    scheduler.submit_call(
        [&] {
          waiting.add();
          waited = never.wait_for(1, stop->get_token());
        },
        {});
    waiting.wait_for(2);
    stop->request_stop();
  }
  CHECK(slept == true);
  CHECK(slept_when_stopped == false);
  CHECK(waited == false);
}

TEST_CASE("jobs of a call on a fibre run on fibres, and the pool starts no thread for them") {
  constexpr std::size_t jobs = 40;
  const auto pool = std::make_shared<WorkerPool>(4);
  Count arrived;
  std::mutex mutex;
  std::set<std::thread::id> threads;
  {
    FibreScheduler scheduler({.calls = 1, .jobs = jobs, .threads = 2});
    scheduler.submit_call(
        [&] {
          TaskScope scope(pool, {});
          for (std::size_t i = 0; i < jobs; ++i) {
            scope.run([&] {
              {
                const std::scoped_lock lock(mutex);
                threads.insert(std::this_thread::get_id());
              }
              arrived.add();
              arrived.wait_for(jobs);
            });
          }
          scope.wait();
        },
        {});
  }
  CHECK(arrived.value() == jobs);
  CHECK(threads.size() <= 2);
}

TEST_CASE("jobs beyond the limit wait, and run") {
  const auto pool = std::make_shared<WorkerPool>(4);
  std::atomic<int> at_once = 0;
  std::atomic<int> most_at_once = 0;
  std::atomic<int> ran = 0;
  {
    FibreScheduler scheduler({.calls = 1, .jobs = 3, .threads = 1});
    scheduler.submit_call(
        [&] {
          TaskScope scope(pool, {});
          for (int i = 0; i < 20; ++i) {
            scope.run([&] {
              most_at_once = std::max(most_at_once.load(), ++at_once);
              const auto clock = system_clock();
              static_cast<void>(clock->sleep_until(clock->now() + 1ms, {}));
              --at_once;
              ++ran;
            });
          }
        },
        {});
  }
  CHECK(ran.load() == 20);
  CHECK(most_at_once.load() == 3);
}

TEST_CASE("threads and fibres wait for the same") {
  Count arrived;
  Count woken;
  {
    FibreScheduler scheduler({.calls = 8, .jobs = 1, .threads = 2});
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      const auto work = [&] {
        arrived.add();
        arrived.wait_for(9);
        woken.add();
      };
      scheduler.submit_call(work, {});
      threads.emplace_back(work);
    }
    arrived.wait_for(8);
    CHECK(woken.value() == 0);
    arrived.add();
  }
  CHECK(woken.value() == 8);
}

TEST_CASE("stacks are used again, and measured") {
  constexpr std::size_t calls = 100;
  Count arrived;
  FibreScheduler scheduler({.calls = calls, .jobs = 1, .threads = 1});
  for (int round = 0; round < 3; ++round) {
    const std::size_t before = arrived.value();
    for (std::size_t i = 0; i < calls; ++i) {
      scheduler.submit_call(
          [&, before] {
            static_cast<void>(use_stack(200'000));
            arrived.add();
            arrived.wait_for(before + calls);
          },
          {});
    }
    arrived.wait_for(before + calls);
  }
  Count last;
  scheduler.submit_call([&] { last.add(); }, {});
  last.wait_for(1);
  CHECK(scheduler.most_stack_used() >= 200'000);
  CHECK(scheduler.most_stack_used() <= FibreScheduler::stack_bytes);
}

TEST_CASE("a scheduler that is destroyed on its own thread lets its calls end") {
  Count ended;
  Count may_end;
  {
    const auto scheduler = std::make_shared<std::optional<FibreScheduler>>();
    scheduler->emplace(FibreScheduler::Limits{.calls = 2, .jobs = 1, .threads = 2});
    Count begun;
    (*scheduler)
        ->submit_call(
            [&] {
              begun.add();
              may_end.wait_for(1);
              ended.add();
            },
            {});
    begun.wait_for(1);
    (*scheduler)
        ->submit_call(
            [&ended, scheduler] {
              scheduler->reset();
              ended.add();
            },
            {});
    ended.wait_for(1);
  }
  may_end.add();
  ended.wait_for(2);
}

TEST_CASE(
    "no layer of a call waits with a condition variable, which would keep the thread from other fibres") {
  const std::filesystem::path root = std::filesystem::path(KILI_TESTS_DIR) / "../src";
  std::size_t files = 0;
  for (const char* const layer : {"api", "client", "engine", "exports", "graphql", "use_cases"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / layer)) {
      if (!entry.is_regular_file()) continue;
      ++files;
      INFO(entry.path().string() << ": wait with support::Condition");
      CHECK(kili::test::read_file(entry.path().string()).find("std::condition_variable") ==
            std::string::npos);
    }
  }
  CHECK(files > 300);
}
