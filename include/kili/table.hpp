#pragma once

/// @file
/// A listing as a table of typed columns (`format="pandas"` of the specification).

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "kili/export.hpp"
#include "kili/json.hpp"

struct ArrowArrayStream;

namespace kili {
inline namespace v0_1 {

/// Type of the values of a column.
enum class ColumnType {
  boolean,
  integer,  ///< 64 bits, signed.
  number,   ///< Double precision.
  text,     ///< UTF-8; dates and identifiers too.
  json      ///< Each value as JSON text: objects, arrays, and fields with values of several types.
};
/// "boolean", "integer", "number", "text" or "json".
[[nodiscard]] KILI_EXPORT std::string_view to_string(ColumnType type) noexcept;

namespace detail {

struct TableData;

/// A callable that takes text, without its type.
struct TextSink {
  void* target;
  void (*write)(void* target, std::string_view text);
};

/// The value of a cell, absent when missing. Precondition: the column has values of this type.
[[nodiscard]] KILI_EXPORT std::optional<bool> boolean_cell(const TableData& table, std::size_t column,
                                                           std::size_t row);
[[nodiscard]] KILI_EXPORT std::optional<std::int64_t> integer_cell(const TableData& table, std::size_t column,
                                                                   std::size_t row);
[[nodiscard]] KILI_EXPORT std::optional<double> number_cell(const TableData& table, std::size_t column,
                                                            std::size_t row);
[[nodiscard]] KILI_EXPORT std::optional<std::string_view> text_cell(const TableData& table,
                                                                    std::size_t column, std::size_t row);

template <typename T>
[[nodiscard]] std::optional<T> cell(const TableData& table, std::size_t column, std::size_t row) {
  if constexpr (std::is_same_v<T, bool>) {
    return boolean_cell(table, column, row);
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return integer_cell(table, column, row);
  } else if constexpr (std::is_same_v<T, double>) {
    return number_cell(table, column, row);
  } else {
    static_assert(std::is_same_v<T, std::string_view>);
    return text_cell(table, column, row);
  }
}

}  // namespace detail

/// The values of a column from the first row to the last, without copies: a forward range of
/// std::optional<T>, where an absent one is a missing value. Keeps its table alive.
template <typename T>
class ColumnValues {
 public:
  class Iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = std::optional<T>;
    using iterator_concept = std::forward_iterator_tag;
    using iterator_category = std::input_iterator_tag;

    Iterator() noexcept = default;
    [[nodiscard]] std::optional<T> operator*() const { return detail::cell<T>(*table_, column_, row_); }
    Iterator& operator++() noexcept {
      ++row_;
      return *this;
    }
    Iterator operator++(int) noexcept {
      Iterator before = *this;
      ++*this;
      return before;
    }
    [[nodiscard]] friend bool operator==(const Iterator& left, const Iterator& right) noexcept {
      return left.row_ == right.row_;
    }

   private:
    friend class ColumnValues;
    Iterator(const detail::TableData* table, std::size_t column, std::size_t row) noexcept
        : table_(table), column_(column), row_(row) {}

    const detail::TableData* table_ = nullptr;
    std::size_t column_ = 0;
    std::size_t row_ = 0;
  };

  ColumnValues(std::shared_ptr<const detail::TableData> table, std::size_t column, std::size_t size) noexcept
      : table_(std::move(table)), column_(column), size_(size) {}

  [[nodiscard]] Iterator begin() const noexcept { return Iterator(table_.get(), column_, 0); }
  [[nodiscard]] Iterator end() const noexcept { return Iterator(table_.get(), column_, size_); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  std::shared_ptr<const detail::TableData> table_;
  std::size_t column_;
  std::size_t size_;
};

/// One column of a Table. Cheap to copy; keeps its table alive. Texts are views into the table: they live as
/// long as the table, a copy of it, or one of its columns.
class KILI_EXPORT TableColumn {
 public:
  TableColumn(std::shared_ptr<const detail::TableData> table, std::size_t index) noexcept;

  [[nodiscard]] std::string_view name() const noexcept;
  [[nodiscard]] ColumnType type() const noexcept;
  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept;
  /// Number of missing values.
  [[nodiscard]] std::size_t null_count() const noexcept;

  /// @throws ValidationError when there is no such row (so do the accessors below).
  [[nodiscard]] bool is_null(std::size_t row) const;
  /// The value in a row, absent when missing.
  /// @throws FieldError when the type is not boolean.
  [[nodiscard]] std::optional<bool> boolean(std::size_t row) const;
  /// @throws FieldError when the type is not integer.
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t row) const;
  /// @throws FieldError when the type is neither number nor integer.
  [[nodiscard]] std::optional<double> number(std::size_t row) const;
  /// @throws FieldError when the type is neither text nor json.
  [[nodiscard]] std::optional<std::string_view> text(std::size_t row) const;

  /// All values. @throws FieldError as the accessor of one value.
  [[nodiscard]] ColumnValues<bool> booleans() const;
  [[nodiscard]] ColumnValues<std::int64_t> integers() const;
  [[nodiscard]] ColumnValues<double> numbers() const;
  [[nodiscard]] ColumnValues<std::string_view> texts() const;

 private:
  void check_type(ColumnType wanted, ColumnType also_wanted) const;

  std::shared_ptr<const detail::TableData> table_;
  std::size_t index_;
};

/// Assets as a table: a row for each asset in the order of the listing, a column for each field that was
/// requested, in the order of the request; nested fields ("labels.id", "labels.author.email") share the
/// column of their first part ("labels"). Immutable, cheap to copy (shared). Needs little more memory
/// than its values; texts are stored contiguously.
///
/// Types are those of the service's schema where it has one; otherwise those of the values. A column of
/// integers and other numbers has type number. A column whose values have no common type has type json.
class KILI_EXPORT Table {
 public:
  /// No rows, no columns.
  Table() noexcept = default;
  explicit Table(std::shared_ptr<const detail::TableData> data) noexcept;

