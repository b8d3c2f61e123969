#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/completions_ahead.hpp"
#include "engine/page_contradictions.hpp"
#include "engine/page_sizes.hpp"
#include "engine/transfer_budget.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/condition.hpp"
#include "support/id_set.hpp"
#include "support/task_scope.hpp"
#include "support/transfer.hpp"
#include "support/worker_pool.hpp"

namespace kili::engine {

/// Where the records of a listing come from. The functions are called by jobs on the pool, several at once.
template <typename Record>
struct PageSource {
  /// @return the bytes that the record has grown by.
  using Task = std::function<std::size_t()>;

  /// Reads a page: at most `limit` records after the first `skip` ones.
  std::function<std::vector<Record>(std::size_t skip, std::size_t limit, const support::CallContext& context)>
      fetch;
  /// What is to be done before a record is complete, such as fetching a document that it refers to. The tasks
  /// may refer to the record and to the context, and run side by side. May be empty.
  std::function<std::vector<Task>(Record& record, const support::CallContext& context)> completions{};
  /// The id of a record, so that repeated records are told and left out. Empty: they cannot be told.
  /// May throw when a record has none.
  std::function<std::string_view(const Record& record)> id{};
  /// How many records there are now. Called when pages contradict the count.
  std::function<std::size_t(const support::CallContext& context)> count{};
  /// The id of the record at this place, for records that come without. Called when two pages are equal.
  std::function<std::string(std::size_t skip, const support::CallContext& context)> id_at{};
  /// A number that equal records share, for records that come without ids.
  std::function<std::size_t(const Record& record)> hash{};
  /// Tells the user what was odd.
  std::function<void(const std::string& message)> warn{};
};

/// How much of a listing is read.
struct PageLimits {
  std::optional<std::size_t> first{};  ///< Most records to deliver.
  /// Records of a page; of the largest one where pages adapt.
  std::size_t page_size = 1;
  std::size_t prefetch = 0;  ///< Pages that are read ahead of the one that is consumed.
  std::size_t total = 0;     ///< How many records the service has counted.
  /// Of answers, which pages adapt to; null: their size is fixed. Outlives the stream.
  TransferBudget* budget = nullptr;
};

/// Records of a paged listing, in order. Pages are read by jobs on the client's pool, at most `prefetch`
/// ahead, and so is what completes their records; a record is delivered as soon as it is complete and all
/// before it were. An error is thrown in the place of the first record that it concerns; no record is
/// delivered after it. Used by one thread, with which the jobs share the list of pages.
///
/// The listing is planned in pages of `page_size`. When its turn comes, a page asks for as many records as
/// PageSizes has then; the rest of it becomes a page behind it. So does what is missing when an answer is
/// shorter than asked, and a page that failed because of its size is asked again in smaller pieces. What is
/// read ahead has PageSizes::most_bytes_ahead at most, beside the page that is needed next; so has what
/// completes records that are not consumed yet, beside the record that is needed next.
///
/// A service whose pages contradict its count cannot keep a listing for ever. An empty page before the count
/// is reached is asked for once more, and then an error unless the service counts fewer records now. A page
/// without a new record is an error; without ids, a page that is equal to the one before when both begin with
/// the same record. Records beyond the count are delivered as far as the service counts more by then, and
/// with a warning where it does not.
template <typename Record>
class PageStream {
 public:
  /// Sends nothing.
  PageStream(std::shared_ptr<support::WorkerPool> pool, std::shared_ptr<const support::Clock> clock,
             const support::CallContext& context, PageSource<Record> source, const PageLimits& limits)
      : clock_(std::move(clock)),
        source_(std::move(source)),
        limits_(limits),
        context_(context),
        sizes_(limits.budget, limits.page_size, limits.prefetch + 1),
        jobs_(std::move(pool), context.stop_token) {
    context_.stop_token = jobs_.stop_token();
  }

  /// Begins to read ahead.
  void start() {
    const std::scoped_lock lock(mutex_);
    plan_pages();
    request_pages();
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
      place_ = page_->skip + next_record_;
      if (source_.id && !seen_.insert(source_.id(record))) continue;
      ++delivered_;
      return std::move(record);
    }
  }

