#include <catch2/catch.hpp>
#include <memory>

#include "api/assets/asset_fields.hpp"
#include "arrow_reader.hpp"
#include "kili/errors.hpp"
#include "table/table_builder.hpp"
#include "table/table_data.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

const std::vector<std::string> arrow_fields{"id", "skipped", "priority", "consensusMark", "labels.id"};

std::vector<json> records_of(std::size_t count) {
  std::vector<json> records;
  for (std::size_t i = 0; i < count; ++i) {
    json record{{"id", "id_" + std::to_string(i)}, {"labels", {{{"id", i}}}}};
    if (i % 3 != 0) record["skipped"] = i % 2 == 0;
    if (i % 5 != 0) record["priority"] = i;
    if (i % 7 != 0) record["consensusMark"] = 0.5 * static_cast<double>(i);
    records.push_back(record);
  }
  return records;
}

std::shared_ptr<const detail::TableData> data_of(const std::vector<json>& records, std::size_t group_rows) {
  detail::TableBuilder builder(arrow_fields, &api::asset_column_type, {.rows = group_rows});
  for (const auto& record : records) builder.append(record);
  return std::move(builder).finish();
}

/// The rows of a stream, and how many each batch had. Releases everything.
struct Contents {
  std::vector<std::int64_t> batches;
  std::vector<json> rows;

  explicit Contents(ArrowArrayStream& stream) {
    ArrowSchema schema{};
    REQUIRE(stream.get_schema(&stream, &schema) == 0);
    for (;;) {
      ArrowArray batch{};
      REQUIRE(stream.get_next(&stream, &batch) == 0);
      if (batch.release == nullptr) break;
      batches.push_back(batch.length);
      const ArrowReader reader(schema, batch);
      for (std::int64_t i = 0; i < batch.length; ++i) rows.push_back(reader.value(i));
      for (std::int64_t i = 0; i < batch.n_children; ++i) {
        REQUIRE(ArrowReader(*schema.children[i], *batch.children[i]).count_nulls() ==
                batch.children[i]->null_count);
      }
      batch.release(&batch);
    }
    schema.release(&schema);
    stream.release(&stream);
    CHECK(stream.release == nullptr);
  }
};

/// What a record is in Arrow: every member there, JSON as text.
json in_arrow(const json& record) {
  json row{{"id", record["id"]}, {"labels", record["labels"].dump()}};
  for (const char* name : {"skipped", "priority", "consensusMark"}) row[name] = record.value(name, json());
  return row;
}

/// The chunks of a table, to see which are alive.
std::vector<std::weak_ptr<const detail::ColumnChunk>> chunks_of(const detail::TableData& data) {
  std::vector<std::weak_ptr<const detail::ColumnChunk>> chunks;
  for (const auto& column : data.columns)
    chunks.insert(chunks.end(), column.chunks.begin(), column.chunks.end());
  return chunks;
}
std::size_t count_alive(const std::vector<std::weak_ptr<const detail::ColumnChunk>>& chunks) {
  std::size_t alive = 0;
  for (const auto& chunk : chunks) alive += chunk.expired() ? 0U : 1U;
  return alive;
}

}  // namespace

