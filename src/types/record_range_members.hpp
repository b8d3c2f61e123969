#pragma once

// The members of RecordRange, for the sources that instantiate it for a type of record.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "kili/record_range.hpp"
#include "support/listing_cursor.hpp"
#include "table/table_builder.hpp"
#include "types/record_stream.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {

/// Goes to the next record. Precondition: the current one was delivered.
template <typename Record>
void go_on(RecordStream<Record>& stream) {
  stream.reading().current_is_delivered = false;
  stream.advance();
}

/// Takes all records that were not delivered. When one of them cannot be read, all are lost: a cursor is then
/// before them, at `place`.
template <typename Record, typename Take>
void read_rest(RecordStream<Record>& stream, std::size_t place, const Take& take) {
  try {
    if (stream.reading().current_is_delivered && !stream.at_end()) go_on(stream);
    for (; !stream.at_end(); stream.advance()) take();
  } catch (...) {
    stream.reading().return_to = place;
    throw;
  }
}

}  // namespace detail

template <typename Record>
RecordRange<Record>::RecordRange(std::unique_ptr<detail::RecordStream<Record>> stream) noexcept
    : stream_(std::move(stream)) {}
template <typename Record>
RecordRange<Record>::RecordRange(RecordRange&&) noexcept = default;
template <typename Record>
RecordRange<Record>& RecordRange<Record>::operator=(RecordRange&& other) noexcept {
  if (this != &other) {
    const RecordRange replaced(std::move(*this));
    stream_ = std::move(other.stream_);
  }
  return *this;
}
template <typename Record>
RecordRange<Record>::~RecordRange() {
  if (stream_ && !stream_->process().is_of_this_process()) support::keep_for_ever(stream_.release());
}

template <typename Record>
typename RecordRange<Record>::Iterator RecordRange<Record>::begin() {
  stream_->process().check();
  if (stream_->reading().by_pages) {
    throw ValidationError(fmt::format(
        "the range of {0}() is read by next_page() already; go on with next_page(), or call {0}() "
        "again",
        stream_->method()));
  }
  if (stream_->started()) {
    throw ValidationError(
        fmt::format("begin() of the range of {0}() was called twice; it can be read once, call {0}() again",
                    stream_->method()));
  }
  stream_->warn_of_hidden_progress();
  stream_->start();
  return Iterator(stream_.get());
}

template <typename Record>
std::size_t RecordRange<Record>::total() {
  stream_->process().check();
  return stream_->total();
}

template <typename Record>
std::optional<RecordPage<Record>> RecordRange<Record>::next_page() {
  auto& stream = *stream_;
  stream.process().check();
  if (!stream.started()) {
    stream.reading().by_pages = true;
    stream.start();
  } else {
    stream.check_did_not_fail();
    if (stream.at_end()) return std::nullopt;
    detail::go_on(stream);
  }
  if (stream.at_end()) return std::nullopt;
  RecordPage<Record> page;
  while (!stream.at_end()) {
    if (!stream.next_is_of_page()) {
      // An iterator stays at the last record of the page.
      page.records.push_back(stream.current());
      stream.reading().current_is_delivered = true;
      break;
    }
    page.records.push_back(stream.take_current());
    try {
      stream.advance();
    } catch (...) {
      stream.reading().error_is_due = true;  // the stream keeps it; the next call throws it
      break;
    }
  }
  page.cursor = cursor();
  return page;
}

template <typename Record>
std::string RecordRange<Record>::cursor() const {
  return support::cursor_text({.method = stream_->method(), .fingerprint = stream_->fingerprint()},
                              stream_->delivered_place());
}

template <typename Record>
std::vector<Record> RecordRange<Record>::to_vector() & {
  stream_->process().check();
  const std::size_t place = stream_->delivered_place();
  std::vector<Record> records;
  if (!stream_->started()) {
    constexpr std::size_t most_reserved = 1'000'000;  // a service may count anything
    records.reserve(std::min(stream_->most_records(), most_reserved));
    stream_->show_progress();
    stream_->start();
  }
  stream_->check_did_not_fail();
  detail::read_rest(*stream_, place, [&] { records.push_back(stream_->take_current()); });
  return records;
}

template <typename Record>
std::vector<Record> RecordRange<Record>::to_vector() && {
  return to_vector();
}

template <typename Record>
Table RecordRange<Record>::to_table() & {
  stream_->process().check();
  const std::size_t place = stream_->delivered_place();
  if (!stream_->started()) {
    stream_->show_progress();
    stream_->start();
  }
  stream_->check_did_not_fail();
  detail::TableBuilder table(stream_->fields(),
                             [this](std::string_view field) { return stream_->column_type(field); });
  detail::read_rest(*stream_, place, [&] { table.append(stream_->current().json()); });
  return Table(std::move(table).finish());
}

template <typename Record>
Table RecordRange<Record>::to_table() && {
  return to_table();
}

template <typename Record>
const Record& RecordRange<Record>::Iterator::operator*() const noexcept {
  return stream_->current();
}

template <typename Record>
typename RecordRange<Record>::Iterator& RecordRange<Record>::Iterator::operator++() {
  stream_->process().check();
  if (std::exchange(stream_->reading().error_is_due, false)) stream_->check_did_not_fail();
  detail::go_on(*stream_);
  return *this;
}

template <typename Record>
bool RecordRange<Record>::Iterator::at_end() const noexcept {
  return stream_ == nullptr || stream_->at_end();
}

}  // namespace v0_1
}  // namespace kili
