#include <fmt/format.h>
#include <array>
#include <catch2/catch.hpp>
#include <span>
#include <string>
#include <vector>

#include "kili/assets/journaled_import.hpp"
#include "kili/errors.hpp"
#include "test_folder.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/assets/importing/journal_content.hpp"

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

TEST_CASE("the journal of an import is its receipt") {
  const TestFolder folder;
  const auto path = folder.file("journal", known_journal);
  const auto import = read_import_journal(path);
  CHECK(import.project_id == "p1");
  CHECK_FALSE(import.is_complete);
  REQUIRE(import.assets.size() == 1);
  CHECK(import.assets[0].asset_id == "c1");
  CHECK(import.assets[0].external_id == "car_1");
  CHECK(import.assets[0].index == 0);
  CHECK(import.assets[0].outcome == JournaledOutcome::created);
  // A line that is not whole counts for nothing, and stays.
  const std::string killed = std::string(known_journal) + "5d04f25f {\"comp";
  const auto cut = folder.file("cut", killed);
  CHECK(read_import_journal(cut).assets.size() == 1);
  CHECK(read_file(cut) == killed);
  // Also while the import goes on.
  ImportJournal running(folder.path("running"), "p1", 1);
  CHECK(read_import_journal(folder.path("running")).project_id == "p1");
  running.note_sent(one_asset(), std::array<std::size_t, 1>{0});
  CHECK(read_import_journal(folder.path("running")).assets.at(0).outcome == JournaledOutcome::sent);
  running.note_complete();
  CHECK(read_import_journal(folder.path("running")).is_complete);
}

TEST_CASE("what is no journal, or a damaged one, is no receipt") {
  const TestFolder folder;
  CHECK_THROWS_AS(read_import_journal(folder.path("missing")), FileError);
  CHECK_THROWS_AS(read_import_journal(folder.root()), FileError);
  CHECK_THROWS_AS(read_import_journal(folder.file("other", "externalId\n")), ValidationError);
  CHECK(read_import_journal(folder.file("begun", "kili import jou")).project_id.empty());
  for (const char* const part : {"car_1", "\"c1\"", "\"state\"", "p1"}) {
    std::string damaged = known_journal;
    damaged[damaged.find(part) + 1] ^= 1;
    // A damaged last line cannot be told from one that is not whole.
    damaged += "1ec98c53 {\"complete\":true}\n";
    INFO(damaged);
    CHECK_THROWS_AS(read_import_journal(folder.file("damaged", damaged)), ValidationError);
  }
}

TEST_CASE("a journal is read in pieces, whatever line a piece ends in") {
  const TestFolder folder;
  constexpr std::size_t count = 12'000;
  std::vector<use_cases::PlannedAsset> assets(count);
  std::vector<std::size_t> indices(count);
  for (std::size_t i = 0; i < count; ++i) {
    assets[i].asset_id = "c" + std::to_string(i);
    assets[i].external_id = "car_" + std::to_string(i);
    assets[i].index = indices[i] = i;
  }
  constexpr std::size_t in_short_lines = 6'000;
  {
    ImportJournal journal(folder.path("journal"), "p1", count);
    for (std::size_t i = 0; i < in_short_lines; i += 10) {
      const auto some = std::span<const std::size_t>(indices).subspan(i, 10);
      journal.note_sent(assets, some);
      journal.note_finished(some, ImportJournal::State::created);
    }
    // A line that is longer than a piece.
    journal.note_sent(assets, std::span<const std::size_t>(indices).subspan(in_short_lines));
  }
  const std::string text = read_file(folder.path("journal"));
  REQUIRE(text.size() > 700'000);
  const auto import = read_import_journal(folder.path("journal"));
  REQUIRE(import.assets.size() == count);
  CHECK(import.assets[in_short_lines - 1].outcome == JournaledOutcome::created);
  CHECK(import.assets[count - 1].external_id == "car_11999");
  CHECK(import.assets[count - 1].outcome == JournaledOutcome::sent);
  // Where pieces end: a changed byte is damage, a file that ends there has a last line that is not whole.
  constexpr std::size_t piece = 262'144;
  const std::string complete = use_cases::journal_line({{"complete", true}});
  for (const std::size_t at : {piece - 1, piece, piece + 1}) {
    CAPTURE(at);
    std::string damaged = text + complete;
    damaged[at] = damaged[at] == '#' ? '+' : '#';
    CHECK_THROWS_AS(read_import_journal(folder.file("damaged", damaged)), ValidationError);
    const auto cut = folder.file("cut", text.substr(0, at));
    const auto whole = text.rfind('\n', at - 1) + 1;
    const auto known = read_import_journal(cut).assets.size();
    CHECK(known > 1'000);
    CHECK(known < in_short_lines);
    ImportJournal(cut, "p1", count).note_complete();
    const std::string gone_on = read_file(cut);
    CHECK(gone_on.size() > whole);
    CHECK(gone_on.starts_with(text.substr(0, whole)));
    CHECK(gone_on.substr(whole) == complete);
  }
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
