#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sandbox/assets/asset_filter.hpp"
#include "sandbox/service.hpp"
#include "sandbox/store/json_access.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

void apply_details(const json& data, AssetDetails& details) {
  if (const json* const value = present(data, "jsonMetadata")) details.json_metadata = document_text(*value);
  if (const json* const value = present(data, "jsonContent"))
    details.json_content = value->get<std::string>();
  if (const json* const value = present(data, "consensusMark")) details.consensus_mark = value->get<double>();
  if (const json* const value = present(data, "honeypotMark")) details.honeypot_mark = value->get<double>();
  if (const json* const value = present(data, "resolution")) details.resolution = value->dump();
  if (const json* const value = present(data, "pageResolutions")) details.page_resolutions = value->dump();
  if (data.value("shouldResetToBeLabeledBy", json()) == json(true)) details.to_be_labeled_by.clear();
  if (const json* const value = present(data, "toBeLabeledBy")) {
    details.to_be_labeled_by = value->get<std::vector<std::string>>();
  }
}

void apply(const json& data, Asset& asset) {
  if (const json* const value = present(data, "externalId")) asset.external_id = value->get<std::string>();
  if (const json* const value = present(data, "priority")) asset.priority = value->get<std::int32_t>();
  if (const json* const value = present(data, "content")) asset.content = value->get<std::string>();
  if (const json* const value = present(data, "isHoneypot")) asset.is_honeypot = value->get<bool>();
  if (const json* const value = present(data, "isUsedForConsensus")) {
    asset.is_used_for_consensus = value->get<bool>();
  }
  for (const char* const key : {"jsonMetadata", "jsonContent", "consensusMark", "honeypotMark", "resolution",
                                "pageResolutions", "shouldResetToBeLabeledBy", "toBeLabeledBy"}) {
    if (present(data, key) == nullptr) continue;
    apply_details(data, asset.edit_details());
    break;
  }
}

/// Since 26.2 consensus is set by an operation of its own where assets go through steps.
void refuse_deprecated(const json& data, const ProjectInfo& project, ServiceVersion version) {
  if (version < ServiceVersion::v26_2 || project.workflow_version == "V1") return;
  if (present(data, "isUsedForConsensus") == nullptr) return;
  throw graphql::ResolverError(
      "[deprecated] isUsedForConsensus of `updatePropertiesInAssets` does not apply to this workflow, use "
      "`setAssetConsensus`.");
}

}  // namespace

json Service::mutate(std::string_view field, const json& arguments, const graphql::Selection& selection) {
  for (const auto& module : modules_) {
    if (auto value = module->mutate(field, arguments, selection)) return *std::move(value);
  }
  if (field == "appendManyAssets") return append_many_assets(arguments, selection);
  if (field == "appendManyAssetsAsynchronously" || field == "appendManyFramesToDatasetAsynchronously") {
    return append_asynchronously(arguments);
  }
  if (field == "updatePropertiesInAssets") return update_properties(arguments, selection);
  if (field == "deleteManyFromDataset") return delete_many(arguments.at("where"));
  if (field == "addAllLabeledAssetsToReview") return add_to_review(arguments.at("where"));
  if (field == "sendBackAssetsToQueue") return send_back_to_queue(arguments.at("where"));
  if (field == "deleteAssets" || field == "addAssetsToReview" || field == "sendAssetsBackToQueue" ||
      field == "setAssetsPriority" || field == "assignAssets") {
    return act(field, arguments);
  }
  if (field == "assignAssetsToLabelers") return assign(arguments, selection);
  if (field == "setAssetConsensus") return set_consensus(arguments);
  if (field == "skipAsset") return skip(arguments, selection);
  if (field == "unskipAsset") return unskip(arguments);
  throw graphql::ResolverError(fmt::format("[notImplemented] {}", field));
}

std::vector<const Asset*> Service::select_for_mutation(const json& where) const {
  const AssetFilter filter{where, store_};
  if (!filter.is_bounded())
    throw graphql::ResolverError("[invalidInput] where must name a project or asset ids");
  return filter.select(store_, 0, store_.asset_count());
}

const Asset& Service::single_asset(const json& where) const {
  const auto found = select_for_mutation(where);
  if (found.empty()) throw graphql::ResolverError(fmt::format("[notFound] asset {}", where.dump()));
  if (found.size() > 1) {
    throw graphql::ResolverError(
        fmt::format("[invalidInput] {} assets match {}", found.size(), where.dump()));
  }
  return *found.front();
}

json Service::commit_updates(std::vector<Asset> changed) {
  if (changed.empty()) return nullptr;
  json project = project_json(*store_.projects()[changed.front().project]);
  for (Asset& asset : changed) asset.updated_at = now();
  Changes changes;
  changes.updated = std::move(changed);
  store_.commit(std::move(changes));
  return project;
}

