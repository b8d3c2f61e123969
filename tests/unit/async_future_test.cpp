// Futures: threads, continuations, coroutines.

#include <catch2/catch.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kili/async.hpp"
#include "kili/errors.hpp"
#include "manual_executor.hpp"

using namespace kili;
using namespace kili::test;
using async::Future;
using namespace std::chrono_literals;

namespace {

/// A future whose end is in the hands of the test.
template <typename T>
class Awaited {
 public:
  [[nodiscard]] Future<T> future() const { return detail::FutureFactory::make(state_); }
  template <typename... Value>
  void succeed(Value&&... value) {
    state_->value.emplace(std::forward<Value>(value)...);
    state_->complete();
  }
  void fail(const std::string& text) {
    state_->set_error(std::make_exception_ptr(std::runtime_error(text)));
    state_->complete();
  }
  [[nodiscard]] bool is_cancelled() const { return state_->stop().stop_requested(); }

 private:
  std::shared_ptr<detail::FutureValue<T>> state_ = std::make_shared<detail::FutureValue<T>>();
};

template <typename T>
std::string error_of(Future<T>& future) {
  try {
    static_cast<void>(future.get());
    return "none";
  } catch (const std::exception& error) {
    return error.what();
  }
}

/// Counts its destructions.
class Witness {
 public:
  explicit Witness(int& ends) : ends_(&ends) {}
  Witness(Witness&& other) noexcept : ends_(std::exchange(other.ends_, nullptr)) {}
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  Witness& operator=(Witness&&) = delete;
  ~Witness() {
    if (ends_ != nullptr) ++*ends_;
  }

 private:
  int* ends_;
};

Future<int> sum_of(Future<int> left, Future<int> right) {
  const int first = co_await left;
  co_return first + co_await right;
}

Future<std::string> text_of(Future<int> number) {
  try {
    co_return std::to_string(co_await number);
  } catch (const std::runtime_error& error) {
    co_return error.what();
  }
}

Future<void> keep(Future<int> number, int& kept, Witness /*witness*/) { kept = co_await std::move(number); }

Future<std::thread::id> thread_after(Future<void> before, async::Executor& executor) {
  co_await before.resume_on(executor);
  co_return std::this_thread::get_id();
}

/// Waits for many, one after the other.
Future<int> sum_of_all(std::vector<Future<int>> numbers) {
  int sum = 0;
  for (auto& number : numbers) sum += co_await number;
  co_return sum;
}

Future<int> nested(Future<int> number, int depth) {
  if (depth == 0) co_return co_await number;
  co_return co_await nested(std::move(number), depth - 1) + 1;
}

}  // namespace

TEST_CASE("a future gives its value once") {
  const Awaited<std::string> call;
  auto future = call.future();
  CHECK(future.valid());
  CHECK_FALSE(future.ready());
  CHECK_FALSE(future.wait_for(1ms));
  Awaited<std::string>(call).succeed("value");
  CHECK(future.ready());
  CHECK(future.wait_for(0ms));
  CHECK(future.get() == "value");
  CHECK_FALSE(future.valid());
  CHECK_THROWS_AS(future.get(), ValidationError);
  CHECK_THROWS_AS(future.ready(), ValidationError);
  CHECK_THROWS_AS(future.cancel(), ValidationError);
  CHECK_THROWS_AS(future.then([](const std::string&) {}), ValidationError);
  CHECK_THROWS_AS(Future<int>().wait(), ValidationError);
}

TEST_CASE("a future gives its error") {
  Awaited<int> call;
  auto future = call.future();
  std::jthread other([&] { call.fail("broken"); });
  CHECK(error_of(future) == "broken");
}

TEST_CASE("a continuation takes the value and gives another one") {
  Awaited<int> call;
  auto text = call.future().then([](int value) { return value + 1; }).then([](int value) {
    return std::to_string(value);
  });
  CHECK_FALSE(text.ready());
  call.succeed(41);
  CHECK(text.ready());
  CHECK(text.get() == "42");

  Awaited<void> nothing;
  nothing.succeed();
  int calls = 0;
  auto again = nothing.future().then([&] { ++calls; });
  again.get();
  CHECK(calls == 1);
}

TEST_CASE("an error passes by continuations that take values, and reaches those that take the future") {
  Awaited<int> call;
  bool was_called = false;
  auto text = call.future()
                  .then([&](int value) {
                    was_called = true;
                    return value;
                  })
                  .then([](Future<int> future) { return error_of(future) + " and caught"; });
  call.fail("broken");
  CHECK(text.get() == "broken and caught");
  CHECK_FALSE(was_called);

  Awaited<int> good;
  auto bad = good.future().then([](int value) -> int { throw std::runtime_error(std::to_string(value)); });
  good.succeed(7);
  CHECK(error_of(bad) == "7");
}

