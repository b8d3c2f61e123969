#include "kili/assets/asset_range.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "kili/errors.hpp"
#include "table/table_builder.hpp"
#include "types/asset_stream.hpp"

namespace kili {
inline namespace v0_1 {

static_assert(std::ranges::input_range<AssetRange>);

AssetRange::AssetRange(std::unique_ptr<detail::AssetStream> stream) noexcept : stream_(std::move(stream)) {}
AssetRange::AssetRange(AssetRange&&) noexcept = default;
AssetRange& AssetRange::operator=(AssetRange&& other) noexcept {
  if (this != &other) {
    const AssetRange replaced(std::move(*this));
    stream_ = std::move(other.stream_);
  }
  return *this;
}
AssetRange::~AssetRange() {
  if (stream_ && !stream_->process().is_of_this_process()) support::keep_for_ever(stream_.release());
}

AssetRange::Iterator AssetRange::begin() {
  stream_->process().check();
  if (stream_->started()) {
    throw ValidationError(
        "begin() of a range of assets was called twice; it can be read once, call assets() again");
  }
  stream_->warn_of_hidden_progress();
  stream_->start();
  return Iterator(stream_.get());
}

std::size_t AssetRange::total() {
  stream_->process().check();
  return stream_->total();
}

std::vector<Asset> AssetRange::to_vector() & {
  stream_->process().check();
  std::vector<Asset> assets;
  if (!stream_->started()) {
    constexpr std::size_t most_reserved = 1'000'000;  // a service may count anything
    assets.reserve(std::min(stream_->total(), most_reserved));
    stream_->show_progress();
    stream_->start();
  }
  stream_->check_did_not_fail();
  for (; !stream_->at_end(); stream_->advance()) assets.push_back(stream_->take_current());
  return assets;
}

std::vector<Asset> AssetRange::to_vector() && { return to_vector(); }

Table AssetRange::to_table() & {
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

Table AssetRange::to_table() && { return to_table(); }

const Asset& AssetRange::Iterator::operator*() const noexcept { return stream_->current(); }

AssetRange::Iterator& AssetRange::Iterator::operator++() {
  stream_->process().check();
  stream_->advance();
  return *this;
}

bool AssetRange::Iterator::at_end() const noexcept { return stream_ == nullptr || stream_->at_end(); }

}  // namespace v0_1
}  // namespace kili
