#include "use_cases/asset_record.hpp"

#include <string>

#include "support/json_text.hpp"

namespace kili::use_cases {
namespace {

void decode_text(nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if (found->is_null()) {
    *found = nlohmann::json::object();
    return;
  }
  if (!found->is_string()) return;
  try {
    *found = support::parse_json(found->get_ref<const std::string&>());
  } catch (const std::exception&) {
    *found = nlohmann::json::object();
  }
}

void decode_label(nlohmann::json& label) {
  if (label.is_object()) decode_text(label, "jsonResponse");
}

}  // namespace

void decode_asset_record(nlohmann::json& record) {
  decode_text(record, "jsonMetadata");
  for (const char* list : {"labels", "latestLabels"}) {
    const auto found = record.find(list);
    if (found == record.end() || !found->is_array()) continue;
    for (auto& label : *found) decode_label(label);
  }
  if (const auto latest = record.find("latestLabel"); latest != record.end()) decode_label(*latest);
}

}  // namespace kili::use_cases
