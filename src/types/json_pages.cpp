#include <ranges>
#include <utility>

#include "kili/errors.hpp"
#include "kili/graphql.hpp"
#include "types/json_page_stream.hpp"

namespace kili {
inline namespace v0_1 {

JsonPages::JsonPages(std::unique_ptr<detail::JsonPageStream> stream) noexcept : stream_(std::move(stream)) {}
JsonPages::JsonPages(JsonPages&&) noexcept = default;
JsonPages& JsonPages::operator=(JsonPages&& other) noexcept {
  if (this != &other) {
    const JsonPages replaced(std::move(*this));
    stream_ = std::move(other.stream_);
  }
  return *this;
}
JsonPages::~JsonPages() {
  if (stream_ && !stream_->process().is_of_this_process()) support::keep_for_ever(stream_.release());
}

JsonPages::Iterator JsonPages::begin() {
  stream_->process().check();
  if (stream_->started()) {
    throw ValidationError(
        "begin() of the range of pages() was called twice; it can be read once, call "
        "pages() again");
  }
  stream_->advance();
  return Iterator(stream_.get());
}

std::string JsonPages::cursor() const { return stream_->cursor(); }

const JsonPage& JsonPages::Iterator::operator*() const noexcept { return stream_->current(); }

JsonPages::Iterator& JsonPages::Iterator::operator++() {
  stream_->process().check();
  stream_->advance();
  return *this;
}

bool JsonPages::Iterator::at_end() const noexcept { return stream_ == nullptr || stream_->at_end(); }

static_assert(std::ranges::input_range<JsonPages>);

}  // namespace v0_1
}  // namespace kili
