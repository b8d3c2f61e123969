#include "api/projects/project_change.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "support/json_lookup.hpp"
#include "support/json_text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

template <typename T>
void put(json& data, const char* name, const std::optional<T>& value) {
  if (value) data[name] = *value;
}

std::set<std::string> texts_in(const json& list) {
  std::set<std::string> found;
  for (const auto& each : list) {
    if (const auto* const text = each.get_ptr<const std::string*>()) found.insert(*text);
  }
  return found;
}

/// Whether a field has the value that was sent; the service may write texts of JSON in its own way.
bool is_same(const std::string& name, const json& sent, const json& found) {
  const std::string* const text = sent.get_ptr<const std::string*>();
  const std::string* const other = found.get_ptr<const std::string*>();
  if (name == "jsonInterface" && text != nullptr) {
    return other != nullptr ? support::is_same_json(*text, *other)
                            : support::is_same_json(*text, support::compact_json(found));
  }
  if (sent.is_object() && other != nullptr) return support::is_same_json(support::compact_json(sent), *other);
  if (name == "complianceTags") return found.is_array() && texts_in(sent) == texts_in(found);
  return sent == found;
}

}  // namespace

ProjectChange::ProjectChange(const UpdatePropertiesInProject& arguments, const json& metadata_properties)
    : data_(json::object()) {
  put(data_, "canNavigateBetweenAssets", arguments.can_navigate_between_assets);
  put(data_, "canSkipAsset", arguments.can_skip_asset);
  if (arguments.compliance_tags) {
    json& tags = data_["complianceTags"] = json::array();
    for (const ComplianceTag tag : *arguments.compliance_tags) tags.push_back(to_string(tag));
  }
  put(data_, "consensusMark", arguments.consensus_mark);
  put(data_, "consensusTotCoverage", arguments.consensus_tot_coverage);
  put(data_, "description", arguments.description);
  put(data_, "honeypotMark", arguments.honeypot_mark);
  put(data_, "instructions", arguments.instructions);
  if (!arguments.json_interface.is_null())
    data_["jsonInterface"] = support::spaced_ascii_json(arguments.json_interface);
  if (!metadata_properties.is_null()) data_["metadataProperties"] = metadata_properties;
  put(data_, "minConsensusSize", arguments.min_consensus_size);
  put(data_, "reviewCoverage", arguments.review_coverage);
  put(data_, "secondsToLabelBeforeAutoAssign", arguments.seconds_to_label_before_auto_assign);
  put(data_, "shouldAutoAssign", arguments.should_auto_assign);
  put(data_, "shouldRelaunchKpiComputation", arguments.should_relaunch_kpi_computation);
  put(data_, "title", arguments.title);
  put(data_, "useHoneyPot", arguments.use_honeypot);
}

ProjectChange ProjectChange::with_metadata_types() const {
  ProjectChange former = *this;
  const auto properties = former.data_.find("metadataProperties");
  if (properties == former.data_.end()) return former;
  json types = json::object();
  for (const auto& [name, property] : properties->items())
    types[name] = support::text_or_empty(property, "type");
  former.data_.erase("metadataProperties");
  former.data_["metadataTypes"] = std::move(types);
  return former;
}

std::vector<std::string> ProjectChange::fields() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : data_.items()) names.push_back(name);
  names.emplace_back("id");
  return names;
}

bool ProjectChange::is_done_in(const json& record) const {
  return std::all_of(data_.items().begin(), data_.items().end(), [&record](const auto& change) {
    const json* const found = support::find_member(record, change.key().c_str());
    return found != nullptr && is_same(change.key(), change.value(), *found);
  });
}

}  // namespace kili::api
