#pragma once

/// @file
/// The lazy range of a listing: `Client::assets()`, `labels()`, `projects()` ...

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kili/export.hpp"
#include "kili/table.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {
template <typename Record>
class RecordStream;
}  // namespace detail

/// Some records of a listing, as the service gave them in one answer.
template <typename Record>
struct RecordPage {
  /// Where the listing goes on behind this page, for the argument `cursor` of a later listing.
  std::string cursor{};
  std::vector<Record> records{};
};

/// Records of a listing in the order of the service, page after page (`as_generator=True` of the
/// specification). A single-pass input range: nothing is sent before begin(); while a page is read the
/// following pages are fetched, a bounded number at once; destroying the range cancels its requests. When a
/// page fails, all records before it are delivered first; the `++` (or begin()) that would have delivered the
/// first record of the page throws. Not thread-safe. The range keeps the connection of its client alive.
template <typename Record>
class KILI_EXPORT RecordRange {
 public:
  class KILI_EXPORT Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = Record;
    using iterator_concept = std::input_iterator_tag;

    Iterator() noexcept = default;
    [[nodiscard]] const Record& operator*() const noexcept;
    [[nodiscard]] const Record* operator->() const noexcept { return &**this; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    [[nodiscard]] friend bool operator==(const Iterator& it, std::default_sentinel_t) noexcept {
      return it.at_end();
    }

   private:
    friend class RecordRange;
    explicit Iterator(detail::RecordStream<Record>* stream) noexcept : stream_(stream) {}
    [[nodiscard]] bool at_end() const noexcept;

    detail::RecordStream<Record>* stream_ = nullptr;
  };

  explicit RecordRange(std::unique_ptr<detail::RecordStream<Record>> stream) noexcept;
  RecordRange(RecordRange&&) noexcept;
  RecordRange& operator=(RecordRange&&) noexcept;
  RecordRange(const RecordRange&) = delete;
  RecordRange& operator=(const RecordRange&) = delete;
  ~RecordRange();

  /// Sends the first requests and waits for the first record. May be called once.
  /// @throws everything that reading a page throws.
  [[nodiscard]] Iterator begin();
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

  /// The next records, those that came in one answer together: 1 to `page_size`. May be called instead of
  /// begin(), and between increments of the iterator: it then delivers what is left of the current page,
  /// without the current record.
  /// @return nothing at the end. @throws everything that reading a page throws; a further call throws it
  /// again.
  [[nodiscard]] std::optional<RecordPage<Record>> next_page();
  /// Where the listing goes on behind the records that were delivered so far, for the argument `cursor` of a
  /// later listing with the same filters; also after an error. The current record of an iterator counts as
  /// delivered when the iterator was incremented, or the range was read to the end.
  [[nodiscard]] std::string cursor() const;
  /// Number of assets that this range will deliver, as counted by the service. Sends the request for the
  /// count if it was not sent before.
  [[nodiscard]] std::size_t total();
  /// All records (`as_generator=False`). Call instead of begin().
  [[nodiscard]] std::vector<Record> to_vector() &&;
  [[nodiscard]] std::vector<Record> to_vector() &;
  /// All records as a table (`format="pandas"`), built while pages arrive. Needs memory for the
  /// columns of the table and a few pages. Call instead of begin().
  [[nodiscard]] Table to_table() &&;
  [[nodiscard]] Table to_table() &;

 private:
  std::unique_ptr<detail::RecordStream<Record>> stream_;
};

}  // namespace v0_1
}  // namespace kili
