// docs/parity.md, made from one table (tests/conformance/parity) and checked against the public headers, the
// recorded calls and the tests. KILI_UPDATE_PARITY=1 writes the page.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "header_members.hpp"
#include "sandbox/service_version.hpp"

using namespace kili;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

const fs::path tests_dir = KILI_TESTS_DIR;

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  INFO(path.string());
  REQUIRE(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
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
    const json call = json::parse(text_of_file(file)).at("call");
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

std::string in_camel_case(const std::string& name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins_word = i > 0 && name[i - 1] == '_';
    if (name[i] != '_')
      text += begins_word ? static_cast<char>(std::toupper(static_cast<unsigned char>(name[i]))) : name[i];
  }
  return text;
}

std::vector<std::string> test_sources() {
  std::vector<std::string> texts;
  for (const char* folder : {"unit", "integration"}) {
    for (const auto& entry : fs::directory_iterator(tests_dir / folder)) {
      if (entry.path().extension() == ".cpp")
        texts.push_back(test::without_comments(text_of_file(entry.path())));
    }
  }
  return texts;
}

/// Makes the page; what the table lacks ends in `missing`.
class Page {
 public:
  Page() : table_(json::parse(text_of_file(tests_dir / "conformance/parity/table.json"))) {}

  std::string text(const json& methods) {
    std::string page =
        "# Parity with the Python SDK\n\n"
        "Every method and parameter of the specification, what later packages add on assets, and those of "
        "the\n"
        "modules beside assets; how each is\n"
        "written in C++, since which version the service takes it, and what shows it: a recorded call of "
        "the\n"
        "official client (`tests/wire/cases`, replayed by `kili_wire_cases`) or a test by its name. On a "
        "service\n"
        "that does not have an operation the client uses that of before, so that methods need no version; "
        "an\n"
        "argument that the service cannot take is an error. Made from `tests/conformance/parity`;\n"
        "`KILI_UPDATE_PARITY=1 build/tests/tests/kili_unit_tests \"every parameter*\"` writes this page.\n";
    const std::vector<std::pair<std::string, std::string>> parts{{"specification", "The specification"},
                                                                 {"newer", "What kili 26.1 adds"},
                                                                 {"newest", "What kili 26.2 adds"},
                                                                 {"modules", "The modules beside assets"}};
    for (const auto& [part, title] : parts) {
      page += fmt::format("\n## {}\n", title);
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
    std::string text = fmt::format(
        "\n### `{}`\n`{}`\n\n| parameter | C++ | service | shown by |\n| --- | --- | --- | --- |\n", method,
        entry.at("call").get<std::string>());
    for (const auto& parameter : parameters) {
      const auto name = parameter.get<std::string>();
      text += fmt::format("| `{}` | {} | {} | {} |\n", name, written(method, entry, name), since(entry, name),
                          shown_by(method, entry, name));
    }
    return text;
  }

  /// Since which version the service takes a parameter: a filter, since it has the member of `where` that it
  /// is sent as; what is no filter, since the first.
  static std::string since(const json& entry, const std::string& name) {
    const json sent_as = entry.value("sent_as", json::object());
    const auto sent = sent_as.contains(name) ? sent_as.at(name).get<std::string>() : in_camel_case(name);
    // "Type.member" is the name of another type than that of filters of assets.
    const auto field = sent.find('.') == std::string::npos ? "AssetWhere." + sent : sent;
    const auto is_unknown_to = [&](sandbox::ServiceVersion version) {
      const auto unknown = sandbox::unknown_to(version);
      return std::find(unknown.begin(), unknown.end(), field) != unknown.end();
    };
    if (is_unknown_to(sandbox::ServiceVersion::v26_1)) return "26.2";
    return is_unknown_to(sandbox::ServiceVersion::v2_164) ? "26.1" : "2.164";
  }

  std::string written(const std::string& method, const json& entry, const std::string& name) {
    if (entry.at("parameters").contains(name)) return entry.at("parameters").at(name).get<std::string>();
    for (const auto& [aggregate, header] : entry.at("structs").items()) {
      if (declares(aggregate, header.get<std::string>(), name))
        return fmt::format("`{}::{}`", aggregate, name);
    }
    missing_.push_back(fmt::format("{}: {} is a member of no struct", method, name));
    return {};
  }

  /// Whether the struct of that public header has a data member of that name.
  bool declares(const std::string& aggregate, const std::string& header, const std::string& name) {
    const auto [members, is_new] = members_.try_emplace(aggregate);
    if (is_new) {
      const auto path = tests_dir.parent_path() / "include/kili" / header;
      members->second = test::data_members(text_of_file(path), aggregate);
    }
    return std::find(members->second.begin(), members->second.end(), name) != members->second.end();
  }

  std::string shown_by(const std::string& method, const json& entry, const std::string& name) {
    if (entry.at("shown_by").contains(name)) {
      const auto title = entry.at("shown_by").at(name).get<std::string>();
      const auto source = std::find_if(sources_.begin(), sources_.end(), [&](const std::string& text) {
        return text.find("TEST_CASE(\"" + title + "\"") != std::string::npos;
      });
      if (source == sources_.end() || !test::has_identifier(*source, name)) {
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

  std::map<std::string, std::vector<std::string>> members_;  ///< Of structs that were read.
  std::vector<std::string> missing_;
  std::map<std::string, std::string> recorded_ = recorded_arguments();
  json table_;
  std::vector<std::string> sources_ = test_sources();
};

}  // namespace

TEST_CASE("a member of a struct is what the struct declares, not what its header mentions") {
  const std::string header = R"(
/// Not a member: struct Settings { int documented; };
struct Other { int other{}; };
struct SettingsOfMore { int more = 0; };
struct Settings {
  enum class Kind { first, second };
  struct Nested { int nested = 0; };
  using Alias = int;
  int plain{};  // int commented{};
  /* int blocked{}; */
  std::map<std::string, int> names{{"int quoted{};", 1}};
  std::string separator = "};";
  char quote = '"';
  std::uint64_t digits = 1'000;
  std::optional<double> given = std::nullopt;
  bare_type bare;
  static int shared;
  [[nodiscard]] int function(int parameter) const { int local = parameter; return local; }
  int declared(int argument);
  List<std::string> last{};
};
)";
  CHECK(test::data_members(header, "Settings") ==
        std::vector<std::string>{"plain", "names", "separator", "quote", "digits", "given", "bare", "last"});
  CHECK(test::data_members(header, "Other") == std::vector<std::string>{"other"});
  CHECK_THROWS_AS(test::data_members(header, "Absent"), std::runtime_error);
  CHECK(test::has_identifier("f.asset_id_in = 1; f.asset_id = 2;", "asset_id"));
  CHECK_FALSE(test::has_identifier("f.asset_id_in = 1;", "asset_id"));
}

TEST_CASE("every parameter of the specification has its place in C++ and something that shows it") {
  const json methods = json::parse(text_of_file(tests_dir / "conformance/parity/methods.json"));
  Page page;
  const std::string text = page.text(methods);
  for (const auto& lacking : page.missing()) UNSCOPED_INFO(lacking);
  CHECK(page.missing().empty());
  const auto path = tests_dir.parent_path() / "docs/parity.md";
  if (std::getenv("KILI_UPDATE_PARITY") != nullptr) std::ofstream(path, std::ios::binary) << text;
  CHECK(text_of_file(path) == text);
}
