#pragma once

// The members of RecordRange, for the sources that instantiate it for a type of record.

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "kili/record_range.hpp"
#include "table/table_builder.hpp"
#include "types/record_stream.hpp"

namespace kili {
inline namespace v0_1 {

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
std::vector<Record> RecordRange<Record>::to_vector() & {
  stream_->process().check();
  std::vector<Record> records;
  if (!stream_->started()) {
    constexpr std::size_t most_reserved = 1'000'000;  // a service may count anything
    records.reserve(std::min(stream_->most_records(), most_reserved));
    stream_->show_progress();
    stream_->start();
  }
  stream_->check_did_not_fail();
  for (; !stream_->at_end(); stream_->advance()) records.push_back(stream_->take_current());
  return records;
}

template <typename Record>
std::vector<Record> RecordRange<Record>::to_vector() && {
  return to_vector();
}

template <typename Record>
Table RecordRange<Record>::to_table() & {
  stream_->process().check();
  if (!stream_->started()) {
    stream_->show_progress();
    stream_->start();
  }
  stream_->check_did_not_fail();
  detail::TableBuilder table(stream_->fields(),
                             [this](std::string_view field) { return stream_->column_type(field); });
  for (; !stream_->at_end(); stream_->advance()) table.append(stream_->current().json());
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
  stream_->advance();
  return *this;
}

template <typename Record>
bool RecordRange<Record>::Iterator::at_end() const noexcept {
  return stream_ == nullptr || stream_->at_end();
}

}  // namespace v0_1
}  // namespace kili
