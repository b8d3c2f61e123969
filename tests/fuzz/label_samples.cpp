#include "label_samples.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kili/errors.hpp"

namespace kili::fuzz {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

void add_samples(const std::filesystem::path& path, std::vector<Sample>& samples) {
  std::ifstream file(path);
  for (const auto& label_case : ordered_json::parse(file)) {
    const auto& label = label_case.at("label");
    if (!label.contains("jsonResponse")) continue;
    const std::string text = label.at("jsonResponse").dump();
    const auto type = from_string<InputType>(label_case.at("input_type").get<std::string>());
    try {
      samples.push_back({Ontology(label_case.at("json_interface"), type), text});
      if (type != InputType::pdf && text.find("annotations") != std::string::npos) {
        samples.push_back({Ontology(label_case.at("json_interface"), InputType::pdf), text});
      }
    } catch (const Error&) {  // a case about an interface that is none
    }
  }
}

std::size_t below(std::size_t limit, std::mt19937_64& random) { return limit == 0 ? 0 : random() % limit; }

void collect(json& value, std::vector<json*>& values) {
  values.push_back(&value);
  if (!value.is_structured()) return;
  for (auto& element : value) collect(element, values);
}

const json& strange_value(std::mt19937_64& random) {
  static const auto values = std::to_array<json>({nullptr,
                                                  true,
                                                  false,
                                                  0,
                                                  -1,
                                                  7,
                                                  0.5,
                                                  1e300,
                                                  std::uint64_t{1} << 63U,
                                                  "",
                                                  "A",
                                                  "rectangle",
                                                  "marker",
                                                  "pose",
                                                  json::object(),
                                                  json::array(),
                                                  json::array({json::array()}),
                                                  json::array({nullptr}),
                                                  {{"x", 0.1}, {"y", 0}},
                                                  json::array({{{"x", 0}, {"y", 1}}}),
                                                  {{"name", "A"}},
                                                  {{"normalizedVertices", json::array()}},
                                                  {{"0", json::object()}},
                                                  {{"CHILD", json::object()}},
                                                  {{"mid", "m"}}});
  return values[below(values.size(), random)];
}

void mutate_value(json& root, std::mt19937_64& random) {
  std::vector<json*> values;
  collect(root, values);
  json& target = *values[below(values.size(), random)];
  const json other = *values[below(values.size(), random)];
  static constexpr auto names = std::to_array<const char*>(
      {"categories",   "annotations", "children",   "boundingPoly",    "points", "type",
       "text",         "mid",         "polys",      "polyline",        "point",  "normalizedVertices",
       "name",         "confidence",  "isKeyFrame", "pageNumberArray", "fileId", "0",
       "ROTATION_JOB", "JOB",         "x"});
  switch (random() % 6) {
    case 0:
      target = strange_value(random);
      break;
    case 1:
      target = other;
      break;
    case 2:
      if (target.is_object()) target[names[below(names.size(), random)]] = other;
      if (target.is_array()) target.push_back(other);
      break;
    case 3:
      if (target.is_object()) target[names[below(names.size(), random)]] = strange_value(random);
      if (target.is_array()) target.push_back(strange_value(random));
      break;
    case 4:
      if (target.is_structured() && !target.empty()) {
        auto erased = target.begin();
        std::advance(erased, static_cast<std::ptrdiff_t>(below(target.size(), random)));
        target.erase(erased);
      }
      break;
    default:
      if (target.is_array() && target.size() > 1) {
        std::swap(target[below(target.size(), random)], target[below(target.size(), random)]);
      }
      break;
  }
}

void mutate_bytes(std::string& text, std::mt19937_64& random) {
  constexpr std::string_view interesting = "\"\\{}[]:,.0eE-+u\x00\x80\xFF";
  const std::size_t position = below(text.size() + 1, random);
  switch (random() % 4) {
    case 0:
      text.insert(position, 1, interesting[below(interesting.size(), random)]);
      break;
    case 1:
      if (position < text.size()) text[position] = static_cast<char>(random());
      break;
    case 2:
      text.erase(position, 1 + below(8, random));
      break;
    default:
      text.insert(position, text.substr(below(text.size(), random), below(40, random)));
      break;
  }
}

}  // namespace

std::vector<Sample> read_samples(const std::filesystem::path& folder) {
  std::vector<Sample> samples;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") add_samples(entry.path(), samples);
  }
  return samples;
}

std::string mutate(const std::string& text, std::mt19937_64& random) {
  const std::size_t times = 1 + below(4, random);
  std::string result = text;
  json value = random() % 4 == 0 ? json(json::value_t::discarded) : json::parse(text, nullptr, false);
  if (value.is_discarded()) {
    for (std::size_t i = 0; i < times; ++i) mutate_bytes(result, random);
    return result;
  }
  for (std::size_t i = 0; i < times; ++i) mutate_value(value, random);
  constexpr std::size_t longest = 20'000;  // values put into themselves grow
  result = value.dump();
  return result.size() > longest ? text : result;
}

}  // namespace kili::fuzz
