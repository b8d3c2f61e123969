#include "wire_case.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace kili::wire {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

template <typename Json = json>
Json read_json(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) throw std::runtime_error(fmt::format("{} cannot be read", path.string()));
  try {
    return Json::parse(file);
  } catch (const json::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", path.string(), error.what()));
  }
}

std::string decode_base64(const std::string& text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) throw std::runtime_error("a file of the case is not base64");
  const auto padding =
      std::count(text.end() - std::min<std::ptrdiff_t>(2, std::ssize(text)), text.end(), '=');
  bytes.resize(static_cast<std::size_t>(length - padding));
  return bytes;
}

}  // namespace

std::vector<WireCase> load_cases(const fs::path& folder, const std::string& filter) {
  std::vector<WireCase> cases;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().stem().string();
    if (entry.path().extension() != ".json" || name.find(filter) == std::string::npos) continue;
    WireCase wire_case;
    wire_case.file = name;
    wire_case.recorded = read_json(entry.path());
    if (!wire_case.recorded.contains("call")) continue;
    wire_case.call = read_json<nlohmann::ordered_json>(entry.path()).at("call");
    const auto fixture = wire_case.recorded.at("fixture").get<std::string>();
    wire_case.fixture = read_json(folder / "fixtures" / (fixture + ".json"));
    cases.push_back(std::move(wire_case));
  }
  std::sort(cases.begin(), cases.end(),
            [](const WireCase& left, const WireCase& right) { return left.file < right.file; });
  return cases;
}

Rules load_rules(const fs::path& file) {
  Rules rules;
  for (const auto& rule : read_json(file)) {
    if (rule.contains("queries")) {
      rules.of_queries.push_back(query_rule(rule));
      continue;
    }
    rules.of_cases.push_back({.cases = rule.at("cases").get<std::vector<std::string>>(),
                              .expect = rule.at("expect"),
                              .name = rule.at("name").get<std::string>(),
                              .reason = rule.at("reason").get<std::string>()});
  }
  return rules;
}

void write_case_files(const json& files, const fs::path& directory) {
  for (const auto& [name, file] : files.items()) {
    const fs::path path = directory / name;
    fs::create_directories(path.parent_path());
    const std::string beginning = decode_base64(file.at("base64").get<std::string>());
    std::ofstream(path, std::ios::binary).write(beginning.data(), std::ssize(beginning));
    fs::resize_file(path, file.at("size").get<std::uintmax_t>());
  }
}

}  // namespace kili::wire
