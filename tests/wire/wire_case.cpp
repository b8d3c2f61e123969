#include "wire_case.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <fstream>
#include <set>
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

/// The name of a file without the suffix of its version: "append--image-local" of
/// "append--image-local--26.2".
std::string case_of(const std::string& file) {
  const auto last = file.rfind("--");
  return last == file.find("--") ? file : file.substr(0, last);
}

bool is_id_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Where an address was replaced inside an id that a client made ("cmwxe5ju000x<address>r3087"), the whole id
/// is one that was made.
std::string with_whole_ids(std::string text) {
  constexpr std::string_view address = "<address>";
  constexpr std::string_view whole = "<cuid:address>";
  for (auto at = text.find(address); at != std::string::npos;) {
    auto begin = at;
    while (begin > 0 && is_id_character(text[begin - 1])) --begin;
    auto end = at + address.size();
    if (begin == at || text[begin] != 'c') {
      at = text.find(address, end);
      continue;
    }
    while (end < text.size() && is_id_character(text[end])) ++end;
    text.replace(begin, end - begin, whole);
    at = text.find(address, begin + whole.size());
  }
  return text;
}

/// Writes out `<x*N>`, which stands for N times x.
std::string written_out(const std::string& text) {
  std::string out;
  std::size_t written = 0;
  for (auto begin = text.find('<'); begin != std::string::npos; begin = text.find('<', begin + 1)) {
    const auto star = text.find_first_of("<>*", begin + 1);
    if (star == std::string::npos || text[star] != '*' || star == begin + 1) continue;
    const auto end = text.find_first_not_of("0123456789", star + 1);
    if (end == std::string::npos || text[end] != '>' || end == star + 1) continue;
    out.append(text, written, begin - written);
    const std::string unit = text.substr(begin + 1, star - begin - 1);
    const std::size_t times = std::stoul(text.substr(star + 1, end - star - 1));
    for (std::size_t i = 0; i < times; ++i) out += unit;
    written = end + 1;
  }
  return out.append(text, written, std::string::npos);
}

template <typename Json>
void write_out(Json& document) {
  if (document.is_string()) {
    auto& text = document.template get_ref<std::string&>();
    if (text.find('*') != std::string::npos) text = written_out(text);
    if (text.find("<address>") != std::string::npos) text = with_whole_ids(text);
  } else if (document.is_structured()) {
    for (auto& element : document) write_out(element);
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

std::string WireCase::version() const {
  const auto name = case_of(file);
  return name == file ? std::string() : file.substr(name.size() + 2);
}

std::string WireCase::sdk() const {
  // "2.164.0, 26.1.5 and 26.2.4", in this order
  const auto versions = recorded.at("sdk").get<std::string>();
  const auto last = versions.find_last_of(" ,");
  return last == std::string::npos ? versions : versions.substr(last + 1);
}

std::vector<WireCase> newest_recordings(std::vector<WireCase> cases) {
  const auto age = [](const WireCase& each) {
    static const std::vector<std::string> versions{"26.2", "26.1", "", "2.164"};
    return std::find(versions.begin(), versions.end(), each.version()) - versions.begin();
  };
  std::stable_sort(cases.begin(), cases.end(), [&](const WireCase& left, const WireCase& right) {
    const auto names = left.name() <=> right.name();
    return names != 0 ? names < 0 : age(left) < age(right);
  });
  const auto older = std::unique(cases.begin(), cases.end(), [](const WireCase& left, const WireCase& right) {
    return left.name() == right.name();
  });
  cases.erase(older, cases.end());
  return cases;
}

bool is_chosen(std::string_view file, std::string_view filter) {
  if (filter.starts_with('^')) return file.starts_with(filter.substr(1));
  return file.find(filter) != std::string_view::npos;
}

std::vector<WireCase> load_cases(const fs::path& folder, const std::string& filter) {
  std::vector<fs::path> files;
  std::set<std::string> wanted;  // cases, without the version of a recording
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    files.push_back(entry.path());
    const auto file = entry.path().stem().string();
    if (is_chosen(file, filter)) wanted.insert(case_of(file));
  }
  std::vector<WireCase> cases;
  for (const auto& path : files) {
    WireCase wire_case;
    wire_case.file = path.stem().string();
    if (!wanted.contains(case_of(wire_case.file))) continue;
    wire_case.recorded = read_json(path);
    if (!wire_case.recorded.contains("call")) continue;
    wire_case.call = read_json<nlohmann::ordered_json>(path).at("call");
    write_out(wire_case.recorded);
    write_out(wire_case.call);
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
    if (rule.contains("exports")) {
      const json& exports = rule.at("exports");
      rules.of_exports.push_back({.additions = exports.value("additions", std::vector<std::string>()),
                                  .texts = exports.value("texts", std::map<std::string, std::string>())});
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
