// How a replay compares archives with recorded ones: what is alike in spite of dates and ids, and how each
// kind of difference is told.

#include "exported.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "digest.hpp"
#include "support/export_files.hpp"
#include "test_folder.hpp"

namespace {

using Catch::Matchers::Contains;
using kili::test::export_files;
using kili::test::TestFolder;
using kili::test::write_file;
using kili::wire::Bindings;
using kili::wire::changed_export;
using kili::wire::export_differences;
using nlohmann::json;
using Entries = std::vector<std::pair<std::string, std::string>>;
using Texts = std::vector<std::string>;

/// Writes a zip archive; names that end with '/' are folders.
void write_zip(const std::filesystem::path& path, const Entries& entries) {
  archive* const writer = archive_write_new();
  archive_write_set_format_zip(writer);
  REQUIRE(archive_write_open_filename(writer, path.c_str()) == ARCHIVE_OK);
  for (const auto& [name, content] : entries) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    REQUIRE(archive_write_header(writer, entry) == ARCHIVE_OK);
    REQUIRE(archive_write_data(writer, content.data(), content.size()) == std::ssize(content));
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(writer) == ARCHIVE_OK);
  archive_write_free(writer);
}

json text(const std::string& content) { return {{"text", content}}; }

/// Differences of an archive out.zip.
Texts differences(const Entries& actual, const json& recorded, Bindings bindings = {}) {
  const TestFolder folder;
  write_zip(folder.root() / "out.zip", actual);
  return export_differences({{"out.zip", recorded}}, folder.root(), json::object(), bindings);
}

/// The only difference of the file `name`.
std::string difference_of(const std::string& name, const std::string& actual, const json& recorded,
                          Bindings bindings = {}) {
  const auto all = differences({{name, actual}}, {{name, recorded}}, std::move(bindings));
  REQUIRE(all.size() <= 1);
  return all.empty() ? std::string() : all.front();
}

}  // namespace