json Service::update_properties(const json& arguments, const graphql::Selection& selection) {
  const json& where = arguments.at("where");
  const json& data = arguments.at("data");
  if (where.size() != data.size()) {
    throw graphql::ResolverError(
        fmt::format("[invalidInput] where has {} elements, data {}", where.size(), data.size()));
  }
  std::vector<const Asset*> targets;
  std::vector<Asset> changed;
  std::unordered_map<const Asset*, std::size_t> position;
  for (std::size_t i = 0; i < where.size(); ++i) {
    const Asset& target = single_asset(where[i]);
    refuse_deprecated(data[i], store_.projects()[target.project]->info, settings_.version);
    targets.push_back(&target);
    // An asset named twice gets both changes.
    const auto [entry, added] = position.try_emplace(&target, changed.size());
    if (added) changed.push_back(target);
    apply(data[i], changed[entry->second]);
  }
  for (const auto& [target, index] : position) {
    const auto& external_ids = store_.projects()[target->project]->by_external_id;
    const std::string& wanted = changed[index].external_id;
    if (wanted == target->external_id) continue;
    const auto [begin, end] = external_ids.equal_range(wanted);
    const bool stays = std::any_of(begin, end, [&](const auto& entry) {
      const auto moving = position.find(entry.second);
      return moving == position.end() || changed[moving->second].external_id == wanted;
    });
    if (stays) {
      throw graphql::ResolverError(
          fmt::format("[alreadyExists] external id {} is already taken in this project", wanted));
    }
  }
  commit_updates(std::move(changed));
  return assets_json(store_, targets, selection);
}

json Service::delete_many(const json& where) {
  const auto doomed = select_for_mutation(where);
  if (doomed.empty()) return nullptr;
  const std::uint32_t project = doomed.front()->project;
  Changes changes;
  for (const Asset* const asset : doomed) changes.deleted.push_back(asset->id);
  store_.commit(std::move(changes));
  return project_json(*store_.projects()[project]);
}

json Service::add_to_review(const json& where) {
  std::vector<Asset> changed;
  for (const Asset* const asset : select_for_mutation(where)) {
    if (asset->status != AssetState::labeled) continue;
    Asset& copy = changed.emplace_back(*asset);
    copy.status = AssetState::to_review;
    copy.step = 1;
    copy.step_status = StepState::to_do;
  }
  return commit_updates(std::move(changed));
}

json Service::send_back_to_queue(const json& where) {
  std::vector<Asset> changed;
  for (const Asset* const asset : select_for_mutation(where)) {
    // Assets without a label are in the queue already.
    if (asset->status == AssetState::todo || asset->status == AssetState::ongoing) continue;
    Asset& copy = changed.emplace_back(*asset);
    copy.status = AssetState::ongoing;
    copy.step = 0;
    copy.step_status = StepState::to_do;
  }
  return commit_updates(std::move(changed));
}

json Service::assign(const json& arguments, const graphql::Selection& selection) {
  const std::vector<std::string> ids = user_ids(arguments.at("userIds"));
  const auto targets = select_for_mutation(arguments.at("where"));
  std::vector<Asset> changed;
  for (const Asset* const asset : targets) changed.emplace_back(*asset).edit_details().assignees = ids;
  commit_updates(std::move(changed));
  return assets_json(store_, targets, selection);
}

json Service::set_consensus(const json& arguments) {
  json where{{"project", {{"id", arguments.at("projectId")}}}};
  const json* const id = present(arguments, "assetId");
  const json* const external_id = present(arguments, "externalId");
  if (id != nullptr) {
    where["id"] = *id;
  } else if (external_id != nullptr) {
    where["externalIdStrictlyIn"] = json::array({*external_id});
  } else {
    throw graphql::ResolverError("[invalidInput] assetId or externalId must be given");
  }
  std::vector<Asset> changed{single_asset(where)};
  changed.front().is_used_for_consensus = arguments.at("isConsensus").get<bool>();
  commit_updates(std::move(changed));
  return arguments.at("isConsensus");
}

json Service::skip(const json& arguments, const graphql::Selection& selection) {
  const Asset& target = single_asset(arguments.at("where"));
  if (target.is_used_for_consensus && settings_.version >= ServiceVersion::v26_2) {
    throw graphql::ResolverError("[invalidOperation] an asset used for consensus cannot be skipped");
  }
  std::vector<Asset> changed{target};
  changed.front().skipped = true;
  changed.front().step_status = StepState::skipped;
  changed.front().edit_details().skip_reason = arguments.at("reason").get<std::string>();
  commit_updates(std::move(changed));
  return assets_json(store_, {&target}, selection).front();
}

json Service::unskip(const json& arguments) {
  std::vector<Asset> changed{
      single_asset({{"id", arguments.at("assetId")}, {"project", {{"id", arguments.at("projectId")}}}})};
  changed.front().skipped = false;
  changed.front().step_status = StepState::to_do;
  if (changed.front().extra) changed.front().extra->skip_reason.clear();
  commit_updates(std::move(changed));
  return true;
}

}  // namespace kili::sandbox
