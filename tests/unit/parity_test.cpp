// docs/parity.md, made from one table (tests/conformance/parity) and checked against the public headers, the
// recorded calls and the tests. KILI_UPDATE_PARITY=1 writes the page.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <sstream>

#include <fmt/format.h>

using nlohmann::json;

namespace {

namespace fs = std::filesystem;

const fs::path tests_dir = KILI_TESTS_DIR;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  INFO(path.string());
  REQUIRE(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The aggregate of this header that has a member of that name, as `Aggregate::member`.
std::optional<std::string> member_in(const std::string& header, const std::string& name) {
  static const std::regex line_pattern(R"(^struct (\w+) \{$|^  [^/\n(]*[ >](\w+)(\{\}| = [^;]*);)");
  std::string aggregate;
  std::istringstream lines(header);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, line_pattern)) continue;
    if (match[1].matched) aggregate = match[1];
    if (match[2].matched && match[2] == name) return aggregate + "::" + name;
  }
  return std::nullopt;
}

/// A recorded call with each argument, by method and argument: the one that is named for it, or else the
/// first.
std::map<std::string, std::string> recorded_arguments() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(tests_dir / "wire" / "cases")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::map<std::string, std::string> cases;
  std::map<std::string, std::string> named;
  for (const auto& file : files) {
    const json call = json::parse(read(file)).at("call");
    const std::string stem = file.stem().string();
    for (const auto& [name, value] : call.at("args").items()) {
      const auto key = call.at("method").get<std::string>() + " " + name;
      if ((stem + "--").find("--" + name + "--") != std::string::npos) named.emplace(key, stem);
      cases.emplace(key, stem);
    }
  }
  named.merge(cases);
  return named;
}

std::vector<std::string> test_sources() {
  std::vector<std::string> texts;
  for (const char* folder : {"unit", "integration"}) {
    for (const auto& entry : fs::directory_iterator(tests_dir / folder)) {
      if (entry.path().extension() == ".cpp") texts.push_back(read(entry.path()));
    }
  }
  return texts;
}

/// Makes the page; what the table lacks ends in `missing`.
class Page {
 public:
  Page() : table_(json::parse(read(tests_dir / "conformance/parity/table.json"))) {}

  std::string text(const json& methods) {
    std::string page =
        "# Parity with the Python SDK\n\n"
        "Every method and parameter of the specification, and what the newest service adds on assets; how "
        "each is\n"
        "written in C++, and what shows it: a recorded call of the official client (`tests/wire/cases`, "
        "replayed by\n"
        "`kili_wire_cases`) or a test by its name. Made from `tests/conformance/parity`;\n"
        "`KILI_UPDATE_PARITY=1 build/tests/tests/kili_unit_tests \"every parameter*\"` writes this page.\n";
    for (const char* part : {"specification", "newer"}) {
      page += fmt::format(
          "\n## {}\n", part == std::string("newer") ? "What the newest service adds" : "The specification");
      for (const auto& [method, parameters] : methods.at(part).items()) page += section(method, parameters);
    }
    return page;
  }
  [[nodiscard]] const std::vector<std::string>& missing() const { return missing_; }

 private:
  std::string section(const std::string& method, const json& parameters) {
    if (!table_.contains(method)) {
      missing_.push_back(method);
      return {};
    }
    const json& entry = table_.at(method);
    std::string text =
        fmt::format("\n### `{}`\n`{}`\n\n| parameter | C++ | shown by |\n| --- | --- | --- |\n", method,
                    entry.at("call").get<std::string>());
    for (const auto& parameter : parameters) {
      const auto name = parameter.get<std::string>();
      text += fmt::format("| `{}` | {} | {} |\n", name, written(method, entry, name),
                          shown_by(method, entry, name));
    }
    return text;
  }

  std::string written(const std::string& method, const json& entry, const std::string& name) {
    if (entry.at("parameters").contains(name)) return entry.at("parameters").at(name).get<std::string>();
    for (const auto& header : entry.at("headers")) {
      const auto path = tests_dir.parent_path() / "include/kili" / header.get<std::string>();
      if (const auto member = member_in(read(path), name)) return "`" + *member + "`";
    }
    missing_.push_back(fmt::format("{}: {} is in no header", method, name));
    return {};
  }

  std::string shown_by(const std::string& method, const json& entry, const std::string& name) {
    if (entry.at("shown_by").contains(name)) {
      const auto title = entry.at("shown_by").at(name).get<std::string>();
      const auto source = std::find_if(sources_.begin(), sources_.end(), [&](const std::string& text) {
        return text.find("TEST_CASE(\"" + title + "\"") != std::string::npos;
      });
      if (source == sources_.end() || source->find(name) == std::string::npos) {
        missing_.push_back(fmt::format("{}: no test \"{}\" uses {}", method, title, name));
      }
      return title;
    }
    // What filters the listing filters the count.
    const std::string twin = method == "assets"         ? "count_assets"
                             : method == "count_assets" ? "assets"
                                                        : method;
    for (const auto& key : {method + " " + name, twin + " " + name}) {
      const auto found = recorded_.find(key);
      if (found != recorded_.end()) return "`" + found->second + "`";
    }
    missing_.push_back(fmt::format("{}: {} is shown by nothing", method, name));
    return {};
  }

  std::vector<std::string> missing_;
  std::map<std::string, std::string> recorded_ = recorded_arguments();
  json table_;
  std::vector<std::string> sources_ = test_sources();
};

}  // namespace

TEST_CASE("every parameter of the specification has its place in C++ and something that shows it") {
  const json methods = json::parse(read(tests_dir / "conformance/parity/methods.json"));
  Page page;
  const std::string text = page.text(methods);
  for (const auto& lacking : page.missing()) UNSCOPED_INFO(lacking);
  CHECK(page.missing().empty());
  const auto path = tests_dir.parent_path() / "docs/parity.md";
  if (std::getenv("KILI_UPDATE_PARITY") != nullptr) std::ofstream(path, std::ios::binary) << text;
  CHECK(read(path) == text);
}