TEST_CASE("a stream has the rows of the table in batches of bounded size") {
  for (const std::size_t count : {0U, 1U, 8U, 9U, 100U}) {
    for (const std::size_t group_rows : {1U, 9U, 64U, 1000U}) {
      for (const std::size_t batch_rows : {1U, 7U, 8U, 65'536U}) {
        CAPTURE(count, group_rows, batch_rows);
        const auto records = records_of(count);
        ArrowArrayStream stream{};
        Table(data_of(records, group_rows)).export_to(&stream, batch_rows);
        const Contents contents(stream);
        REQUIRE(contents.rows.size() == count);
        for (std::size_t i = 0; i < count; ++i) REQUIRE(contents.rows[i] == in_arrow(records[i]));
        for (const auto length : contents.batches) {
          REQUIRE(length >= 1);
          REQUIRE(length <= static_cast<std::int64_t>(std::min(batch_rows, group_rows)));
        }
      }
    }
  }
}

TEST_CASE("the schema names types, and JSON columns as such") {
  ArrowArrayStream stream{};
  Table(data_of(records_of(2), 10)).export_to(&stream);
  ArrowSchema schema{};
  REQUIRE(stream.get_schema(&stream, &schema) == 0);
  stream.release(&stream);  // the schema does not need it
  CHECK(std::string_view(schema.format) == "+s");
  CHECK(schema.flags == 0);
  CHECK(schema.metadata == nullptr);
  REQUIRE(schema.n_children == 5);
  const std::vector<std::string_view> formats{"u", "b", "l", "g", "u"};
  const std::vector<std::string_view> names{"id", "skipped", "priority", "consensusMark", "labels"};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(schema.children[i]->format == formats[i]);
    CHECK(schema.children[i]->name == names[i]);
    CHECK(schema.children[i]->flags == ARROW_FLAG_NULLABLE);
    CHECK((schema.children[i]->metadata != nullptr) == (names[i] == "labels"));
  }
  const char* metadata = schema.children[4]->metadata;
  const auto take_number = [&metadata] {
    std::int32_t number = 0;
    std::memcpy(&number, metadata, sizeof number);
    metadata += sizeof number;
    return number;
  };
  const auto take_text = [&] {
    const auto size = static_cast<std::size_t>(take_number());
    const std::string text(metadata, size);
    metadata += size;
    return text;
  };
  CHECK(take_number() == 2);
  CHECK(take_text() == "ARROW:extension:name");
  CHECK(take_text() == "arrow.json");
  CHECK(take_text() == "ARROW:extension:metadata");
  CHECK(take_text().empty());
  schema.release(&schema);
  CHECK(schema.release == nullptr);
}

TEST_CASE("batches share the memory of the table") {
  const auto data = data_of(records_of(20), 10);
  ArrowArrayStream stream{};
  Table(data).export_to(&stream, 6);
  for (const std::int64_t offset : {0, 6, 0, 6}) {
    ArrowArray batch{};
    REQUIRE(stream.get_next(&stream, &batch) == 0);
    CHECK(batch.offset == 0);
    CHECK(batch.children[0]->offset == offset);
    bool shared = false;
    for (const auto& chunk : data->columns[0].chunks) {
      shared = shared || chunk->buffers()[2] == batch.children[0]->buffers[2];
    }
    CHECK(shared);
    CHECK(batch.children[0]->buffers[0] == nullptr);  // nothing is missing
    batch.release(&batch);
  }
  stream.release(&stream);
}

TEST_CASE("what was handed out outlives the table and the stream, and nothing longer than needed") {
  auto data = data_of(records_of(20), 10);
  const auto chunks = chunks_of(*data);
  ArrowArrayStream stream{};
  {
    const Table table(std::move(data));
    table.export_to(&stream);
  }
  CHECK(count_alive(chunks) == 10);
  ArrowSchema schema{};
  REQUIRE(stream.get_schema(&stream, &schema) == 0);
  ArrowArray first{};
  ArrowArray second{};
  REQUIRE(stream.get_next(&stream, &first) == 0);
  REQUIRE(stream.get_next(&stream, &second) == 0);
  SECTION("first, second") {
    stream.release(&stream);
    CHECK(count_alive(chunks) == 10);
    first.release(&first);
    CHECK(count_alive(chunks) == 5);
    CHECK(ArrowReader(schema, second).value(9) == in_arrow(records_of(20)[19]));
    second.release(&second);
  }
  SECTION("second, first, and the stream last") {
    second.release(&second);
    CHECK(ArrowReader(schema, first).value(0) == in_arrow(records_of(20)[0]));
    first.release(&first);
    CHECK(count_alive(chunks) == 10);
    stream.release(&stream);
  }
  CHECK(count_alive(chunks) == 0);
  CHECK(first.release == nullptr);
  CHECK(second.release == nullptr);
  schema.release(&schema);
}