  /// How many records of the service are behind: those that next() gave or passed over.
  [[nodiscard]] std::size_t place() const noexcept { return place_; }
  /// Number of the answer that the last record came in.
  [[nodiscard]] std::size_t page_number() const noexcept { return page_number_; }
  /// Whether next() would give a record, or throw, of the answer that the last record came in. Waits until
  /// that record is complete, for no further answer.
  [[nodiscard]] bool has_more_of_page() {
    while (page_ && next_record_ < page_->records.size() && (!limits_.first || delivered_ < *limits_.first)) {
      if (!source_.id || !next_is_repeated()) return true;
      static_cast<void>(wait_for_next_record());
      place_ = page_->skip + next_record_;
    }
    return false;
  }

  /// True when next() would not wait.
  [[nodiscard]] bool is_ready() {
    const std::scoped_lock lock(mutex_);
    if (page_ && next_record_ < page_->records.size()) return page_->is_complete(next_record_);
    return !pages_.empty() && pages_.front()->state == Page::State::ended;
  }

  /// Ends the listing: what is under way is cancelled and nothing more is delivered.
  void stop() {
    jobs_.request_stop();
    const std::scoped_lock lock(mutex_);
    pages_.clear();
    planned_ = limits_.total;
    last_page_was_full_ = false;
    page_.reset();
  }

 private:
  /// A record and what is still being done for it.
  struct Entry {
    std::exception_ptr error;
    std::size_t open_tasks = 0;
    std::size_t bytes = 0;  ///< That completed it.
    Record value;
  };
  struct Page {
    enum class State {
      planned,
      under_way,
      ended
    };

    std::size_t skip = 0;
    std::size_t limit = 0;     ///< Records to ask for.
    std::size_t cut_from = 0;  ///< It begins where an answer of that many records was shorter than asked.
    std::size_t weight = 0;    ///< PageSizes::weight_of its answer.
    std::size_t hash = 0;      ///< Of its records, where they have no ids.
    /// Records to ask for at most: fewer than in the attempt that failed.
    std::size_t most = std::numeric_limits<std::size_t>::max();
    std::exception_ptr error{};
    std::vector<Entry> records{};
    std::size_t begun = 0;  ///< Records whose completion has begun, or ended.
    State state = State::planned;

    [[nodiscard]] bool is_complete(std::size_t record) const noexcept {
      return record < begun && records[record].open_tasks == 0;
    }
  };
  using PagePointer = std::shared_ptr<Page>;
  using Pages = std::list<PagePointer>;

  /// Where repeated records are told, whole pages are asked for until one is short: records added meanwhile
  /// are found too. Otherwise exactly as many records as were counted are asked for.
  [[nodiscard]] bool more_pages_needed() const noexcept {
    if (planned_ < limits_.total) return true;
    const bool wants_more =
        source_.id && limits_.total > 0 && delivered_ < limits_.first.value_or(delivered_ + 1);
    if (!wants_more || !last_page_was_full_) return false;
    // All counted records fill their pages: the page that will be short is read ahead like the others.
    const bool will_be_short =
        planned_ == limits_.total && limits_.total < limits_.first.value_or(limits_.total + 1);
    // Otherwise whether more is needed is known when all that was read is consumed.
    const bool all_consumed = pages_.empty() && (!page_ || next_record_ >= page_->records.size());
    return will_be_short || all_consumed;
  }

  /// On the consumer's thread, under the lock.
  void plan_pages() {
    while (pages_.size() <= limits_.prefetch && more_pages_needed()) {
      const auto page = std::make_shared<Page>();
      page->skip = planned_;
      page->limit = source_.id ? limits_.page_size : std::min(limits_.page_size, limits_.total - planned_);
      planned_ += page->limit;
      pages_.push_back(page);
    }
  }

