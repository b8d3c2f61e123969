// `kili --format arrow`: its stream read as the Arrow format lays it out.

#include <flatbuffers/flatbuffers.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "cli_world.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

template <typename Value>
Value value_at(std::string_view bytes, std::size_t at) {
  REQUIRE(at + sizeof(Value) <= bytes.size());
  Value value{};
  std::memcpy(&value, bytes.data() + at, sizeof(Value));
  return value;
}

/// Where a FlatBuffers table keeps the field of that number.
constexpr flatbuffers::voffset_t slot(unsigned number) {
  return static_cast<flatbuffers::voffset_t>(4 + 2 * number);
}
using Tables = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::Table>>;

struct ArrowColumn {
  std::string extension{};
  std::string name{};
  std::uint8_t type = 0;  ///< 2: integer, 3: floating point, 5: utf8, 6: bool.
};

/// The batches of a stream, checked for what the format demands of each message.
struct ArrowStream {
  explicit ArrowStream(std::string_view bytes) {
    std::size_t at = 0;
    for (;;) {
      REQUIRE(value_at<std::uint32_t>(bytes, at) == 0xFFFFFFFF);
      const auto size = value_at<std::int32_t>(bytes, at + 4);
      at += 8;
      if (size == 0) break;
      REQUIRE((at + static_cast<std::size_t>(size)) % 8 == 0);
      const auto* const message = flatbuffers::GetRoot<flatbuffers::Table>(bytes.data() + at);
      CHECK(message->GetField<std::int16_t>(slot(0), 0) == 4);  // version 5
      const auto body = static_cast<std::size_t>(message->GetField<std::int64_t>(slot(3), 0));
      REQUIRE(body % 8 == 0);
      at += static_cast<std::size_t>(size);
      const auto kind = message->GetField<std::uint8_t>(slot(1), 0);
      const auto* const header = message->GetPointer<const flatbuffers::Table*>(slot(2));
      if (kind == 1) {
        read_schema(*header);
      } else {
        REQUIRE(kind == 3);
        read_batch(*header, bytes.substr(at, body));
      }
      at += body;
    }
    CHECK(at == bytes.size());
  }

  void read_schema(const flatbuffers::Table& schema) {
    for (const auto* const field : *schema.GetPointer<const Tables*>(slot(1))) {
      ArrowColumn column{.name = field->GetPointer<const flatbuffers::String*>(slot(0))->str(),
                         .type = field->GetField<std::uint8_t>(slot(2), 0)};
      CHECK(field->GetField<std::uint8_t>(slot(1), 0) == 1);
      CHECK(field->GetPointer<const Tables*>(slot(5))->size() == 0);
      for (const auto* const entry : *field->GetPointer<const Tables*>(slot(6))) {
        if (entry->GetPointer<const flatbuffers::String*>(slot(0))->str() == "ARROW:extension:name") {
          column.extension = entry->GetPointer<const flatbuffers::String*>(slot(1))->str();
        }
      }
      columns.push_back(column);
    }
  }

  struct Place {
    std::int64_t first;
    std::int64_t second;
  };
  void read_batch(const flatbuffers::Table& batch, std::string_view body) {
    const auto length = static_cast<std::size_t>(batch.GetField<std::int64_t>(slot(0), 0));
    const auto& nodes = *batch.GetPointer<const flatbuffers::Vector<const Place*>*>(slot(1));
    const auto& buffers = *batch.GetPointer<const flatbuffers::Vector<const Place*>*>(slot(2));
    REQUIRE(nodes.size() == columns.size());
    flatbuffers::uoffset_t next = 0;
    const auto buffer = [&] {
      const Place& place = *buffers.Get(next++);
      REQUIRE(place.first % 8 == 0);
      REQUIRE(static_cast<std::size_t>(place.first + place.second) <= body.size());
      return body.substr(static_cast<std::size_t>(place.first), static_cast<std::size_t>(place.second));
    };
    const auto bit = [](std::string_view bits, std::size_t row) {
      return (static_cast<unsigned char>(bits[row / 8]) >> (row % 8) & 1U) != 0;
    };
    std::vector<nlohmann::json> read(length, nlohmann::json::object());
    for (flatbuffers::uoffset_t i = 0; i < columns.size(); ++i) {
      CHECK(static_cast<std::size_t>(nodes.Get(i)->first) == length);
      const auto validity = buffer();
      const auto values = buffer();
      const auto text = columns[i].type == 5 ? buffer() : std::string_view();
      std::int64_t missing = 0;
      for (std::size_t row = 0; row < length; ++row) {
        nlohmann::json& cell = read[row][columns[i].name];
        if (!validity.empty() && !bit(validity, row)) {
          ++missing;
        } else if (columns[i].type == 2) {
          cell = value_at<std::int64_t>(values, row * 8);
        } else if (columns[i].type == 3) {
          cell = value_at<double>(values, row * 8);
        } else if (columns[i].type == 6) {
          cell = bit(values, row);
        } else {
          const auto from = static_cast<std::size_t>(value_at<std::int32_t>(values, row * 4));
          const auto to = static_cast<std::size_t>(value_at<std::int32_t>(values, row * 4 + 4));
          cell = std::string(text.substr(from, to - from));
        }
      }
      CHECK(nodes.Get(i)->second == missing);
    }
    CHECK(next == buffers.size());
    rows.insert(rows.end(), read.begin(), read.end());
  }

  std::vector<ArrowColumn> columns;
  std::vector<nlohmann::json> rows;
};

}  // namespace

TEST_CASE("kili writes a listing as a stream of the Arrow format") {
  CliWorld world;
  const auto ids = world.add({"first", "zweiter \u00fc", "third"});
  const auto run =
      world.run("assets --project " + world.project +
                " --fields id,externalId,skipped,priority,consensusMark,jsonMetadata --format arrow");
  REQUIRE(run.code == 0);
  const ArrowStream stream(run.output);
  REQUIRE(stream.columns.size() == 6);
  CHECK(stream.columns[0].name == "id");
  CHECK(stream.columns[0].type == 5);
  CHECK(stream.columns[2].type == 6);
  CHECK(stream.columns[3].type == 2);
  CHECK(stream.columns[4].type == 3);
  CHECK(stream.columns[5].extension == "arrow.json");
  REQUIRE(stream.rows.size() == 3);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    CHECK(stream.rows[i]["id"] == ids[i]);
    CHECK(stream.rows[i]["skipped"] == false);
    CHECK(stream.rows[i]["priority"] == 0);
    CHECK(stream.rows[i]["consensusMark"].is_null());
  }
  CHECK(stream.rows[1]["externalId"] == "zweiter \u00fc");
}

TEST_CASE("a listing of nothing is an Arrow stream without batches, and other commands have no such format") {
  CliWorld world;
  const auto nothing = world.run("labels --project " + world.project + " --fields id --format arrow");
  CHECK(nothing.code == 0);
  CHECK(ArrowStream(nothing.output).rows.empty());
  world.add({"a"});
  const auto refused = world.run("delete --all --yes --project " + world.project + " --format arrow");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.errors, Contains("--format arrow is for the listings"));
  CHECK(world.changes() == 0);
}