  [[nodiscard]] std::size_t row_count() const noexcept;
  [[nodiscard]] std::size_t column_count() const noexcept;
  /// Names from left to right; they live as long as the table or a copy of it.
  [[nodiscard]] std::vector<std::string_view> column_names() const;
  [[nodiscard]] bool has_column(std::string_view name) const noexcept;
  /// @throws FieldError naming the column and the existing ones.
  [[nodiscard]] TableColumn column(std::string_view name) const;
  /// The column at a position from the left, from 0. @throws ValidationError when there is none.
  [[nodiscard]] TableColumn column_at(std::size_t index) const;

  /// A row as an object with a member for each column; missing values are null, JSON is decoded.
  /// @throws ValidationError when there is no such row.
  [[nodiscard]] Json record(std::size_t row) const;

  /// Writes CSV according to RFC 4180: UTF-8, a line of names first, lines end in CRLF. A missing value is an
  /// empty field, an empty text is `""`. The file appears under its name when it is complete; until
  /// then the text is in a temporary file in the same folder.
  /// @param file to write or replace. Links are followed; devices and pipes are written to directly.
  /// @throws FileWriteError naming the file; ValidationError when the separator is a quote or line break.
  void write_csv(const std::filesystem::path& file, char separator = ',') const;
  /// The same to a callable that takes `std::string_view`, in pieces of about 64 KiB.
  template <std::invocable<std::string_view> Sink>
  void write_csv(Sink sink, char separator = ',') const {
    write_csv(erased(sink), separator);
  }

  /// Writes one JSON object per line (NDJSON, JSON Lines), members in the order of the columns; missing
  /// values are null, values of json columns are written as JSON. Files are written as by write_csv().
  /// @throws FileWriteError naming the file.
  void write_ndjson(const std::filesystem::path& file) const;
  template <std::invocable<std::string_view> Sink>
  void write_ndjson(Sink sink) const {
    write_ndjson(erased(sink));
  }

  /// Exports the table through the Arrow C stream interface (kili/arrow.hpp) without copies: pandas, Polars,
  /// DuckDB and other readers of Arrow read the table's own memory. Stream, schemas and arrays share
  /// ownership of it, so that they may outlive the table and each other. Column types become bool, int64,
  /// double, utf8, and utf8 with the extension type "arrow.json". A batch holds less than 2 GiB of text, so
  /// that utf8 works for a column of any size.
  /// @param out an empty structure; its receiver must call its release().
  /// @param max_batch_rows most rows of a batch, at least 1.
  /// @throws ValidationError when `out` is null or `max_batch_rows` is 0.
  void export_to(ArrowArrayStream* out, std::size_t max_batch_rows = 65'536) const;

 private:
  template <typename Sink>
  [[nodiscard]] static detail::TextSink erased(Sink& sink) noexcept {
    return {&sink, [](void* target, std::string_view text) { (*static_cast<Sink*>(target))(text); }};
  }
  void write_csv(detail::TextSink sink, char separator) const;
  void write_ndjson(detail::TextSink sink) const;
  [[nodiscard]] const std::shared_ptr<const detail::TableData>& data() const noexcept;

  std::shared_ptr<const detail::TableData> data_;
};

}  // namespace v0_1
}  // namespace kili
