#include "cli/arrow_stream.hpp"

#include <flatbuffers/flatbuffers.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace kili::cli {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using AnyTable = flatbuffers::Table;

static_assert(std::endian::native == std::endian::little, "the values are written as they are in memory");

constexpr std::size_t alignment = 8;
/// A batch has at most so many rows, and so much text in a column: offsets have 32 bits.
constexpr std::size_t most_rows = 65'536;
constexpr std::size_t most_text = std::size_t{1} << 30U;

// Tables, enumerators and unions of Schema.fbs and Message.fbs of the Arrow format.
constexpr std::int16_t metadata_version_5 = 4;
enum class MessageHeader : std::uint8_t {
  schema = 1,
  record_batch = 3
};
enum class TypeOfField : std::uint8_t {
  integer = 2,
  floating_point = 3,
  utf8 = 5,
  boolean = 6
};
constexpr std::int16_t double_precision = 2;

/// Where a table keeps the field of that number.
constexpr flatbuffers::voffset_t field(std::uint16_t number) {
  return static_cast<flatbuffers::voffset_t>(4U + 2U * number);
}

struct FieldNode {
  std::int64_t length;
  std::int64_t null_count;
};
struct BufferPlace {
  std::int64_t offset;
  std::int64_t length;
};

template <typename Fill>
Offset<AnyTable> table_of(FlatBufferBuilder& builder, const Fill& fill) {
  const auto start = builder.StartTable();
  fill();
  return {builder.EndTable(start)};
}

TypeOfField type_of(ColumnType type) {
  switch (type) {
    case ColumnType::boolean:
      return TypeOfField::boolean;
    case ColumnType::integer:
      return TypeOfField::integer;
    case ColumnType::number:
      return TypeOfField::floating_point;
    case ColumnType::text:
    case ColumnType::json:
      break;
  }
  return TypeOfField::utf8;
}

Offset<AnyTable> type_table(FlatBufferBuilder& builder, TypeOfField type) {
  constexpr std::int32_t bits = 64;
  return table_of(builder, [&] {
    if (type == TypeOfField::integer) {
      builder.AddElement<std::int32_t>(field(0), bits, 0);
      builder.AddElement<std::uint8_t>(field(1), 1, 0);  // signed
    } else if (type == TypeOfField::floating_point) {
      builder.AddElement<std::int16_t>(field(0), double_precision, 0);
    }
  });
}

Offset<AnyTable> key_value(FlatBufferBuilder& builder, const char* key, const char* value) {
  const auto key_text = builder.CreateString(key);
  const auto value_text = builder.CreateString(value);
  return table_of(builder, [&] {
    builder.AddOffset(field(0), key_text);
    builder.AddOffset(field(1), value_text);
  });
}

Offset<AnyTable> field_table(FlatBufferBuilder& builder, const TableColumn& column) {
  using Tables = std::vector<Offset<AnyTable>>;
  const auto name = builder.CreateString(column.name().data(), column.name().size());
  const TypeOfField type = type_of(column.type());
  const auto type_offset = type_table(builder, type);
  const auto children = builder.CreateVector(Tables());
  Tables metadata;
  if (column.type() == ColumnType::json) {
    metadata = {key_value(builder, "ARROW:extension:name", "arrow.json"),
                key_value(builder, "ARROW:extension:metadata", "")};
  }
  const auto metadata_offset = builder.CreateVector(metadata);
  return table_of(builder, [&] {
    builder.AddOffset(field(0), name);
    builder.AddElement<std::uint8_t>(field(1), 1, 0);  // may be missing
    builder.AddElement<std::uint8_t>(field(2), static_cast<std::uint8_t>(type), 0);
    builder.AddOffset(field(3), type_offset);
    builder.AddOffset(field(5), children);
    builder.AddOffset(field(6), metadata_offset);
  });
}

void pad(std::string& bytes) { bytes.resize((bytes.size() + alignment - 1) / alignment * alignment, '\0'); }

template <typename Value>
void append_bytes(std::string& out, Value value) {
  std::array<char, sizeof(Value)> bytes{};
  std::memcpy(bytes.data(), &value, sizeof(Value));
  out.append(bytes.data(), bytes.size());
}

