#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kili/sandbox.hpp"

using namespace kili;

namespace {

namespace fs = std::filesystem;

/// Names every id that a program makes by itself alike.
nlohmann::json without_own_ids(nlohmann::json variables) {
  if (variables.is_null()) return nlohmann::json::object();
  if (variables.contains("filePaths")) return {{"filePaths", variables["filePaths"].size()}};
  if (variables.contains("data")) {
    auto& data = variables["data"];
    for (const char* name : {"contentArray", "idArray"}) data[name] = data[name].size();
  }
  return variables;
}

/// What a program asked of a sandbox with 200 assets in one project and none in the other: sorted.
std::vector<std::string> requests_of(const std::string& command, const fs::path& files) {
  Sandbox sandbox;
  const auto listed = sandbox.add_project({.id = "listed"});
  const auto filled = sandbox.add_project({.id = "filled"});
  sandbox.add_plain_assets(listed, 200);
  sandbox.record_requests(1000);
  ::setenv("KILI_API_ENDPOINT", sandbox.endpoint().c_str(), 1);
  ::setenv("KILI_API_KEY", sandbox.api_key().c_str(), 1);
  for (const auto& job : {"list " + listed, "import " + filled + " " + files.string() + " car-"}) {
    REQUIRE(std::system(("'" + command + "' " + job + " > " + (files.string() + ".out")).c_str()) == 0);
    std::ifstream output(files.string() + ".out");
    CHECK(nlohmann::json::parse(output)["assets"] == (job[0] == 'l' ? 200 : 140));
  }
  ::unsetenv("KILI_API_ENDPOINT");
  ::unsetenv("KILI_API_KEY");

  std::vector<std::string> texts;
  for (const auto& request : sandbox.requests()) {
    CHECK(request.status == 200);
    if (request.operation.starts_with("storage")) {
      texts.push_back(request.method + " " + request.operation);
      continue;
    }
    const auto body = nlohmann::json::parse(request.body);
    const auto variables = without_own_ids(body.value("variables", nlohmann::json::object()));
    texts.push_back(body["query"].get<std::string>() + "\n" + variables.dump());
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

/// The first of these requests that are not among the others, or nothing.
std::string only_in_first(const std::vector<std::string>& requests, const std::vector<std::string>& others) {
  std::vector<std::string> missing;
  std::set_difference(requests.begin(), requests.end(), others.begin(), others.end(),
                      std::back_inserter(missing));
  return missing.empty() ? "" : missing.front();
}

}  // namespace

TEST_CASE("the floor of the benchmark sends what the client sends") {
  const auto files = fs::temp_directory_path() / ("kili_benchmark_" + std::to_string(::getpid()));
  fs::create_directory(files);
  // The beginning of a JPEG file: an image whose size cannot be read is imported asynchronously.
  const std::string header("\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0", 15);
  for (int i = 0; i < 140; ++i) {
    std::ofstream(files / (std::to_string(i) + ".jpg"), std::ios::binary) << header << "image " << i;
  }
  const auto of_floor = requests_of(KILI_BENCHMARK_FLOOR, files);
  const auto of_client = requests_of(KILI_BENCHMARK_CLIENT, files);
  CHECK(of_floor.size() > 140);
  // A difference: bring tests/benchmark/benchmark_floor.cpp into line with what the library asks now.
  CHECK(only_in_first(of_floor, of_client) == "");
  CHECK(only_in_first(of_client, of_floor) == "");
  fs::remove_all(files);
  fs::remove(files.string() + ".out");
}

TEST_CASE("the benchmark of predictions creates each of them once") {
  const auto folder = fs::temp_directory_path() / ("kili_predictions_" + std::to_string(::getpid()));
  fs::create_directory(folder);
  Sandbox sandbox;
  const auto project = sandbox.add_project({.id = "predicted"});
  sandbox.add_plain_assets(project, 230);
  ::setenv("KILI_API_ENDPOINT", sandbox.endpoint().c_str(), 1);
  ::setenv("KILI_API_KEY", sandbox.api_key().c_str(), 1);
  const auto path = folder.string();
  const std::vector<std::string> jobs{"prepare-predictions " + project + " " + path,
                                      "predict-by-id " + project + " " + path + "/ids",
                                      "predict-by-external-id " + project + " " + path + "/external_ids"};
  for (std::size_t done = 0; done < jobs.size(); ++done) {
    REQUIRE(std::system(("'" KILI_BENCHMARK_CLIENT "' " + jobs[done] + " > " + path + "/out").c_str()) == 0);
    std::ifstream output(path + "/out");
    CHECK(nlohmann::json::parse(output)["assets"] == 230);
    const auto state = sandbox.modules_state(project);
    CHECK(state["assets"].size() == 230);
    for (const auto& asset : state["assets"]) CHECK(asset["labels"].size() == done);
  }
  ::unsetenv("KILI_API_ENDPOINT");
  ::unsetenv("KILI_API_KEY");
  fs::remove_all(folder);
}
