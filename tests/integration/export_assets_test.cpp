#ifdef KILI_EXAMPLE_EXPORT_ASSETS

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "example_program.hpp"
#include "kili/sandbox.hpp"
#include "support/csv.hpp"

using namespace kili;

namespace {

namespace fs = std::filesystem;

}  // namespace

TEST_CASE("the example export_assets writes every asset to both files") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  auto assets = nlohmann::json::array();
  for (int i = 0; i < 250; ++i) {
    assets.push_back({{"externalId", "photo " + std::to_string(i) + (i == 7 ? ", \"seven\"\n" : "")},
                      {"consensusMark", i % 2 == 0 ? nlohmann::json(0.5) : nlohmann::json()},
                      {"jsonMetadata", i == 9 ? R"({"place": "Orléans"})" : "{}"}});
  }
  const auto ids = sandbox.add_assets(project, assets);
  const auto folder = fs::temp_directory_path() / ("kili_export_" + std::to_string(::getpid()));
  fs::create_directory(folder);
  const auto csv = folder / "assets.csv";
  const auto ndjson = folder / "assets.ndjson";

  const auto run = test::run_example(sandbox, KILI_EXAMPLE_EXPORT_ASSETS,
                                     project + " '" + csv.string() + "' '" + ndjson.string() + "'");
  CHECK(run.status == 0);
  CHECK(run.output ==
        "250 assets\n"
        "  id             text     0 missing\n"
        "  externalId     text     0 missing\n"
        "  priority       integer  0 missing\n"
        "  consensusMark  number   125 missing\n"
        "  jsonMetadata   json     0 missing\n"
        "  labels         json     0 missing\n"
        "mean consensus 0.500\n");

  std::ifstream csv_stream(csv);
  support::CsvReader reader(csv_stream, ',');
  CHECK(reader.next() ==
        std::vector<std::string>{"id", "externalId", "priority", "consensusMark", "jsonMetadata", "labels"});
  std::ifstream lines(ndjson);
  std::string line;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto fields = reader.next();
    REQUIRE(fields);
    REQUIRE(std::getline(lines, line));
    const auto record = nlohmann::json::parse(line);
    REQUIRE(record["id"] == ids[i]);
    REQUIRE(record["externalId"] == assets[i]["externalId"]);
    REQUIRE(record["consensusMark"] == assets[i]["consensusMark"]);
    REQUIRE(record["jsonMetadata"].dump() ==
            nlohmann::json::parse(assets[i]["jsonMetadata"].get<std::string>()).dump());
    REQUIRE(fields->at(0) == ids[i]);
    REQUIRE(fields->at(1) == assets[i]["externalId"].get<std::string>());
    REQUIRE(fields->at(3) == (i % 2 == 0 ? "0.5" : ""));
    REQUIRE(nlohmann::json::parse(fields->at(4)) == record["jsonMetadata"]);
  }
  CHECK_FALSE(reader.next());
  CHECK_FALSE(std::getline(lines, line));
  CHECK(std::distance(fs::directory_iterator(folder), {}) == 2);
  fs::remove_all(folder);
}

#endif  // KILI_EXAMPLE_EXPORT_ASSETS
