#include "kili/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ranges>
#include <string>
#include <utility>

#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "support/whole_file.hpp"
#include "table/arrow_export.hpp"
#include "table/table_data.hpp"
#include "table/table_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

static_assert(std::ranges::forward_range<ColumnValues<std::string_view>>);

using detail::TableData;

void check_row(const TableData& table, std::size_t row) {
  if (row >= table.row_count()) {
    throw ValidationError(fmt::format("row {} of a table of {} rows", row, table.row_count()));
  }
}

/// Writes into a file that appears when it is complete.
template <typename Write>
void write_file(const std::filesystem::path& path, const Write& write) {
  support::WholeFile file(path);
  write(detail::TextSink{&file, [](void* target, std::string_view text) {
                           static_cast<support::WholeFile*>(target)->write(text);
                         }});
  file.commit();
}

}  // namespace

std::string_view to_string(ColumnType type) noexcept {
  constexpr std::array<std::string_view, 5> names{"boolean", "integer", "number", "text", "json"};
  return names[static_cast<std::size_t>(type)];
}

// Storage --------------------------------------------------------------------------------------------------

TableData::Cell TableData::cell(std::size_t column, std::size_t row) const noexcept {
  const auto next = std::upper_bound(group_begins.begin(), group_begins.end(), row);
  const auto group = static_cast<std::size_t>(next - group_begins.begin()) - 1;
  return {*columns[column].chunks[group], row - group_begins[group]};
}

std::optional<bool> detail::boolean_cell(const TableData& table, std::size_t column, std::size_t row) {
  const auto [chunk, index] = table.cell(column, row);
  return chunk.is_null(index) ? std::nullopt : std::optional(chunk.boolean(index));
}

std::optional<std::int64_t> detail::integer_cell(const TableData& table, std::size_t column,
                                                 std::size_t row) {
  const auto [chunk, index] = table.cell(column, row);
  return chunk.is_null(index) ? std::nullopt : std::optional(chunk.integer(index));
}

std::optional<double> detail::number_cell(const TableData& table, std::size_t column, std::size_t row) {
  const auto [chunk, index] = table.cell(column, row);
  if (chunk.is_null(index)) return std::nullopt;
  if (chunk.type() == ColumnType::integer) return static_cast<double>(chunk.integer(index));
  return chunk.number(index);
}

std::optional<std::string_view> detail::text_cell(const TableData& table, std::size_t column,
                                                  std::size_t row) {
  const auto [chunk, index] = table.cell(column, row);
  return chunk.is_null(index) ? std::nullopt : std::optional(chunk.text(index));
}

// Columns --------------------------------------------------------------------------------------------------

TableColumn::TableColumn(std::shared_ptr<const TableData> table, std::size_t index) noexcept
    : table_(std::move(table)), index_(index) {}

std::string_view TableColumn::name() const noexcept { return table_->columns[index_].name; }
ColumnType TableColumn::type() const noexcept { return table_->columns[index_].type; }
std::size_t TableColumn::size() const noexcept { return table_->row_count(); }
std::size_t TableColumn::null_count() const noexcept { return table_->columns[index_].null_count; }

void TableColumn::check_type(ColumnType wanted, ColumnType also_wanted) const {
  if (type() == wanted || type() == also_wanted) return;
  throw FieldError(fmt::format("column \"{}\" has type {}, not {}", name(), to_string(type()),
                               wanted == also_wanted
                                   ? std::string(to_string(wanted))
                                   : fmt::format("{} or {}", to_string(wanted), to_string(also_wanted))));
}

bool TableColumn::is_null(std::size_t row) const {
  check_row(*table_, row);
  const auto [chunk, index] = table_->cell(index_, row);
  return chunk.is_null(index);
}

std::optional<bool> TableColumn::boolean(std::size_t row) const {
  check_type(ColumnType::boolean, ColumnType::boolean);
  check_row(*table_, row);
  return detail::boolean_cell(*table_, index_, row);
}
std::optional<std::int64_t> TableColumn::integer(std::size_t row) const {
  check_type(ColumnType::integer, ColumnType::integer);
  check_row(*table_, row);
  return detail::integer_cell(*table_, index_, row);
}
std::optional<double> TableColumn::number(std::size_t row) const {
  check_type(ColumnType::number, ColumnType::integer);
  check_row(*table_, row);
  return detail::number_cell(*table_, index_, row);
}
std::optional<std::string_view> TableColumn::text(std::size_t row) const {
  check_type(ColumnType::text, ColumnType::json);
  check_row(*table_, row);
  return detail::text_cell(*table_, index_, row);
}

