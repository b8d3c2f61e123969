#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>
#include <variant>
#include <vector>

#include "kili/table.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Allocates as Arrow recommends it: on boundaries of 64 bytes, padded to a multiple of them.
template <typename T>
struct ArrowAllocator {
  using value_type = T;
  static constexpr std::size_t alignment = 64;

  ArrowAllocator() noexcept = default;
  template <typename U>
  ArrowAllocator(const ArrowAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t size = (count * sizeof(T) + alignment - 1) / alignment * alignment;
    return static_cast<T*>(::operator new(size, std::align_val_t(alignment)));
  }
  void deallocate(T* memory, std::size_t) noexcept { ::operator delete(memory, std::align_val_t(alignment)); }
  [[nodiscard]] friend bool operator==(const ArrowAllocator&, const ArrowAllocator&) noexcept { return true; }
};

template <typename T>
using Buffer = std::vector<T, ArrowAllocator<T>>;

/// Booleans, one bit each, starting with the lowest bit of the first byte.
class BitValues {
 public:
  [[nodiscard]] bool operator[](std::size_t i) const noexcept {
    return ((bytes_[i / 8] >> (i % 8)) & 1U) != 0;
  }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return bytes_.data(); }

  void append(bool bit);
  void append(std::size_t count, bool bit);
  void append_missing(std::size_t count) { append(count, false); }
  void shrink_to_fit() { bytes_.shrink_to_fit(); }
  [[nodiscard]] std::vector<const void*> buffers() const { return {data()}; }

 private:
  Buffer<std::uint8_t> bytes_;
  std::size_t size_ = 0;
};

template <typename T>
class NumberValues {
 public:
  [[nodiscard]] T operator[](std::size_t i) const noexcept { return values_[i]; }

  void append(T value) { values_.push_back(value); }
  void append_missing(std::size_t count) { values_.resize(values_.size() + count); }
  void shrink_to_fit() { values_.shrink_to_fit(); }
  [[nodiscard]] std::vector<const void*> buffers() const { return {values_.data()}; }

 private:
  Buffer<T> values_;
};

/// Texts, stored contiguously.
class TextValues {
 public:
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept;
  [[nodiscard]] std::size_t byte_count() const noexcept { return bytes_.size(); }

  /// @throws FieldError when there would be 2 GiB.
  void append(std::string_view text);
  void append_missing(std::size_t count) { offsets_.resize(offsets_.size() + count, offsets_.back()); }
  void shrink_to_fit();
  [[nodiscard]] std::vector<const void*> buffers() const { return {offsets_.data(), bytes_.data()}; }

 private:
  Buffer<std::int32_t> offsets_{0};  ///< A 0, and where each text ends.
  Buffer<char> bytes_;
};

/// The values of one column in one group of rows, laid out as an Arrow array of type bool, int64, double or
/// utf8. A missing value occupies a place with unspecified content.
class ColumnChunk {
 public:
  /// @param missing number of missing values that it begins with.
  ColumnChunk(ColumnType type, std::size_t missing);

  [[nodiscard]] ColumnType type() const noexcept { return type_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t null_count() const noexcept { return null_count_; }
  [[nodiscard]] std::size_t text_bytes() const noexcept;
  [[nodiscard]] bool is_null(std::size_t i) const noexcept { return !validity_.empty() && !validity_[i]; }

  [[nodiscard]] bool boolean(std::size_t i) const { return std::get<BitValues>(values_)[i]; }
  [[nodiscard]] std::int64_t integer(std::size_t i) const {
    return std::get<NumberValues<std::int64_t>>(values_)[i];
  }
  [[nodiscard]] double number(std::size_t i) const { return std::get<NumberValues<double>>(values_)[i]; }
  [[nodiscard]] std::string_view text(std::size_t i) const { return std::get<TextValues>(values_)[i]; }

  void append_missing(std::size_t count = 1);
  void append(bool value);
  void append(std::int64_t value);
  void append(double value);
  /// @throws FieldError when the chunk would hold 2 GiB of text.
  void append(std::string_view value);
  /// Releases memory that was reserved for growth.
  void shrink_to_fit();

  /// Buffers of an Arrow array: validity (null when nothing is missing), values; of texts, offsets and bytes.
  [[nodiscard]] std::vector<const void*> buffers() const;

 private:
  void add_valid();

  ColumnType type_;
  std::size_t size_ = 0;
  std::size_t null_count_ = 0;
  BitValues validity_;  ///< Empty until a value is missing.
  std::variant<BitValues, NumberValues<std::int64_t>, NumberValues<double>, TextValues> values_;
};

/// True when a double has exactly this value.
[[nodiscard]] bool is_exact_double(std::int64_t value) noexcept;
/// The same values as JSON text, or whole numbers as doubles. Precondition: `type` is json, or number and the
/// chunk's type is integer.
[[nodiscard]] ColumnChunk converted(const ColumnChunk& chunk, ColumnType type);

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