  /// Starts the pages whose turn it is. Under the lock.
  void request_pages() {
    std::size_t before = 0;
    std::size_t bytes_ahead = 0;
    for (auto place = pages_.begin(); place != pages_.end(); ++place, ++before) {
      Page& page = **place;
      if (page.state == Page::State::planned) {
        // The one that is consumed next is always read.
        const std::size_t limit = std::min({page.limit, page.most, sizes_.records()});
        const bool fits = before <= limits_.prefetch && under_way_ < sizes_.in_flight() &&
                          bytes_ahead + sizes_.weight_of(limit) <= PageSizes::most_bytes_ahead;
        if (before > 0 && !fits) return;
        cut(place, limit);
        request(*place);
      }
      bytes_ahead += page.state == Page::State::ended ? page.weight : sizes_.weight_of(page.limit);
    }
  }

  /// Leaves `limit` records to a planned page; the others get a page behind it.
  void cut(typename Pages::iterator place, std::size_t limit) {
    Page& page = **place;
    if (limit >= page.limit) return;
    const std::size_t end = page.skip + page.limit;
    page.limit = limit;
    const std::size_t rest = page.skip + limit;
    const auto behind = std::next(place);
    if (rest >= limits_.total && planned_ == end) {
      planned_ = rest;  // the last page tells whether there is more
    } else if (behind != pages_.end() && may_begin_at(*behind, rest, end)) {
      (*behind)->limit += end - rest;
      (*behind)->skip = rest;
    } else {
      insert_behind(place, rest, end - rest, 0);
    }
  }

  /// Whether the page that begins at `end` can begin at `rest`: so small rests do not become pages.
  [[nodiscard]] bool may_begin_at(const PagePointer& page, std::size_t rest, std::size_t end) const noexcept {
    return page->state == Page::State::planned && page->skip == end && page->cut_from == 0 &&
           end - rest < limits_.page_size;
  }

  void insert_behind(typename Pages::iterator place, std::size_t skip, std::size_t limit,
                     std::size_t cut_from) {
    const auto page = std::make_shared<Page>();
    page->skip = skip;
    page->limit = limit;
    page->cut_from = cut_from;
    pages_.insert(std::next(place), page);
  }

  void request(const PagePointer& page) {
    page->state = Page::State::under_way;
    ++under_way_;
    try {
      jobs_.run([this, page] { fetch(page); });
    } catch (...) {
      --under_way_;
      page->error = std::current_exception();
      page->state = Page::State::ended;
    }
  }

