#include "sandbox/store/ordered_documents.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

namespace kili::sandbox {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// Copying and writing JSON is recursive: deeply nested values would overflow the stack.
constexpr int most_levels = 500;

/// Members that the store keeps as JSON text.
constexpr std::array<std::string_view, 8> documents{
    "geospatialExportMetadata", "jsonContent", "jsonInterface", "jsonMetadata", "jsonResponse", "ocrMetadata",
    "pageResolutions",          "resolution"};

bool is_document(const std::string& key) {
  return std::find(documents.begin(), documents.end(), key) != documents.end();
}

json without_order(const ordered_json& value) {
  if (value.is_array()) {
    json list = json::array();
    for (const ordered_json& element : value) list.push_back(without_order(element));
    return list;
  }
  if (!value.is_object()) return json(value);
  json object = json::object();
  for (const auto& [key, member] : value.items())
    object[key] = is_document(key) && member.is_structured() ? json(member.dump()) : without_order(member);
  return object;
}

}  // namespace

json parse_with_documents(std::string_view text) {
  const auto check_depth = [](int depth, ordered_json::parse_event_t, const ordered_json&) {
    if (depth > most_levels)
      throw std::invalid_argument(fmt::format("JSON of more than {} levels", most_levels));
    return true;
  };
  try {
    ordered_json parsed = ordered_json::parse(text, check_depth);
    // The members of "bucket" are paths, which may have any name.
    ordered_json bucket;
    if (parsed.is_object() && parsed.contains("bucket")) bucket = std::move(parsed["bucket"]);
    json result = without_order(parsed);
    if (!bucket.is_null()) result["bucket"] = json(bucket);
    return result;
  } catch (const ordered_json::parse_error& error) {
    throw std::invalid_argument(fmt::format("not JSON: {}", error.what()));
  }
}

}  // namespace kili::sandbox
