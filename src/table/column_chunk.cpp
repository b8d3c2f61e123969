#include "table/column_chunk.hpp"

#include <fmt/format.h>

#include <limits>
#include <string>

#include "kili/errors.hpp"
#include "table/table_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

void BitValues::append(bool bit) {
  if (size_ % 8 == 0) bytes_.push_back(0);
  if (bit) bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | (1U << (size_ % 8)));
  ++size_;
}

void BitValues::append(std::size_t count, bool bit) {
  for (std::size_t i = 0; i < count; ++i) append(bit);
}

std::string_view TextValues::operator[](std::size_t i) const noexcept {
  const auto begin = static_cast<std::size_t>(offsets_[i]);
  return {bytes_.data() + begin, static_cast<std::size_t>(offsets_[i + 1]) - begin};
}

void TextValues::append(std::string_view text) {
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
  if (text.size() > most - bytes_.size()) {
    throw FieldError(fmt::format("a value of {} bytes does not fit into a table; read such assets one by one",
                                 text.size()));
  }
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  offsets_.push_back(static_cast<std::int32_t>(bytes_.size()));
}

void TextValues::shrink_to_fit() {
  offsets_.shrink_to_fit();
  bytes_.shrink_to_fit();
}

ColumnChunk::ColumnChunk(ColumnType type, std::size_t missing) : type_(type) {
  switch (type) {
    case ColumnType::boolean:
      values_.emplace<BitValues>();
      break;
    case ColumnType::integer:
      values_.emplace<NumberValues<std::int64_t>>();
      break;
    case ColumnType::number:
      values_.emplace<NumberValues<double>>();
      break;
    case ColumnType::text:
    case ColumnType::json:
      values_.emplace<TextValues>();
      break;
  }
  append_missing(missing);
}

std::size_t ColumnChunk::text_bytes() const noexcept {
  const auto* texts = std::get_if<TextValues>(&values_);
  return texts != nullptr ? texts->byte_count() : 0;
}

void ColumnChunk::append_missing(std::size_t count) {
  if (count == 0) return;
  if (validity_.empty()) validity_.append(size_, true);
  validity_.append(count, false);
  std::visit([count](auto& values) { values.append_missing(count); }, values_);
  size_ += count;
  null_count_ += count;
}

void ColumnChunk::add_valid() {
  if (!validity_.empty()) validity_.append(true);
  ++size_;
}

void ColumnChunk::append(bool value) {
  std::get<BitValues>(values_).append(value);
  add_valid();
}

void ColumnChunk::append(std::int64_t value) {
  std::get<NumberValues<std::int64_t>>(values_).append(value);
  add_valid();
}

void ColumnChunk::append(double value) {
  std::get<NumberValues<double>>(values_).append(value);
  add_valid();
}

void ColumnChunk::append(std::string_view value) {
  std::get<TextValues>(values_).append(value);
  add_valid();
}

void ColumnChunk::shrink_to_fit() {
  validity_.shrink_to_fit();
  std::visit([](auto& values) { values.shrink_to_fit(); }, values_);
}

std::vector<const void*> ColumnChunk::buffers() const {
  // The specification allows null for a buffer of 0 bytes, but not every reader accepts it.
  alignas(ArrowAllocator<char>::alignment) static constexpr char nothing[ArrowAllocator<char>::alignment]{};
  auto result = std::visit([](const auto& values) { return values.buffers(); }, values_);
  for (const void*& buffer : result) {
    if (buffer == nullptr) buffer = nothing;
  }
  result.insert(result.begin(), null_count_ > 0 ? validity_.data() : nullptr);
  return result;
}

bool is_exact_double(std::int64_t value) noexcept {
  constexpr double beyond = 9223372036854775808.0;  // 2^63, the first double that is no int64
  const auto number = static_cast<double>(value);
  return number < beyond && static_cast<std::int64_t>(number) == value;
}

ColumnChunk converted(const ColumnChunk& chunk, ColumnType type) {
  ColumnChunk result(type, 0);
  std::string text;
  for (std::size_t i = 0; i < chunk.size(); ++i) {
    if (chunk.is_null(i)) {
      result.append_missing();
    } else if (type == ColumnType::number) {
      result.append(static_cast<double>(chunk.integer(i)));
    } else {
      text.clear();
      append_json_value(text, chunk, i);
      result.append(std::string_view(text));
    }
  }
  result.shrink_to_fit();
  return result;
}

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
