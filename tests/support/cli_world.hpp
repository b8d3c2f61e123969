#pragma once

#include <sys/wait.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/sandbox.hpp"
#include "test_folder.hpp"

namespace kili::test {

/// What the program kili did.
struct CliRun {
  int code = -1;
  std::string errors{};
  std::vector<nlohmann::json> lines{};  ///< Of the output, where it is JSON.
  std::string output{};
};

inline bool mentions(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A sandbox with a project of texts, and the program's environment.
struct CliWorld {
  explicit CliWorld(SandboxOptions options = {}) : sandbox(std::move(options)) {
    sandbox.record_requests(10'000);
    project = sandbox.add_project({.input_type = "TEXT", .title = "notes"});
  }

  /// @param arguments as in a shell. @param key that the environment has.
  CliRun run(const std::string& arguments, const std::string& key) const {
    const std::string errors = folder.path("stderr");
    const std::string command =
        "cd '" + folder.path() + "' && KILI_CONFIG=/dev/null KILI_API_ENDPOINT=" + sandbox.endpoint() +
        " KILI_API_KEY=" + key + " '" KILI_CLI_PROGRAM "' " + arguments + " 2>'" + errors + "'";
    CliRun result;
    FILE* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> chunk{};
    while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe)) {
      result.output.append(chunk.data(), got);
    }
    result.code = WEXITSTATUS(::pclose(pipe));
    result.errors = read_file(errors);
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) {
      auto value = nlohmann::json::parse(line, nullptr, false);
      if (value.is_object()) result.lines.push_back(std::move(value));
    }
    return result;
  }
  CliRun run(const std::string& arguments) const { return run(arguments, sandbox.api_key()); }

  /// How many mutations and uploads the sandbox was sent.
  [[nodiscard]] std::size_t changes() const {
    std::size_t count = 0;
    for (const auto& request : sandbox.requests()) {
      if (request.operation == "storage.put" || mentions(request.body, "\"mutation")) ++count;
    }
    return count;
  }
  std::vector<std::string> add(const std::vector<std::string>& external_ids) {
    nlohmann::json assets = nlohmann::json::array();
    for (const auto& id : external_ids) assets.push_back({{"content", "text"}, {"externalId", id}});
    return sandbox.add_assets(project, assets);
  }
  [[nodiscard]] nlohmann::json state() const { return sandbox.state(project); }

  TestFolder folder{};
  std::string project{};
  Sandbox sandbox;
};

}  // namespace kili::test