TEST_CASE("streams, schemas, arrays and their children may be moved") {
  auto data = data_of(records_of(10), 10);
  const auto chunks = chunks_of(*data);
  auto stream = std::make_unique<ArrowArrayStream>();
  Table(std::move(data)).export_to(stream.get());
  ArrowArrayStream moved_stream = *stream;
  stream.reset();  // the memory of the first structure is gone

  ArrowSchema schema{};
  REQUIRE(moved_stream.get_schema(&moved_stream, &schema) == 0);
  auto batch = std::make_unique<ArrowArray>();
  REQUIRE(moved_stream.get_next(&moved_stream, batch.get()) == 0);
  moved_stream.release(&moved_stream);
  ArrowArray moved_batch = *batch;
  batch.reset();
  CHECK(ArrowReader(schema, moved_batch).value(3) == in_arrow(records_of(10)[3]));

  ArrowArray priority = *moved_batch.children[2];
  moved_batch.children[2]->release = nullptr;
  moved_batch.release(&moved_batch);
  CHECK(count_alive(chunks) == 1);
  ArrowSchema priority_schema = *schema.children[2];
  schema.children[2]->release = nullptr;
  schema.release(&schema);
  CHECK(std::string_view(priority_schema.name) == "priority");
  CHECK(ArrowReader(priority_schema, priority).value(3) == 3);
  CHECK(ArrowReader(priority_schema, priority).value(5) == nullptr);
  priority.release(&priority);
  CHECK(priority.release == nullptr);
  priority_schema.release(&priority_schema);
  CHECK(count_alive(chunks) == 0);
}

TEST_CASE("a stream that is left early gives everything back") {
  auto data = data_of(records_of(100), 10);
  const auto chunks = chunks_of(*data);
  ArrowArrayStream stream{};
  Table(std::move(data)).export_to(&stream);
  ArrowArray batch{};
  REQUIRE(stream.get_next(&stream, &batch) == 0);
  batch.release(&batch);
  stream.release(&stream);
  CHECK(count_alive(chunks) == 0);
}

TEST_CASE("the end of a stream stays the end, and its schema may be asked again") {
  ArrowArrayStream stream{};
  Table(data_of(records_of(3), 10)).export_to(&stream);
  ArrowArray batch{};
  REQUIRE(stream.get_next(&stream, &batch) == 0);
  batch.release(&batch);
  for (int i = 0; i < 3; ++i) {
    batch.release = [](ArrowArray*) { FAIL("not made by the stream"); };
    REQUIRE(stream.get_next(&stream, &batch) == 0);
    CHECK(batch.release == nullptr);
    ArrowSchema schema{};
    REQUIRE(stream.get_schema(&stream, &schema) == 0);
    CHECK(schema.n_children == 5);
    schema.release(&schema);
  }
  CHECK(stream.get_last_error(&stream) == nullptr);
  stream.release(&stream);
}

TEST_CASE("an empty table is a stream of nothing that has a schema") {
  ArrowArrayStream stream{};
  Table().export_to(&stream);
  CHECK(Contents(stream).batches.empty());
}

TEST_CASE("an export without a stream or of empty batches is refused") {
  const Table table(data_of(records_of(3), 10));
  CHECK_THROWS_AS(table.export_to(nullptr), ValidationError);
  ArrowArrayStream stream{};
  CHECK_THROWS_AS(table.export_to(&stream, 0), ValidationError);
  CHECK(stream.release == nullptr);
}

TEST_CASE("a copy of the Arrow structures under the same guards does no harm") {
  STATIC_REQUIRE(sizeof(ArrowArray) == 80);
  STATIC_REQUIRE(sizeof(ArrowSchema) == 72);
  STATIC_REQUIRE(sizeof(ArrowArrayStream) == 40);
}
