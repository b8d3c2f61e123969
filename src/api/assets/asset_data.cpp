#include "api/assets/asset_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>

#include "support/json_text.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

constexpr const char* labelers = "toBeLabeledBy";
constexpr const char* reset_labelers = "shouldResetToBeLabeledBy";

/// Properties that are read back under another selection than their name.
struct Selection {
  std::string_view property;
  std::vector<std::string> fields;
};

const std::vector<Selection>& selections() {
  static const std::vector<Selection> all{{"pageResolutions",
                                           {"pageResolutions.height", "pageResolutions.pageNumber",
                                            "pageResolutions.rotation", "pageResolutions.width"}},
                                          {"resolution", {"resolution.height", "resolution.width"}},
                                          {"toBeLabeledBy", {"toBeLabeledBy.email", "toBeLabeledBy.id"}}};
  return all;
}

/// Equal, where numbers may have been rounded and absent is null.
bool same_value(const json& left, const json& right) {
  if (left.is_number() && right.is_number()) {
    constexpr double rounding = 1e-9;
    const auto a = left.get<double>();
    const auto b = right.get<double>();
    return std::abs(a - b) <= rounding * std::max({1.0, std::abs(a), std::abs(b)});
  }
  if (left.is_array() && right.is_array()) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_value);
  }
  if (left.is_object() && right.is_object()) {
    // What is set names what is asked; a service may fill in defaults for the rest.
    return std::all_of(right.items().begin(), right.items().end(), [&left](const auto& member) {
      const auto found = left.find(member.key());
      return member.value().is_null() || (found != left.end() && same_value(*found, member.value()));
    });
  }
  return left == right;
}

json document_of(const json& value) {
  if (!value.is_string()) return value;
  try {
    return support::parse_json(value.get_ref<const std::string&>());
  } catch (const std::exception&) {
    return value;
  }
}

bool shows_property(const json& record, const std::string& property, const json& value) {
  const auto found = record.find(property);
  if (found == record.end()) return false;
  if (property == labelers) return are_users(*found, value.get<std::vector<std::string>>());
  if (property == "jsonMetadata") return same_document(*found, value);
  return same_value(*found, value);
}

bool resets_labelers(const json& data) {
  const auto found = data.find(reset_labelers);
  return found != data.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

void merge_asset_data(json& data, const json& later) {
  for (const auto& [property, value] : later.items()) {
    // Whoever asks for nobody asks for something.
    const bool is_hole = value.is_null() && property != labelers;
    if (!is_hole || !data.contains(property)) data[property] = value;
  }
}

std::vector<std::string> fields_showing(const json& data) {
  std::set<std::string> fields;
  for (const auto& [property, value] : data.items()) {
    const std::string& shown = property == reset_labelers ? labelers : property;
    if (value.is_null() && shown != labelers) continue;
    const auto special = std::find_if(selections().begin(), selections().end(),
                                      [&](const Selection& each) { return each.property == shown; });
    if (special == selections().end()) {
      fields.insert(shown);
    } else {
      fields.insert(special->fields.begin(), special->fields.end());
    }
  }
  return {fields.begin(), fields.end()};
}

bool shows(const json& record, const json& data) {
  for (const auto& [property, value] : data.items()) {
    if (property == reset_labelers || value.is_null()) continue;
    if (!shows_property(record, property, value)) return false;
  }
  const auto people = data.find(labelers);
  const bool names_nobody = people == data.end() || people->is_null();
  if (!resets_labelers(data) || !names_nobody) return true;
  return shows_property(record, labelers, json::array());
}

bool same_document(const json& left, const json& right) { return document_of(left) == document_of(right); }

bool are_users(const json& records, const std::vector<std::string>& people) {
  const std::set<std::string> wanted(people.begin(), people.end());
  std::set<std::string> matched;
  if (records.is_null()) return wanted.empty();
  if (!records.is_array()) return false;
  for (const auto& record : records) {
    const auto id = record.value("id", json());
    const auto email = record.value("email", json());
    const auto is_meant = [&](const std::string& person) { return id == person || email == person; };
    const auto person = std::find_if(wanted.begin(), wanted.end(), is_meant);
    if (person == wanted.end()) return false;
    matched.insert(*person);
  }
  return matched.size() == wanted.size();
}

}  // namespace kili::use_cases
