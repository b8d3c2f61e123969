#include <fmt/format.h>
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "test_folder.hpp"
#include "use_cases/assets/importing/import_journal.hpp"

using namespace kili;
using namespace kili::test;
using use_cases::ImportJournal;

namespace {

/// What was given for asset 0.
const support::TextHash row_hash = support::hash_of("row 0");

std::vector<use_cases::PlannedAsset> one_asset() {
  std::vector<use_cases::PlannedAsset> assets(1);
  assets[0].asset_id = "c1";
  assets[0].external_id = "car_1";
  assets[0].row_hash = row_hash;
  return assets;
}

/// The journal of an import that was killed after its only asset was created.
constexpr const char* known_journal =
    R"(kili import journal 1
e50d3b3f {"project":"p1","rows":1}
c84218fb {"asynchronous":false,"sent":[[0,"c1","car_1","9c63c05a6700e977f414f33ba81cea61"]]}
5d04f25f {"finished":[0],"state":"c"}
)";

}  // namespace

TEST_CASE("journals have the bytes that they always had") {
  const TestFolder folder;
  {
    ImportJournal journal(folder.path("journal"), "p1", 1);
    journal.note_sent(one_asset(), std::array<std::size_t, 1>{0});
    journal.note_finished(std::array<std::size_t, 1>{0}, ImportJournal::State::created);
  }
  CHECK(read_file(folder.path("journal")) == known_journal);
}

TEST_CASE("a journal of an earlier version is read") {
  const TestFolder folder;
  const ImportJournal journal(folder.file("journal", known_journal), "p1", 1);
  const auto* entry = journal.find(0, row_hash);
  REQUIRE(entry != nullptr);
  CHECK(entry->asset_id == "c1");
  CHECK(entry->external_id == "car_1");
  CHECK(entry->state == ImportJournal::State::created);
  CHECK(journal.is_finished(0));
  CHECK_THROWS_AS(journal.find(0, support::hash_of("another row")), ValidationError);
}

TEST_CASE("a journal whose numbers count nothing is damaged") {
  const TestFolder folder;
  const auto line = [](const std::string& text) {
    return fmt::format("{:08x} {}\n", support::hash_of(text).high & 0xffffffffU, text);
  };
  const std::string start = "kili import journal 1\n";
  const std::string header = line(R"({"project":"p1","rows":1})");
  const std::string sent = R"(,"c1","car_1","9c63c05a6700e977f414f33ba81cea61"]]})";
  for (const std::string number : {"218446744073709551615", "1e30", "-1", "0.5", "true", "null"}) {
    CAPTURE(number);
    for (const auto& text :
         {start + line(R"({"project":"p1","rows":)" + (number == "null" ? "[]" : number) + "}"),
          start + header + line(R"({"asynchronous":false,"sent":[[)" + number + sent),
          start + header + line(R"({"finished":[)" + number + R"(],"state":"c"})")}) {
      const auto path = folder.file("journal", text);
      CHECK_THROWS_WITH(ImportJournal(path, "p1", 1), Catch::Matchers::Contains("damaged"));
    }
  }
}