ColumnValues<bool> TableColumn::booleans() const {
  check_type(ColumnType::boolean, ColumnType::boolean);
  return {table_, index_, size()};
}
ColumnValues<std::int64_t> TableColumn::integers() const {
  check_type(ColumnType::integer, ColumnType::integer);
  return {table_, index_, size()};
}
ColumnValues<double> TableColumn::numbers() const {
  check_type(ColumnType::number, ColumnType::integer);
  return {table_, index_, size()};
}
ColumnValues<std::string_view> TableColumn::texts() const {
  check_type(ColumnType::text, ColumnType::json);
  return {table_, index_, size()};
}

// The table ------------------------------------------------------------------------------------------------

Table::Table(std::shared_ptr<const TableData> data) noexcept : data_(std::move(data)) {}

const std::shared_ptr<const TableData>& Table::data() const noexcept {
  static const auto& empty = support::immortal(std::make_shared<const TableData>());
  return data_ ? data_ : empty;
}

std::size_t Table::row_count() const noexcept { return data()->row_count(); }
std::size_t Table::column_count() const noexcept { return data()->columns.size(); }

std::vector<std::string_view> Table::column_names() const {
  std::vector<std::string_view> names;
  for (const auto& column : data()->columns) names.emplace_back(column.name);
  return names;
}

bool Table::has_column(std::string_view name) const noexcept {
  return std::ranges::any_of(data()->columns, [name](const auto& column) { return column.name == name; });
}

TableColumn Table::column(std::string_view name) const {
  const auto& columns = data()->columns;
  const auto found = std::ranges::find(columns, name, &TableData::Column::name);
  if (found == columns.end()) {
    throw FieldError(fmt::format("the table has no column \"{}\"; it has {}", support::shown_text(name, 100),
                                 columns.empty() ? "none" : support::shown_list(column_names())));
  }
  return {data(), static_cast<std::size_t>(found - columns.begin())};
}

TableColumn Table::column_at(std::size_t index) const {
  if (index >= column_count()) {
    throw ValidationError(fmt::format("column {} of a table of {} columns", index, column_count()));
  }
  return {data(), index};
}

Json Table::record(std::size_t row) const {
  check_row(*data(), row);
  auto object = nlohmann::json::object();
  std::string text;
  for (std::size_t i = 0; i < column_count(); ++i) {
    const auto [chunk, index] = data()->cell(i, row);
    nlohmann::json& member = object[data()->columns[i].name];
    if (chunk.is_null(index)) continue;
    text.clear();
    detail::append_json_value(text, chunk, index);
    member = support::parse_json(text, support::WideIntegers::digits);
  }
  return object;
}

void Table::write_csv(detail::TextSink sink, char separator) const {
  if (separator == '"' || separator == '\r' || separator == '\n') {
    throw ValidationError(
        "separator: a quote or line break cannot separate the fields of CSV; give ',' or ';'");
  }
  detail::write_csv(*data(), sink, separator);
}

void Table::write_csv(const std::filesystem::path& file, char separator) const {
  write_file(file, [&](detail::TextSink sink) { write_csv(sink, separator); });
}

void Table::write_ndjson(detail::TextSink sink) const { detail::write_ndjson(*data(), sink); }

void Table::write_ndjson(const std::filesystem::path& file) const {
  write_file(file, [&](detail::TextSink sink) { write_ndjson(sink); });
}

void Table::export_to(ArrowArrayStream* out, std::size_t max_batch_rows) const {
  if (out == nullptr)
    throw ValidationError("out: no stream to fill; give the address of an ArrowArrayStream");
  if (max_batch_rows == 0)
    throw ValidationError("max_batch_rows: a batch has at least one row; give 1 or more");
  detail::export_stream(data(), max_batch_rows, *out);
}

}  // namespace v0_1
}  // namespace kili