TEST_CASE("archives are read with all their files, folders do not count") {
  const TestFolder folder;
  const std::string large(200'000, 'y');
  write_zip(folder.root() / "a.zip",
            {{"labels/", ""}, {"labels/a b.txt", "x"}, {"large", large}, {"none", ""}});
  CHECK(export_files(folder.root() / "a.zip") ==
        kili::test::ExportFiles{{"labels/a b.txt", "x"}, {"large", large}, {"none", ""}});
  std::filesystem::create_directories(folder.root() / "f/labels/empty");
  write_file(folder.root() / "f/labels/a.txt", "1");
  CHECK(export_files(folder.root() / "f") == kili::test::ExportFiles{{"labels/a.txt", "1"}});
}

TEST_CASE("archives that nobody can unpack are refused") {
  const TestFolder folder;
  const auto refused = [&](const Entries& entries, const std::string& message) {
    write_zip(folder.root() / "a.zip", entries);
    CHECK_THROWS_WITH(export_files(folder.root() / "a.zip"), Contains(message));
  };
  refused({{"../a", "x"}}, "a.zip: the name '../a' leaves the folder");
  refused({{"/a", "x"}}, "leaves the folder");
  refused({{"a", "x"}, {"a", "y"}}, "holds 'a' twice");
  write_file(folder.root() / "text.zip", "this is no archive");
  CHECK_THROWS_AS(export_files(folder.root() / "text.zip"), std::runtime_error);
}

TEST_CASE("what was recorded is found again in spite of dates and ids") {
  const json recorded{
      {"README.kili.txt", text("- Project identifier: <project>\n- Export date: <date>\n")},
      {"labels.json", text(R"({"info": {"year": "<year>", "date_created": "<date>"}, "area": 4})")},
      {"labels/a.geojson", text(R"({"assetId": "<asset:0>", "exportDate": "<date>"})")},
      {"data/a.png", {{"size", 3}, {"sha256", kili::wire::sha256(std::string_view("png"))}}}};
  const Entries actual{
      {"README.kili.txt", "- Project identifier: p1\n- Export date: 20261127-205014\n"},
      {"labels.json",
       "{\"area\": 4.0,\n \"info\": {\"date_created\": \"2026-11-27T20:50:14.123456\", \"year\": \"2026\"}}"},
      {"labels/a.geojson", R"({"exportDate":"2026-11-27T20:50:14.123Z","assetId":"a1"})"},
      {"data/a.png", "png"}};
  CHECK(differences(actual, recorded, {{"<project>", "p1"}, {"<asset:0>", "a1"}}).empty());
  const auto others = differences(actual, recorded, {{"<project>", "p2"}, {"<asset:0>", "a2"}});
  CHECK(others ==
        Texts{"out.zip: 'README.kili.txt': line 1: recorded \"- Project identifier: <project>\\n\", "
              "actual \"- Project identifier: p1\\n\"",
              "out.zip: 'labels/a.geojson': .assetId: recorded \"<asset:0>\", actual \"a1\""});
}

TEST_CASE("what is no date is not taken for one") {
  CHECK(difference_of("a.json", R"({"date": "today"})", text(R"({"date": "<date>"})")) ==
        R"--(out.zip: 'a.json': .date: recorded "(a date)", actual "today")--");
  CHECK(difference_of("a.json", R"({"year": 2026})", text(R"({"year": "<year>"})")) ==
        R"(out.zip: 'a.json': .year: recorded "<year>", actual 2026)");
  CHECK(
      difference_of("README.kili.txt", "date: 20261127-205014 UTC\n", text("date: <date>\n")) ==
      R"(out.zip: 'README.kili.txt': line 1: recorded "date: <date>\n", actual "date: 20261127-205014 UTC\n")");
}

TEST_CASE("the first difference of a document is told with its place") {
  CHECK(difference_of("labels.json", R"({"images": [{"id": 1}, {"id": 3}]})",
                      text(R"({"images": [{"id": 1}, {"id": 2}]})")) ==
        "out.zip: 'labels.json': .images[1].id: recorded 2, actual 3");
  CHECK(difference_of("labels.json", R"({"b": 1})", text(R"({"a": 1})")) ==
        "out.zip: 'labels.json': : 'a' is missing (recorded 1)");
  CHECK(difference_of("labels.json", "nothing", text("[]")) ==
        R"(out.zip: 'labels.json': is no JSON: "nothing")");
}

TEST_CASE("the first line that differs is told, ends of lines count") {
  CHECK(difference_of("a.csv", "x,y\n", text("x,y\r\n")) ==
        R"(out.zip: 'a.csv': line 1: recorded "x,y\r\n", actual "x,y\n")");
  CHECK(difference_of("a.xml", "<a>\n", text("<a>\n<b>\n")) ==
        R"(out.zip: 'a.xml': line 2 is missing: "<b>\n")");
  CHECK(difference_of("a.xml", "<a>\n\n", text("<a>\n")) == R"(out.zip: 'a.xml': line 2 is too much: "\n")");
  CHECK(difference_of("data.yaml", "names:\n  0: B\n  1: A\n", text("names:\n  0: A\n  1: B\n")) ==
        R"(out.zip: 'data.yaml': line 2: recorded "  0: A\n", actual "  0: B\n")");
}

TEST_CASE("tags and placeholders of nothing known stand for themselves") {
  CHECK_FALSE(difference_of("a.xml", "<name>b</name>\n", text("<word>b</word>\n")).empty());
  CHECK_FALSE(difference_of("a.txt", "x\n", text("<tmp>\n")).empty());
  CHECK(difference_of("a.json", R"(["x/y"])", text(R"(["<tmp>/y"])")) ==
        "out.zip: 'a.json': <tmp> stands for nothing known");
}

TEST_CASE("lines of YOLO labels may stand in any order") {
  CHECK(difference_of("BOX/labels/a.txt", "1 0.5\n0 0.25\n", text("0 0.25\n1 0.5\n")).empty());
  CHECK_FALSE(difference_of("labels/a.txt", "1 0.5\n0 0.26\n", text("0 0.25\n1 0.5\n")).empty());
  CHECK_FALSE(difference_of("labels/a.txt", "0 0.25\n", text("0 0.25\n0 0.25\n")).empty());
  CHECK_FALSE(difference_of("classes.txt", "1 B\n0 A\n", text("0 A\n1 B\n")).empty());
}

TEST_CASE("other bytes are a difference") {
  const json recorded{{"size", 3}, {"sha256", kili::wire::sha256(std::string_view("png"))}};
  CHECK(difference_of("a.png", "pngs", recorded) == "out.zip: 'a.png': recorded 3 bytes, actual 4");
  CHECK(difference_of("a.png", "gif", recorded).starts_with("out.zip: 'a.png': other bytes than recorded"));
}

TEST_CASE("files that are missing or too much are named, one after the other") {
  CHECK(differences({{"b", "1"}, {"c", "2"}}, {{"a", text("")}, {"b", text("1")}}) ==
        Texts{"out.zip: 'a' is missing", R"(out.zip: 'c' is too much: "2")"});
}

TEST_CASE("archives that are missing, broken or too much are named") {
  const TestFolder folder;
  Bindings bindings;
  std::filesystem::create_directories(folder.root() / "a/b");
  write_zip(folder.root() / "a/b/out.zip", {{"f", "1"}});
  write_file(folder.root() / "given.txt", "1");
  write_file(folder.root() / "broken.zip", "no archive");
  const json given{{"given.txt", json::object()}};
  CHECK(export_differences({{"a/b/out.zip", {{"f", text("1")}}}, {"broken.zip", json::object()}},
                           folder.root(), given, bindings)
            .size() == 1);
  std::filesystem::remove(folder.root() / "broken.zip");
  CHECK(
      export_differences({{"a/b", {{"out.zip", {{"any", true}}}}}}, folder.root(), given, bindings).empty());
  CHECK(export_differences(nullptr, folder.root(), given, bindings) == Texts{"a/b/out.zip: is too much"});
  CHECK(export_differences({{"a/b/out.zip", {{"f", text("1")}}}, {"out.zip", json::object()}}, folder.root(),
                           given, bindings) == Texts{"out.zip: was not written"});
}

TEST_CASE("rules replace, patch, add and take out files") {
  const json recorded{
      {"out.zip", {{"a.json", text(R"({"x": [1, "<asset:0>"]})")}, {"b", text("1")}, {"c", text("2")}}},
      {"other.zip", {{"d", text("")}}}};
  const json changed = changed_export(
      recorded, {{"out.zip",
                  {{"a.json", {{"json_patch", {{{"op", "replace"}, {"path", "/x/0"}, {"value", 2}}}}}},
                   {"b", nullptr},
                   {"c", text("3")},
                   {"e", {{"any", true}}},
                   {"f.json", {{"json", {1}}}}}},
                 {"other.zip", nullptr},
                 {"new.zip", {{"g", text("")}}}});
  CHECK(changed == json{{"out.zip",
                         {{"a.json", {{"json", {{"x", {2, "<asset:0>"}}}}}},
                          {"c", text("3")},
                          {"e", {{"any", true}}},
                          {"f.json", {{"json", {1}}}}}},
                        {"new.zip", {{"g", text("")}}}});
  const Entries actual{{"a.json", R"({"x":[2,"i"]})"}, {"c", "3"}, {"e", "whatever"}, {"f.json", "[1]"}};
  CHECK(differences(actual, changed.at("out.zip"), {{"<asset:0>", "i"}}).empty());
  CHECK(changed_export(nullptr, {{"out.zip", {{"a", text("")}}}}) == json{{"out.zip", {{"a", text("")}}}});
}

TEST_CASE("rules that fit no recording are refused") {
  const json recorded{{"out.zip", {{"a.json", text("{}")}, {"b", text("text")}}}};
  const auto refused = [&](const json& changes, const std::string& message) {
    CHECK_THROWS_WITH(changed_export(recorded, changes), Contains(message));
  };
  const json patch{{"json_patch", {{{"op", "remove"}, {"path", "/x"}}}}};
  refused({{"in.zip", nullptr}}, "export_changes: 'in.zip' was not recorded");
  refused({{"out.zip", {{"c", nullptr}}}}, "export_changes: 'c' of 'out.zip' was not recorded");
  refused({{"out.zip", {{"c", patch}}}}, "'c' of 'out.zip' was not recorded");
  refused({{"out.zip", {{"b", patch}}}}, "'b' of 'out.zip' was not recorded as JSON");
  refused({{"out.zip", {{"a.json", patch}}}},
          "the patch of export_changes: 'a.json' of 'out.zip' does not fit");
}
