#include "api/assets/asset_change.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

#include "support/immortal.hpp"
#include "support/json_text.hpp"

namespace kili::api {
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
  static const auto& all = support::immortal(
      std::vector<Selection>{{"pageResolutions",
                              {"pageResolutions.height", "pageResolutions.pageNumber",
                               "pageResolutions.rotation", "pageResolutions.width"}},
                             {"resolution", {"resolution.height", "resolution.width"}},
                             {"toBeLabeledBy", {"toBeLabeledBy.email", "toBeLabeledBy.id"}}});
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

/// Whether a list of User records is exactly these people, who are given by id or email.
bool are_users(const json& records, const std::vector<std::string>& people) {
  const std::set<std::string> wanted(people.begin(), people.end());
  std::set<std::string> matched;
  if (records.is_null()) return wanted.empty();
  if (!records.is_array()) return false;
  for (const auto& record : records) {
    const auto is_meant = [&](const std::string& person) {
      const auto has = [&](const char* member) {
        const auto found = record.is_object() ? record.find(member) : record.end();
        return found != record.end() && *found == person;
      };
      return has("id") || has("email");
    };
    const auto person = std::find_if(wanted.begin(), wanted.end(), is_meant);
    if (person == wanted.end()) return false;
    matched.insert(*person);
  }
  return matched.size() == wanted.size();
}

/// Metadata are text, or, where the service read it, the value.
std::string metadata_text(const json& value) {
  const auto* const text = value.get_ptr<const std::string*>();
  return text != nullptr ? *text : support::compact_json(value);
}

bool shows_property(const json& record, const std::string& property, const json& value) {
  const auto found = record.find(property);
  if (found == record.end()) return false;
  if (property == labelers) return are_users(*found, value.get<std::vector<std::string>>());
  if (property == "jsonMetadata") {
    return support::is_same_json(metadata_text(*found), metadata_text(value));
  }
  return same_value(*found, value);
}

/// A whole number without a fraction, as most clients write it.
json number(double value) {
  constexpr double exactly_held = 9'007'199'254'740'992.0;
  if (std::abs(value) < exactly_held && value == std::trunc(value)) return static_cast<std::int64_t>(value);
  return value;
}

json written(double value) { return number(value); }
json written(bool value) { return value; }
json written(int value) { return value; }
json written(const std::string& value) { return value; }
json written(const std::vector<std::string>& value) { return value; }
json written(const Resolution& size) {
  return {{"height", number(size.height)}, {"width", number(size.width)}};
}
json written(const std::vector<PageResolution>& pages) {
  json list = json::array();
  for (const auto& page : pages) {
    json each = written(Resolution{.height = page.height, .width = page.width});
    each["pageNumber"] = page.page_number;
    if (page.rotation) each["rotation"] = *page.rotation;
    list.push_back(std::move(each));
  }
  return list;
}

template <typename T>
void write(json& data, const char* property, const Named<T>& named) {
  if (named) data[property] = *named ? written(**named) : json();
}

/// Sets what `later` names; a property that it names without a value does not take a value away.
template <typename T>
void merge(Named<T>& value, const Named<T>& later) {
  if (later && (*later || !value)) value = later;
}

}  // namespace

AssetChange merged(AssetChange change, const AssetChange& later) {
  merge(change.consensus_mark, later.consensus_mark);
  merge(change.content, later.content);
  merge(change.external_id, later.external_id);
  merge(change.honeypot_mark, later.honeypot_mark);
  merge(change.is_honeypot, later.is_honeypot);
  merge(change.is_used_for_consensus, later.is_used_for_consensus);
  merge(change.json_content, later.json_content);
  merge(change.json_metadata, later.json_metadata);
  merge(change.page_resolutions, later.page_resolutions);
  merge(change.priority, later.priority);
  merge(change.resolution, later.resolution);
  // No value has a meaning here: assigned to nobody.
  if (later.to_be_labeled_by) change.to_be_labeled_by = later.to_be_labeled_by;
  return change;
}

json asset_data(const AssetChange& change) {
  json data = json::object();
  write(data, "consensusMark", change.consensus_mark);
  write(data, "content", change.content);
  write(data, "externalId", change.external_id);
  write(data, "honeypotMark", change.honeypot_mark);
  write(data, "isHoneypot", change.is_honeypot);
  write(data, "isUsedForConsensus", change.is_used_for_consensus);
  write(data, "jsonContent", change.json_content);
  write(data, "jsonMetadata", change.json_metadata);
  write(data, "pageResolutions", change.page_resolutions);
  write(data, "priority", change.priority);
  write(data, "resolution", change.resolution);
  write(data, labelers, change.to_be_labeled_by);
  if (change.to_be_labeled_by) {
    const auto& people = *change.to_be_labeled_by;
    data[reset_labelers] = !people || people->empty();
  }
  return data;
}

std::size_t update_bytes(std::string_view asset_id, const AssetChange& change) {
  constexpr std::size_t id_around = sizeof R"({"id": }, , )" - 1;
  return id_around + support::ascii_string_size(asset_id) + support::spaced_ascii_size(asset_data(change));
}

std::vector<std::string> fields_showing(const AssetChange& change) {
  std::set<std::string> fields;
  const json data = asset_data(change);
  for (const auto& [property, value] : data.items()) {
    if (property == reset_labelers || (value.is_null() && property != labelers)) continue;
    const auto special =
        std::find_if(selections().begin(), selections().end(),
                     [&name = property](const Selection& each) { return each.property == name; });
    if (special == selections().end()) {
      fields.insert(property);
    } else {
      fields.insert(special->fields.begin(), special->fields.end());
    }
  }
  return {fields.begin(), fields.end()};
}

bool shows(const json& record, const AssetChange& change) {
  const json data = asset_data(change);
  for (const auto& [property, value] : data.items()) {
    if (property == reset_labelers) continue;
    if (property == labelers && value.is_null()) {
      if (!shows_property(record, property, json::array())) return false;
    } else if (!value.is_null() && !shows_property(record, property, value)) {
      return false;
    }
  }
  return true;
}

}  // namespace kili::api
