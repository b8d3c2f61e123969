#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "support/call_context.hpp"
#include "support/id_set.hpp"
#include "support/task_scope.hpp"
#include "support/worker_pool.hpp"

namespace kili::engine {

/// Where the records of a listing come from. The functions are called by jobs on the pool, several at once.
template <typename Record>
struct PageSource {
  using Task = std::function<void()>;

  /// Reads a page: at most `limit` records after the first `skip` ones.
  std::function<std::vector<Record>(std::size_t skip, std::size_t limit, const support::CallContext& context)>
      fetch;
  /// What is to be done before a record is complete, such as fetching a document that it refers to. The tasks
  /// may refer to the record and to the context, and run side by side. May be empty.
  std::function<std::vector<Task>(Record& record, const support::CallContext& context)> completions{};
  /// The id of a record, so that repeated records are told and left out. Empty: they cannot be told.
  /// May throw when a record has none.
  std::function<std::string_view(const Record& record)> id{};
};

/// How much of a listing is read.
struct PageLimits {
  std::optional<std::size_t> first{};  ///< Most records to deliver.
  std::size_t page_size = 1;
  std::size_t prefetch = 0;  ///< Pages that are read ahead of the one that is consumed.
  std::size_t total = 0;     ///< How many records the service has counted.
};

/// Records of a paged listing, in order. Pages are read by jobs on the client's pool, at most `prefetch`
/// ahead, and so is what completes their records; a record is delivered as soon as it is complete and all
/// before it were. An error is thrown in the place of the first record that it concerns; no record is
/// delivered after it. Used by one thread; the jobs share only their own page with it.
template <typename Record>
class PageStream {
 public:
  /// Sends nothing.
  PageStream(std::shared_ptr<support::WorkerPool> pool, const support::CallContext& context,
             PageSource<Record> source, const PageLimits& limits)
      : source_(std::move(source)),
        limits_(limits),
        context_(context),
        jobs_(std::move(pool), context.stop_token) {
    context_.stop_token = jobs_.stop_token();
  }

  /// Begins to read ahead.
  void start() {
    while (pages_.size() <= limits_.prefetch && more_pages_planned()) request_page();
  }

  /// The next record, or nothing at the end. @throws what reading or completing it threw.
  [[nodiscard]] std::optional<Record> next() {
    for (;;) {
      if (limits_.first && delivered_ >= *limits_.first) {
        jobs_.request_stop();
        return std::nullopt;
      }
      if (!page_ || next_record_ >= page_->records.size()) {
        if (!take_next_page()) return std::nullopt;
        continue;
      }
      Record& record = wait_for_next_record();
      if (source_.id && !seen_.insert(source_.id(record))) continue;
      ++delivered_;
      return std::move(record);
    }
  }

  /// True when next() would not wait.
  [[nodiscard]] bool is_ready() {
    const std::scoped_lock lock(mutex_);
    if (page_ && next_record_ < page_->records.size()) return page_->records[next_record_].open_tasks == 0;
    return !pages_.empty() && pages_.front()->fetched;
  }

  /// Ends the listing: what is under way is cancelled and nothing more is delivered.
  void stop() {
    jobs_.request_stop();
    pages_.clear();
    requested_ = limits_.total;
    last_page_was_full_ = false;
    page_.reset();
  }

 private:
  /// A record and what is still being done for it.
  struct Entry {
    std::exception_ptr error;
    std::size_t open_tasks = 0;
    Record value;
  };
  struct Page {
    std::exception_ptr error;
    bool fetched = false;
    std::vector<Entry> records;
  };
  using PagePointer = std::shared_ptr<Page>;

  /// Where repeated records are told, whole pages are asked for until one is short: records added meanwhile
  /// are found too. Otherwise exactly as many records as were counted are asked for.
  [[nodiscard]] bool more_pages_planned() const noexcept {
    if (requested_ < limits_.total) return true;
    const bool wants_more =
        source_.id && limits_.total > 0 && delivered_ < limits_.first.value_or(delivered_ + 1);
    if (!wants_more || !last_page_was_full_) return false;
    // All counted records fill their pages: the page that will be short is read ahead like the others.
    const bool will_be_short =
        requested_ == limits_.total && limits_.total < limits_.first.value_or(limits_.total + 1);
    // Otherwise whether more is needed is known when all that was read is consumed.
    const bool all_consumed = pages_.empty() && (!page_ || next_record_ >= page_->records.size());
    return will_be_short || all_consumed;
  }

  void request_page() {
    const auto page = std::make_shared<Page>();
    const std::size_t skip = requested_;
    const std::size_t limit =
        source_.id ? limits_.page_size : std::min(limits_.page_size, limits_.total - skip);
    requested_ += limit;
    pages_.push_back(page);
    jobs_.run([this, page, skip, limit] { fetch(page, skip, limit); });
  }

  /// Runs on the pool.
  void fetch(const PagePointer& page, std::size_t skip, std::size_t limit) {
    try {
      auto records = source_.fetch(skip, limit, context_);
      page->records.resize(records.size());
      for (std::size_t i = 0; i < records.size(); ++i) page->records[i].value = std::move(records[i]);
      if (source_.completions) start_completions(page);
    } catch (...) {
      page->error = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    page->fetched = true;
    progressed_.notify_all();
  }

  void start_completions(const PagePointer& page) {
    for (Entry& entry : page->records) {
      auto tasks = source_.completions(entry.value, context_);
      const std::unique_lock lock(mutex_);  // tasks that are started already count down
      entry.open_tasks = tasks.size();
      for (auto& task : tasks) {
        jobs_.run([this, page, &entry, task = std::move(task)] {
          std::exception_ptr error;
          try {
            task();
          } catch (...) {
            error = std::current_exception();
          }
          const std::scoped_lock done(mutex_);
          if (error) entry.error = error;
          --entry.open_tasks;
          progressed_.notify_all();
        });
      }
    }
  }

  [[nodiscard]] bool take_next_page() {
    start();
    if (pages_.empty()) return false;
    page_ = std::move(pages_.front());
    pages_.pop_front();
    {
      std::unique_lock lock(mutex_);
      progressed_.wait(lock, [this] { return page_->fetched; });
    }
    if (page_->error) fail(page_->error);
    next_record_ = 0;
    // A full page of nothing but repeated records means that paging does not advance.
    const bool brought_nothing = source_.id && delivered_at_last_page_ == delivered_ && delivered_ > 0;
    delivered_at_last_page_ = delivered_;
    last_page_was_full_ = page_->records.size() >= limits_.page_size && !brought_nothing;
    start();
    return true;
  }

  [[nodiscard]] Record& wait_for_next_record() {
    Entry& entry = page_->records[next_record_++];
    std::unique_lock lock(mutex_);
    progressed_.wait(lock, [&] { return entry.open_tasks == 0; });
    lock.unlock();
    if (entry.error) fail(entry.error);
    return entry.value;
  }

  [[noreturn]] void fail(std::exception_ptr error) {
    stop();
    std::rethrow_exception(std::move(error));
  }

  PageSource<Record> source_;
  PageLimits limits_;
  support::CallContext context_;

  std::size_t requested_ = 0;  ///< Records that the pages requested so far may bring.
  std::size_t delivered_ = 0;
  std::size_t delivered_at_last_page_ = 0;
  bool last_page_was_full_ = true;
  PagePointer page_;  ///< The one that is consumed.
  std::size_t next_record_ = 0;
  support::IdSet seen_;

  std::mutex mutex_;  // guards the state of pages and of their records
  std::condition_variable progressed_;
  std::deque<PagePointer> pages_;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::engine
