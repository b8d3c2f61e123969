#include "engine/page_stream.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>

#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;

namespace {

constexpr std::size_t records = 200;

/// A listing of numbers on one thread, each completed by a task of that many bytes.
struct Listing {
  explicit Listing(std::size_t task_bytes)
      : stream(pool, std::make_shared<VirtualClock>(), support::CallContext{},
               {.fetch =
                    [](std::size_t skip, std::size_t limit, const support::CallContext&) {
                      std::vector<std::size_t> page;
                      for (std::size_t i = skip; i < std::min(records, skip + limit); ++i) page.push_back(i);
                      return page;
                    },
                .completions =
                    [this, task_bytes](std::size_t& record, const support::CallContext&) {
                      std::vector<engine::PageSource<std::size_t>::Task> tasks;
                      tasks.emplace_back([this, &record, task_bytes] {
                        record += 1'000;
                        ++completed;
                        return task_bytes;
                      });
                      return tasks;
                    }},
               {.page_size = 50, .prefetch = 4, .total = records}) {}

  /// Returns when the pool has nothing left to do: at most `jobs` that start one another.
  void wait_for_pool(std::size_t jobs) {
    for (std::size_t i = 0; i < jobs; ++i) {
      std::promise<void> reached;
      pool->submit([&reached] { reached.set_value(); }, false);
      reached.get_future().wait();
    }
  }

  std::atomic<std::size_t> completed = 0;
  std::shared_ptr<support::WorkerPool> pool = std::make_shared<support::WorkerPool>(1);
  engine::PageStream<std::size_t> stream;
};

}  // namespace

TEST_CASE("what completes records that are not consumed yet is bounded in bytes") {
  constexpr std::size_t task_bytes = engine::PageSizes::most_bytes_ahead / 4;
  Listing listing(task_bytes);
  listing.stream.start();
  for (std::size_t i = 0; i < records; ++i) {
    listing.wait_for_pool(20);
    // Eight begin before the size of one is known.
    CHECK(listing.completed - i <= 8);
    REQUIRE(listing.stream.next() == i + 1'000);
  }
  CHECK_FALSE(listing.stream.next());
  CHECK(listing.completed == records);
}

TEST_CASE("small completions of several pages run ahead, and those larger than the bound one by one") {
  Listing small(1);
  small.stream.start();
  small.wait_for_pool(2 * records);
  CHECK(small.completed == records);

  Listing large(2 * engine::PageSizes::most_bytes_ahead);
  large.stream.start();
  std::size_t delivered = 0;
  while (large.stream.next()) {
    ++delivered;
    large.wait_for_pool(20);
    if (delivered >= 8) CHECK(large.completed <= delivered + 1);
  }
  CHECK(delivered == records);
}
