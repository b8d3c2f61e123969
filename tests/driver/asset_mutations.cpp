// The methods that change assets, in the shapes of the official client.

#include <algorithm>
#include <cstdint>
#include <utility>

#include "methods.hpp"

namespace kili::driver {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

json reference(const AssetReference& asset) {
  return {{"assetId", asset.asset_id},
          {"externalId", asset.external_id.empty() ? json() : json(asset.external_id)}};
}

json references(const std::vector<AssetReference>& assets) {
  json list = json::array();
  for (const auto& asset : assets) list.push_back(reference(asset));
  return list;
}

/// What became of each asset, as 26.2 returns it.
json outcome_of_each(const AssetActionOutcome& outcome) {
  json failed = json::array();
  for (const auto& failure : outcome.failed) {
    json entry = reference(failure.asset);
    entry["details"] = failure.details;
    failed.push_back(std::move(entry));
  }
  return {{"declined", references(outcome.declined)},
          {"failed", std::move(failed)},
          {"succeeded", references(outcome.succeeded)}};
}

json id_of_project(const AssetActionOutcome& outcome) { return {{"id", outcome.id}}; }

json moved_assets(const AssetActionOutcome& outcome) {
  return {{"id", outcome.id}, {"asset_ids", outcome.asset_ids}};
}

/// The outcome of an action in the shape of a version. @param before makes that of the versions before 26.2,
/// which return null when no asset changed.
json outcome_in_shape(const SdkShapes& shapes, const AssetActionOutcome& outcome,
                      json (*before)(const AssetActionOutcome&)) {
  if (shapes.version() == SdkVersion::v26_2) return outcome_of_each(outcome);
  return outcome.succeeded.empty() ? json() : before(outcome);
}

std::string text_of(const ordered_json& value) { return value.get<std::string>(); }

Resolution resolution_of(const ordered_json& value) {
  return {.height = value.at("height").get<double>(), .width = value.at("width").get<double>()};
}

PageResolution page_resolution_of(const ordered_json& value) {
  PageResolution page{.height = value.at("height").get<double>(),
                      .page_number = value.at("pageNumber").get<int>(),
                      .width = value.at("width").get<double>()};
  if (const auto rotation = value.find("rotation"); rotation != value.end() && !rotation->is_null()) {
    page.rotation = rotation->get<int>();
  }
  return page;
}

/// Reads what every method names its assets by.
template <typename What>
void read_identifiers(Arguments& arguments, What& what) {
  what.asset_ids = arguments.texts("asset_ids");
  what.external_ids = arguments.texts("external_ids");
  what.project_id = arguments.text("project_id");
}

template <typename What>
What metadata_of(Arguments& arguments) {
  What what;
  what.asset_ids = arguments.texts("asset_ids");
  what.external_ids = arguments.texts("external_ids");
  what.json_metadata = arguments.values("json_metadata");
  what.project_id = arguments.required_text("project_id");
  arguments.check_all_known();
  return what;
}

nlohmann::json update_properties_in_assets(const Client& client, Arguments& arguments,
                                           const SdkShapes& /*shapes*/) {
  UpdatePropertiesInAssets what;
  read_identifiers(arguments, what);
  what.consensus_marks = arguments.list_with_holes<double>("consensus_marks");
  what.contents = arguments.list_with_holes<std::string>("contents");
  what.honeypot_marks = arguments.list_with_holes<double>("honeypot_marks");
  what.is_honeypot_array = arguments.list_with_holes<bool>("is_honeypot_array");
  what.is_used_for_consensus_array = arguments.list_with_holes<bool>("is_used_for_consensus_array");
  what.json_contents = arguments.list_with_holes<std::string>("json_contents");
  what.json_metadatas = arguments.values("json_metadatas");
  what.page_resolutions_array =
      arguments.nested_list<PageResolution>("page_resolutions_array", page_resolution_of);
  what.priorities = arguments.list_with_holes<std::int32_t>("priorities");
  what.resolution_array = arguments.list_with_holes<Resolution>("resolution_array", resolution_of);
  what.status_array = arguments.texts("status_array");
  what.to_be_labeled_by_array = arguments.nested_list<std::string>("to_be_labeled_by_array", text_of);
  arguments.check_all_known();
  return list_of_ids(client.update_properties_in_assets(what));
}

nlohmann::json change_asset_external_ids(const Client& client, Arguments& arguments,
                                         const SdkShapes& /*shapes*/) {
  ChangeAssetExternalIds what;
  read_identifiers(arguments, what);
  what.new_external_ids = arguments.texts("new_external_ids");
  arguments.check_all_known();
  return list_of_ids(client.change_asset_external_ids(what));
}

json delete_many_from_dataset(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  DeleteManyFromDataset what;
  read_identifiers(arguments, what);
  arguments.check_all_known();
  return outcome_in_shape(shapes, client.delete_many_from_dataset(what), id_of_project);
}

json add_to_review(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  AddToReview what;
  read_identifiers(arguments, what);
  arguments.check_all_known();
  return outcome_in_shape(shapes, client.add_to_review(what), moved_assets);
}

json send_back_to_queue(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  SendBackToQueue what;
  read_identifiers(arguments, what);
  arguments.check_all_known();
  return outcome_in_shape(shapes, client.send_back_to_queue(what), moved_assets);
}

nlohmann::json set_assets_priority(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  SetAssetsPriority what;
  read_identifiers(arguments, what);
  const auto priority = arguments.integer("priority");
  if (!priority) throw MissingArgumentError("priority is missing; give a whole number");
  what.priority = *priority;
  arguments.check_all_known();
  return outcome_of_each(client.set_assets_priority(what));
}

nlohmann::json add_metadata(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  return list_of_ids(client.add_metadata(metadata_of<AddMetadata>(arguments)));
}

nlohmann::json set_metadata(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  return list_of_ids(client.set_metadata(metadata_of<SetMetadata>(arguments)));
}

json assign_assets_to_labelers(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  AssignAssetsToLabelers what;
  read_identifiers(arguments, what);
  what.to_be_labeled_by_array = arguments.nested_list<std::string>("to_be_labeled_by_array", text_of);
  arguments.check_all_known();
  AssetActionOutcome outcome = client.assign_assets_to_labelers(what);
  if (shapes.version() == SdkVersion::v26_2) return outcome_of_each(outcome);
  // Earlier packages send one request for each asset, in their order.
  const auto position = [&](const AssetReference& asset) {
    const auto& names = what.asset_ids ? *what.asset_ids : what.external_ids.value();
    const auto& name = what.asset_ids ? asset.asset_id : asset.external_id;
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  std::stable_sort(outcome.succeeded.begin(), outcome.succeeded.end(),
                   [&](const auto& left, const auto& right) { return position(left) < position(right); });
  json answers = json::array();
  for (const auto& asset : outcome.succeeded) {
    answers.push_back({{"data", json::array({json{{"id", asset.asset_id}}})}});
  }
  return answers;
}

nlohmann::json skip_or_unskip(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  SkipOrUnskip what;
  const std::string action = arguments.required_text("action");
  if (action != "skip" && action != "unskip") {
    throw ValidationError("action is '" + action + "'; give \"skip\" or \"unskip\"");
  }
  what.action = action == "skip" ? SkipAction::skip : SkipAction::unskip;
  what.asset_id = arguments.required_text("asset_id");
  what.project_id = arguments.required_text("project_id");
  what.reason = arguments.text("reason");
  arguments.check_all_known();
  return client.skip_or_unskip(what);
}

nlohmann::json update_asset_consensus(const Client& client, Arguments& arguments,
                                      const SdkShapes& /*shapes*/) {
  UpdateAssetConsensus what;
  what.asset_id = arguments.text("asset_id");
  what.external_id = arguments.text("external_id");
  const auto is_consensus = arguments.flag("is_consensus");
  if (!is_consensus) throw MissingArgumentError("is_consensus is missing");
  what.is_consensus = *is_consensus;
  what.project_id = arguments.required_text("project_id");
  arguments.check_all_known();
  return client.update_asset_consensus(what);
}

}  // namespace

json list_of_ids(const std::vector<std::string>& ids) {
  json list = json::array();
  for (const auto& id : ids) list.push_back({{"id", id}});
  return list;
}

void asset_mutation_methods(Methods& methods) {
  methods["update_properties_in_assets"] = update_properties_in_assets;
  methods["change_asset_external_ids"] = change_asset_external_ids;
  methods["delete_many_from_dataset"] = delete_many_from_dataset;
  methods["add_to_review"] = add_to_review;
  methods["send_back_to_queue"] = send_back_to_queue;
  methods["set_assets_priority"] = set_assets_priority;
  methods["add_metadata"] = add_metadata;
  methods["set_metadata"] = set_metadata;
  methods["assign_assets_to_labelers"] = assign_assets_to_labelers;
  methods["skip_or_unskip"] = skip_or_unskip;
  methods["update_asset_consensus"] = update_asset_consensus;
}

}  // namespace kili::driver