/// A message: its metadata behind their length, padded. The body follows.
std::string message(FlatBufferBuilder& builder, MessageHeader kind, Offset<AnyTable> header,
                    std::size_t body_size) {
  constexpr std::uint32_t continuation = 0xFFFFFFFF;
  const auto whole = table_of(builder, [&] {
    builder.AddElement<std::int64_t>(field(3), static_cast<std::int64_t>(body_size), 0);
    builder.AddOffset(field(2), header);
    builder.AddElement<std::int16_t>(field(0), metadata_version_5, 0);
    builder.AddElement<std::uint8_t>(field(1), static_cast<std::uint8_t>(kind), 0);
  });
  builder.Finish(whole);
  std::string metadata(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  pad(metadata);
  std::string out;
  append_bytes(out, continuation);
  append_bytes(out, static_cast<std::int32_t>(metadata.size()));
  return out + metadata;
}

std::string schema_message(const std::vector<TableColumn>& columns) {
  FlatBufferBuilder builder;
  std::vector<Offset<AnyTable>> fields;
  fields.reserve(columns.size());
  for (const auto& column : columns) fields.push_back(field_table(builder, column));
  const auto list = builder.CreateVector(fields);
  const auto schema = table_of(builder, [&] { builder.AddOffset(field(1), list); });
  return message(builder, MessageHeader::schema, schema, 0);
}

/// The buffers of a batch of rows, one behind the other.
class BatchBody {
 public:
  BatchBody(std::size_t first, std::size_t last) : first_(first), last_(last) {}

  void add(const TableColumn& column) {
    std::int64_t missing = 0;
    for (std::size_t row = first_; row < last_; ++row) missing += column.is_null(row) ? 1 : 0;
    nodes_.push_back({.length = static_cast<std::int64_t>(last_ - first_), .null_count = missing});
    add_bits([&](std::size_t row) { return !column.is_null(row); }, missing > 0);
    switch (column.type()) {
      case ColumnType::boolean:
        add_bits([&](std::size_t row) { return column.boolean(row).value_or(false); }, true);
        break;
      case ColumnType::integer:
        add_values([&](std::size_t row) { return column.integer(row).value_or(0); });
        break;
      case ColumnType::number:
        add_values([&](std::size_t row) { return column.number(row).value_or(0.0); });
        break;
      case ColumnType::text:
      case ColumnType::json:
        add_texts(column);
        break;
    }
  }

  [[nodiscard]] std::string message_of() const {
    FlatBufferBuilder builder;
    const auto nodes = builder.CreateVectorOfStructs(nodes_);
    const auto buffers = builder.CreateVectorOfStructs(buffers_);
    const auto batch = table_of(builder, [&] {
      builder.AddElement<std::int64_t>(field(0), static_cast<std::int64_t>(last_ - first_), 0);
      builder.AddOffset(field(1), nodes);
      builder.AddOffset(field(2), buffers);
    });
    return message(builder, MessageHeader::record_batch, batch, bytes_.size());
  }
  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

 private:
  template <typename BitOf>
  void add_bits(const BitOf& bit_of, bool is_needed) {
    constexpr std::size_t bits = 8;
    std::string packed(is_needed ? (last_ - first_ + bits - 1) / bits : 0, '\0');
    for (std::size_t row = first_; is_needed && row < last_; ++row) {
      const std::size_t at = row - first_;
      if (!bit_of(row)) continue;
      packed[at / bits] =
          static_cast<char>(static_cast<unsigned char>(packed[at / bits]) | (1U << (at % bits)));
    }
    finish_buffer(packed);
  }
  template <typename ValueOf>
  void add_values(const ValueOf& value_of) {
    std::string values;
    for (std::size_t row = first_; row < last_; ++row) append_bytes(values, value_of(row));
    finish_buffer(values);
  }
  void add_texts(const TableColumn& column) {
    std::string offsets;
    std::string text;
    for (std::size_t row = first_; row < last_; ++row) {
      append_bytes(offsets, static_cast<std::int32_t>(text.size()));
      text += column.text(row).value_or(std::string_view());
    }
    append_bytes(offsets, static_cast<std::int32_t>(text.size()));
    finish_buffer(offsets);
    finish_buffer(text);
  }
  void finish_buffer(const std::string& buffer) {
    buffers_.push_back({.offset = static_cast<std::int64_t>(bytes_.size()),
                        .length = static_cast<std::int64_t>(buffer.size())});
    bytes_ += buffer;
    pad(bytes_);
  }

  std::vector<BufferPlace> buffers_;
  std::string bytes_;
  std::size_t first_;
  std::size_t last_;
  std::vector<FieldNode> nodes_;
};

/// Behind the last row of the batch that begins there.
std::size_t end_of_batch(const std::vector<TableColumn>& columns, std::size_t first, std::size_t rows) {
  std::vector<std::size_t> text(columns.size());
  std::size_t row = first;
  for (; row < rows && row - first < most_rows; ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (type_of(columns[i].type()) != TypeOfField::utf8) continue;
      text[i] += columns[i].text(row).value_or(std::string_view()).size();
      if (text[i] > most_text && row > first) return row;
    }
  }
  return row;
}

}  // namespace

void write_arrow_stream(const Table& table, const std::function<void(std::string_view)>& write) {
  std::vector<TableColumn> columns;
  for (std::size_t i = 0; i < table.column_count(); ++i) columns.push_back(table.column_at(i));
  write(schema_message(columns));
  for (std::size_t first = 0; first < table.row_count();) {
    const std::size_t last = end_of_batch(columns, first, table.row_count());
    BatchBody body(first, last);
    for (const auto& column : columns) body.add(column);
    write(body.message_of());
    write(body.bytes());
    first = last;
  }
  constexpr std::string_view end_of_stream("\xFF\xFF\xFF\xFF\0\0\0\0", 8);
  write(end_of_stream);
}

}  // namespace kili::cli
