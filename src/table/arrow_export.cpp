#include "table/arrow_export.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Exported memory is freed by the callbacks of C structures, which hold it as plain pointers.
// NOLINTBEGIN(cppcoreguidelines-owning-memory)

namespace kili {
inline namespace v0_1 {
namespace detail {
namespace {

// Ownership, schemas and arrays alike ----------------------------------------------------------------------
// The consumer may move a structure and its children by copying their bytes. So nothing here points to a
// structure, except the list of children that the parent owns.

/// The memory that a structure with children owns.
template <typename Structure>
class Children {
 public:
  explicit Children(std::size_t count) : structures_(count), pointers_(count) {
    for (std::size_t i = 0; i < count; ++i) pointers_[i] = &structures_[i];
  }
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;
  ~Children() {
    for (Structure& child : structures_) {
      if (child.release != nullptr) child.release(&child);  // null: not created, or moved by the consumer
    }
  }
  [[nodiscard]] Structure& operator[](std::size_t i) { return structures_[i]; }
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(structures_.size()); }
  [[nodiscard]] Structure** data() { return pointers_.data(); }

 private:
  std::vector<Structure> structures_;
  std::vector<Structure*> pointers_;
};

/// The release callback of a structure whose private data is an `Owner`.
template <typename Owner, typename Structure>
void release(Structure* structure) noexcept {
  delete static_cast<Owner*>(structure->private_data);
  structure->private_data = nullptr;
  structure->release = nullptr;
}

/// Sets the memory that the structure owns and the callback that frees it.
template <typename Owner, typename Structure>
void hand_over(std::unique_ptr<Owner> owner, Structure& structure) noexcept {
  structure.private_data = owner.release();
  structure.release = release<Owner, Structure>;
}

// Schema ---------------------------------------------------------------------------------------------------

const char* format_of(ColumnType type) noexcept {
  switch (type) {
    case ColumnType::boolean:
      return "b";
    case ColumnType::integer:
      return "l";
    case ColumnType::number:
      return "g";
    case ColumnType::text:
    case ColumnType::json:
      break;
  }
  return "u";
}

/// Metadata in the form of the C data interface: counts and lengths as int32 of this machine.
std::string encoded_metadata(const std::vector<std::pair<std::string_view, std::string_view>>& entries) {
  std::string out;
  const auto add_number = [&out](std::size_t number) {
    const auto value = static_cast<std::int32_t>(number);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
  };
  add_number(entries.size());
  for (const auto& [key, value] : entries) {
    add_number(key.size());
    out += key;
    add_number(value.size());
    out += value;
  }
  return out;
}

struct FieldOwner {
  std::string name;
  std::string metadata;
};

void export_field(const TableData::Column& column, ArrowSchema& out) {
  auto owner = std::make_unique<FieldOwner>(FieldOwner{.name = column.name, .metadata = {}});
  out = ArrowSchema{};
  out.format = format_of(column.type);
  out.name = owner->name.c_str();
  out.flags = ARROW_FLAG_NULLABLE;
  if (column.type == ColumnType::json) {
    owner->metadata =
        encoded_metadata({{"ARROW:extension:name", "arrow.json"}, {"ARROW:extension:metadata", ""}});
    out.metadata = owner->metadata.data();
  }
  hand_over(std::move(owner), out);
}

void export_schema(const TableData& table, ArrowSchema& out) {
  auto fields = std::make_unique<Children<ArrowSchema>>(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) export_field(table.columns[i], (*fields)[i]);
  out = ArrowSchema{};
  out.format = "+s";
  out.name = "";
  out.n_children = fields->count();
  out.children = fields->data();
  hand_over(std::move(fields), out);
}

// Batches --------------------------------------------------------------------------------------------------

struct ColumnOwner {
  std::shared_ptr<const ColumnChunk> chunk;
  std::vector<const void*> buffers;
};

struct BatchOwner {
  explicit BatchOwner(std::size_t column_count) : columns(column_count) {}

  Children<ArrowArray> columns;
  std::array<const void*, 1> buffers{};  ///< Validity of the rows: all are valid.
};

std::size_t count_nulls(const ColumnChunk& chunk, std::size_t begin, std::size_t length) {
  if (chunk.null_count() == 0 || length == chunk.size()) return chunk.null_count();
  std::size_t nulls = 0;
  for (std::size_t i = begin; i < begin + length; ++i) nulls += chunk.is_null(i) ? 1 : 0;
  return nulls;
}

void export_column(std::shared_ptr<const ColumnChunk> chunk, std::size_t begin, std::size_t length,
                   ArrowArray& out) {
  out = ArrowArray{};
  out.length = static_cast<std::int64_t>(length);
  out.null_count = static_cast<std::int64_t>(count_nulls(*chunk, begin, length));
  out.offset = static_cast<std::int64_t>(begin);
  auto buffers = chunk->buffers();
  auto owner =
      std::make_unique<ColumnOwner>(ColumnOwner{.chunk = std::move(chunk), .buffers = std::move(buffers)});
  out.n_buffers = static_cast<std::int64_t>(owner->buffers.size());
  out.buffers = owner->buffers.data();
  hand_over(std::move(owner), out);
}

/// Rows of one group as an array of structures.
void export_batch(const TableData& table, std::size_t group, std::size_t begin, std::size_t length,
                  ArrowArray& out) {
  auto owner = std::make_unique<BatchOwner>(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    export_column(table.columns[i].chunks[group], begin, length, owner->columns[i]);
  }
  out = ArrowArray{};
  out.length = static_cast<std::int64_t>(length);
  out.n_buffers = static_cast<std::int64_t>(owner->buffers.size());
  out.buffers = owner->buffers.data();
  out.n_children = owner->columns.count();
  out.children = owner->columns.data();
  hand_over(std::move(owner), out);
}

// Stream ---------------------------------------------------------------------------------------------------

struct StreamOwner {
  std::shared_ptr<const TableData> table;
  std::size_t max_batch_rows;
  std::size_t group = 0;
  std::size_t row = 0;  ///< In the group.
  const char* last_error = nullptr;
};

StreamOwner& owner_of(ArrowArrayStream* stream) noexcept {
  return *static_cast<StreamOwner*>(stream->private_data);
}

/// Calls the function and turns an exception into an error code; the structure is then released.
template <typename Structure, typename Function>
int guarded(StreamOwner& owner, Structure& out, const Function& function) noexcept {
  owner.last_error = nullptr;
  try {
    function();
    return 0;
  } catch (const std::bad_alloc&) {
    owner.last_error = "out of memory";
  }
  out.release = nullptr;
  return ENOMEM;
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) noexcept {
  StreamOwner& owner = owner_of(stream);
  return guarded(owner, *out, [&] { export_schema(*owner.table, *out); });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) noexcept {
  StreamOwner& owner = owner_of(stream);
  return guarded(owner, *out, [&] {
    const TableData& table = *owner.table;
    if (owner.group == table.group_count()) {
      *out = ArrowArray{};  // released: the end
      return;
    }
    const std::size_t group_rows = table.group_begins[owner.group + 1] - table.group_begins[owner.group];
    const std::size_t length = std::min(owner.max_batch_rows, group_rows - owner.row);
    export_batch(table, owner.group, owner.row, length, *out);
    owner.row += length;
    if (owner.row == group_rows) {
      ++owner.group;
      owner.row = 0;
    }
  });
}

const char* get_last_error(ArrowArrayStream* stream) noexcept { return owner_of(stream).last_error; }

}  // namespace

void export_stream(std::shared_ptr<const TableData> table, std::size_t max_batch_rows,
                   ArrowArrayStream& out) {
  auto owner =
      std::make_unique<StreamOwner>(StreamOwner{.table = std::move(table), .max_batch_rows = max_batch_rows});
  out = ArrowArrayStream{};
  out.get_schema = get_schema;
  out.get_next = get_next;
  out.get_last_error = get_last_error;
  hand_over(std::move(owner), out);
}

}  // namespace detail
}  // namespace v0_1
}  // namespace kili

// NOLINTEND(cppcoreguidelines-owning-memory)