  /// Runs on the pool.
  void fetch(const PagePointer& page) {
    support::Transfer transfer;
    support::CallContext context = context_;
    context.transfer = &transfer;
    bool is_before_count = false;
    {
      const std::scoped_lock lock(mutex_);
      context.expected = sizes_.expected(page->limit);
      // The first page may be of any size, and nothing is delivered before it.
      if (context.expected.bytes == 0 && page->skip == 0) context.expected = PageSizes::large_answer;
      is_before_count = page->skip < limits_.total;
    }
    std::exception_ptr error;
    try {
      auto records = source_.fetch(page->skip, page->limit, context);
      if (records.empty() && is_before_count) records = fetch_empty_page_again(*page, context);
      if (records.size() > page->limit) {
        throw more_than_asked(context.method_name, records.size(), page->limit);
      }
      if (source_.hash) page->hash = hash_of(records);
      page->records.resize(records.size());
      for (std::size_t i = 0; i < records.size(); ++i) page->records[i].value = std::move(records[i]);
    } catch (...) {
      error = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    --under_way_;
    if (error && may_be_smaller(*page, transfer)) {
      page->state = Page::State::planned;
    } else {
      const bool came = !error;
      page->error = std::move(error);
      page->state = Page::State::ended;
      if (came) take_answer(page, transfer);
    }
    request_pages();
    complete_records();
    progressed_.notify_all();
  }

  /// An empty page where the service counted records. @return what it has in the second attempt.
  /// @throws HttpError when it is empty again although the service still counts records there.
  [[nodiscard]] std::vector<Record> fetch_empty_page_again(const Page& page,
                                                           const support::CallContext& context) {
    constexpr auto pause = std::chrono::seconds(1);
    context.sleep_until(*clock_, clock_->now() + pause);
    auto records = source_.fetch(page.skip, page.limit, context);
    if (!records.empty() || !source_.count) return records;
    const std::size_t counted = source_.count(context);
    if (counted > page.skip) throw no_records_there(context.method_name, counted, page.skip);
    // Records were deleted meanwhile.
    const std::scoped_lock lock(mutex_);
    limits_.total = std::min(limits_.total, page.skip);
    return records;
  }

  [[nodiscard]] std::size_t hash_of(const std::vector<Record>& records) const {
    constexpr std::size_t factor = 1'099'511'628'211;  // FNV's prime: the order counts
    std::size_t hash = records.size();
    for (const Record& record : records) hash = hash * factor ^ source_.hash(record);
    return hash;
  }

  [[nodiscard]] bool may_be_smaller(Page& page, const support::Transfer& transfer) {
    if (context_.stop_token.stop_requested()) return false;
    // Behind `first` the service may have more records than are wanted, and whole pages are asked for.
    const bool ends_at_count = !limits_.first || limits_.total < *limits_.first;
    if (ends_at_count && page.skip >= limits_.total) return false;
    const std::size_t expected = ends_at_count ? std::min(page.limit, limits_.total - page.skip) : page.limit;
    const std::size_t smaller = sizes_.take_failure(expected, transfer, clock_->now());
    if (smaller == 0) return false;
    page.most = smaller;
    return true;
  }

  void take_answer(const PagePointer& page, const support::Transfer& transfer) {
    const std::size_t count = page->records.size();
    page->weight =
        PageSizes::weight_of({.bytes = transfer.bytes_received, .bytes_of_values = transfer.bytes_of_values});
    sizes_.take_answer(page->limit, count, transfer, clock_->now());
    if (count == 0) return;
    if (page->cut_from > 0) sizes_.take_limit_of_service(page->cut_from);
    if (count >= page->limit || page->skip + count >= limits_.total) return;
    const auto place = std::find(pages_.begin(), pages_.end(), page);
    if (place == pages_.end()) return;  // the listing was stopped
    insert_behind(place, page->skip + count, page->limit - count, count);
  }

  /// Begins to complete records in their order, as far as their size allows. Under the lock.
  void complete_records() {
    if (page_ && !complete_records_of(page_)) return;
    for (const PagePointer& page : pages_) {
      if (page->state != Page::State::ended || page->error || !complete_records_of(page)) return;
    }
  }

  /// @return false when there is no room for all of them.
  [[nodiscard]] bool complete_records_of(const PagePointer& page) {
    for (; page->begun < page->records.size(); ++page->begun) {
      if (!source_.completions) continue;
      if (!completions_.has_room()) return false;
      Entry& entry = page->records[page->begun];
      try {
        for (auto& task : source_.completions(entry.value, context_)) run(page, entry, std::move(task));
      } catch (...) {
        entry.error = std::current_exception();
      }
    }
    return true;
  }

  void run(const PagePointer& page, Entry& entry, typename PageSource<Record>::Task task) {
    jobs_.run([this, page, &entry, task = std::move(task)] {
      std::exception_ptr error;
      std::size_t bytes = 0;
      try {
        bytes = task();
      } catch (...) {
        error = std::current_exception();
      }
      const std::scoped_lock lock(mutex_);
      // The error is handed over: the thread that throws it is then the only one to destroy it.
      if (error && !entry.error) entry.error = std::move(error);
      entry.bytes += bytes;
      --entry.open_tasks;
      completions_.take_end(bytes);
      complete_records();
      progressed_.notify_all();
    });
    ++entry.open_tasks;  // the job waits for the lock before it counts down
    completions_.take_begin();
  }

  [[nodiscard]] bool take_next_page() {
    std::unique_lock lock(mutex_);
    if (brought_nothing()) {
      const bool was_counted = page_->skip < limits_.total;
      if (!was_counted) last_page_was_full_ = false;
      if (was_counted && repeated_.is_too_many(page_->records.size())) {
        lock.unlock();
        fail(std::make_exception_ptr(same_records_again(context_.method_name, page_->skip)));
      }
    }
    plan_pages();
    request_pages();
    if (pages_.empty()) return false;
    const PagePointer page = pages_.front();
    progressed_.wait(lock, [&page] { return page->state == Page::State::ended; });
    pages_.pop_front();
    const PagePointer before = std::exchange(page_, page);
    if (page_->error) {
      lock.unlock();
      fail(std::move(page_->error));
    }
    next_record_ = 0;
    ++page_number_;
    delivered_before_page_ = delivered_;
    last_page_was_full_ = page_->records.size() >= page_->limit;
    lock.unlock();
    check_against(before);
    lock.lock();
    plan_pages();
    request_pages();
    complete_records();
    return true;
  }

  /// Whether next() would pass over the next record of the page.
  [[nodiscard]] bool next_is_repeated() {
    const Entry* next = nullptr;
    {
      std::unique_lock lock(mutex_);
      progressed_.wait(lock, [this] { return page_->is_complete(next_record_); });
      next = &page_->records[next_record_];
    }
    if (next->error) return false;
    try {
      return seen_.contains(source_.id(next->value));
    } catch (const Error&) {
      return false;  // next() throws it
    }
  }

  /// The page that was consumed had no record that was not there before.
  [[nodiscard]] bool brought_nothing() const {
    return page_ && source_.id && !page_->records.empty() && delivered_ == delivered_before_page_;
  }

  /// @param before the page that was consumed before this one; may be null.
  void check_against(const PagePointer& before) {
    if (page_->records.empty()) return;
    try {
      if (source_.id && page_->skip >= limits_.total && source_.count) count_again();
      const bool is_equal = before && source_.hash && page_->hash == before->hash &&
                            page_->records.size() == before->records.size();
      if (!is_equal || !source_.id_at || !repeated_.is_worth_a_look()) return;
      if (source_.id_at(page_->skip, context_) == source_.id_at(before->skip, context_)) {
        throw same_records_again(context_.method_name, page_->skip);
      }
    } catch (...) {
      fail(std::current_exception());
    }
  }

  /// There are records beyond those that were counted.
  void count_again() {
    const std::size_t counted = source_.count(context_);
    const std::scoped_lock lock(mutex_);
    const std::size_t most = limits_.first.value_or(counted);
    if (counted > page_->skip) {
      limits_.total = std::max(limits_.total, std::min(counted, most));
      return;
    }
    last_page_was_full_ = false;
    if (source_.warn) {
      source_.warn(more_than_counted(context_.method_name, counted, page_->skip + page_->records.size()));
    }
  }

  [[nodiscard]] Record& wait_for_next_record() {
    std::unique_lock lock(mutex_);
    progressed_.wait(lock, [this] { return page_->is_complete(next_record_); });
    Entry& entry = page_->records[next_record_++];
    completions_.take_consumed(entry.bytes);
    complete_records();
    lock.unlock();
    if (entry.error) fail(std::move(entry.error));
    return entry.value;
  }

  [[noreturn]] void fail(std::exception_ptr error) {
    stop();
    std::rethrow_exception(std::move(error));
  }

  std::shared_ptr<const support::Clock> clock_;
  PageSource<Record> source_;
  PageLimits limits_;
  support::CallContext context_;

  // Of the consumer.
  std::size_t delivered_ = 0;
  std::size_t delivered_before_page_ = 0;
  RepeatedPages repeated_;
  bool last_page_was_full_ = true;
  std::size_t next_record_ = 0;
  std::size_t page_number_ = 0;
  std::size_t place_ = 0;
  support::IdSet seen_;

  std::mutex mutex_;  // guards what follows, the state of pages and of their records
  support::Condition progressed_;
  PagePointer page_;         ///< The one that is consumed.
  Pages pages_;              ///< Those behind it, in order.
  std::size_t planned_ = 0;  ///< Records that the pages planned so far may bring.
  PageSizes sizes_;
  CompletionsAhead completions_;
  std::size_t under_way_ = 0;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::engine