TEST_CASE("continuations run on the executor that is given") {
  ManualExecutor executor;
  Awaited<int> call;
  auto text = call.future().then(executor, [](int value) { return std::to_string(value); });
  CHECK(executor.waiting() == 0);
  call.succeed(1);
  CHECK(executor.waiting() == 1);
  CHECK_FALSE(text.ready());
  executor.run_one();
  CHECK(text.get() == "1");

  Awaited<int> before;
  before.succeed(2);
  auto late = before.future().then(executor, [](int value) { return value; });
  CHECK_FALSE(late.ready());
  executor.run_one();
  CHECK(late.get() == 2);
}

TEST_CASE("what an executor does not run ends with Cancelled") {
  auto executor = std::make_unique<ManualExecutor>();
  const bool refuses = GENERATE(false, true);
  if (refuses) executor->refuse();
  Awaited<int> call;
  bool was_called = false;
  auto dropped = call.future().then(*executor, [&](int) { was_called = true; });
  Awaited<void> other;
  auto resumed = thread_after(other.future(), *executor);
  call.succeed(1);
  other.succeed();
  CHECK(dropped.ready() == refuses);
  executor->drop_all();
  CHECK_THROWS_AS(dropped.get(), Cancelled);
  CHECK_THROWS_AS(resumed.get(), Cancelled);
  CHECK_FALSE(was_called);
}

TEST_CASE("cancelling what follows cancels the call") {
  Awaited<int> call;
  const auto last = call.future().then([](int value) { return value; }).then([](int) {});
  CHECK_FALSE(call.is_cancelled());
  last.cancel();
  CHECK(call.is_cancelled());
  call.succeed(1);  // every call ends; what follows it is held until then
  CHECK(last.ready());
}

TEST_CASE("a coroutine awaits futures") {
  Awaited<int> left;
  Awaited<int> right;
  auto sum = sum_of(left.future(), right.future());
  CHECK_FALSE(sum.ready());
  right.succeed(2);
  CHECK_FALSE(sum.ready());
  left.succeed(40);
  CHECK(sum.get() == 42);

  Awaited<int> bad;
  auto text = text_of(bad.future());
  bad.fail("broken");
  CHECK(text.get() == "broken");

  Awaited<int> worse;
  auto failed = sum_of(worse.future(), Awaited<int>().future());
  worse.fail("broken");
  CHECK(error_of(failed) == "broken");
}

TEST_CASE("parameters of a coroutine are gone when its future is ready") {
  Awaited<int> call;
  int kept = 0;
  int ends = 0;
  auto done = keep(call.future(), kept, Witness(ends));
  CHECK(ends == 0);
  auto seen = done.then([&] { return std::pair(kept, ends); });
  call.succeed(5);
  CHECK(seen.get() == std::pair(5, 1));
}

TEST_CASE("a coroutine goes on where it asks to") {
  ManualExecutor executor;
  Awaited<void> call;
  auto thread = thread_after(call.future(), executor);
  std::jthread([&] { call.succeed(); }).join();
  CHECK_FALSE(thread.ready());
  executor.run_one();
  CHECK(thread.get() == std::this_thread::get_id());

  Awaited<void> ready;
  ready.succeed();
  auto later = thread_after(ready.future(), executor);
  CHECK_FALSE(later.ready());
  executor.run_one();
  later.get();
}

TEST_CASE("cancelling a coroutine cancels what it awaits, and what it awaits later") {
  Awaited<int> left;
  Awaited<int> right;
  auto sum = sum_of(left.future(), right.future());
  sum.cancel();
  CHECK(left.is_cancelled());
  CHECK_FALSE(right.is_cancelled());
  left.succeed(1);
  CHECK(right.is_cancelled());
  right.fail("it was cancelled");
  CHECK(error_of(sum) == "it was cancelled");
}

TEST_CASE("long rows and deep nests of coroutines") {
  std::vector<Awaited<int>> calls(10'000);
  std::vector<Future<int>> numbers;
  numbers.reserve(calls.size());
  for (const auto& call : calls) numbers.push_back(call.future());
  auto sum = sum_of_all(std::move(numbers));
  for (auto& call : calls) call.succeed(1);
  CHECK(sum.get() == 10'000);

  Awaited<int> call;
  auto depth = nested(call.future(), 200);
  call.succeed(0);
  CHECK(depth.get() == 200);
}

TEST_CASE("futures of threads, in any order of the two sides") {
  for (int round = 0; round < 500; ++round) {
    Awaited<int> call;
    auto future = call.future();
    std::jthread producer([&] { call.succeed(round); });
    if (round % 2 == 0) {
      CHECK(future.get() == round);
    } else {
      auto coroutine = sum_of(std::move(future), sum_of_all({}));
      CHECK(coroutine.get() == round);
    }
  }
}
