#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "sandbox/service.hpp"
#include "sandbox/store/json_access.hpp"

// The actions of service version 26.2, which tell for each asset what became of it (docs/service.md, "Actions
// on assets").
namespace kili::sandbox {
namespace {

using nlohmann::json;

/// What an action makes of an asset that it applies to.
enum class Verdict {
  declined,
  already,  ///< As asked before.
  changed
};

json reference(std::string_view id, const json& external_id) {
  return {{"assetId", id}, {"externalId", external_id}};
}

bool is_skipped(const Asset& asset) { return asset.skipped || asset.step_status == StepState::skipped; }

/// Whether the asset waits in a step, in V2 and V3.
bool is_to_do(const Asset& asset) { return asset.step_status == StepState::to_do; }

/// The first step after the asset's own that is in the same group and of this type.
std::optional<std::size_t> next_step(const ProjectInfo& project, const Asset& asset, std::string_view type) {
  const std::string& group = step_of(project, asset).step_group_id;
  for (std::size_t i = asset.step + std::size_t{1}; i < project.steps.size(); ++i) {
    if (project.steps[i].step_group_id == group && project.steps[i].type == type) return i;
  }
  return std::nullopt;
}

/// Where the asset is labeled again: where its step sends back to, or the first labeling step of its group.
std::size_t step_to_send_back_to(const ProjectInfo& project, const Asset& asset) {
  const ProjectStep& current = step_of(project, asset);
  for (std::size_t i = 0; i < project.steps.size(); ++i) {
    const ProjectStep& step = project.steps[i];
    const bool is_target = current.send_back_step_id.empty()
                               ? step.step_group_id == current.step_group_id && step.type == "DEFAULT"
                               : step.id == current.send_back_step_id;
    if (is_target) return i;
  }
  return asset.step;
}

void move_to(Asset& asset, std::size_t step, AssetState status, StepState step_status) {
  asset.status = status;
  asset.step = static_cast<std::uint8_t>(step);
  asset.step_status = step_status;
}

Verdict add_to_review(const ProjectInfo& project, Asset& asset) {
  if (project.workflow_version == "V1") {
    if (asset.status == AssetState::to_review) return Verdict::already;
    if (asset.status == AssetState::todo || asset.status == AssetState::ongoing) return Verdict::declined;
    move_to(asset, 1, AssetState::to_review, StepState::to_do);
    return Verdict::changed;
  }
  if (step_of(project, asset).type == "REVIEW" && is_to_do(asset)) return Verdict::already;
  const auto review = next_step(project, asset, "REVIEW");
  if (asset.step_status != StepState::done || asset.details().labels.empty() || !review) {
    return Verdict::declined;
  }
  move_to(asset, *review, AssetState::to_review, StepState::to_do);
  return Verdict::changed;
}

Verdict send_back_to_queue(const ProjectInfo& project, Asset& asset) {
  if (project.workflow_version == "V1") {
    if (asset.status == AssetState::todo) return Verdict::declined;
    if (asset.status == AssetState::ongoing) return Verdict::already;
    move_to(asset, 0, AssetState::ongoing, StepState::to_do);
    return Verdict::changed;
  }
  const bool is_labeling = step_of(project, asset).type == "DEFAULT";
  if (is_skipped(asset) || (is_labeling && is_to_do(asset))) return Verdict::declined;
  if (is_labeling && present_name(asset.step_status) == StepState::rework) return Verdict::already;
  move_to(asset, step_to_send_back_to(project, asset), AssetState::ongoing, StepState::rework);
  return Verdict::changed;
}

/// Assets that are being labeled, are labeled or are skipped keep their priority.
Verdict set_priority(const ProjectInfo& project, Asset& asset, std::int32_t priority) {
  const StepState step_status = present_name(asset.step_status);
  const bool accepts = project.workflow_version == "V1"
                           ? asset.status == AssetState::todo || asset.status == AssetState::to_review
                           : step_status != StepState::in_progress && step_status != StepState::done;
  if (is_skipped(asset) || !accepts) return Verdict::declined;
  if (asset.priority == priority) return Verdict::already;
  asset.priority = priority;
  return Verdict::changed;
}

/// Who has a label in progress stays assigned.
Verdict assign(Asset& asset, const std::vector<std::string>& user_ids) {
  const AssetDetails& details = asset.details();
  const auto contains = [](const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  const bool unassigns_author =
      std::any_of(details.labels.begin(), details.labels.end(), [&](const Label& label) {
        return label.label_type == "AUTOSAVE" && contains(details.assignees, label.author.id) &&
               !contains(user_ids, label.author.id);
      });
  if (unassigns_author) return Verdict::declined;
  if (details.assignees == user_ids) return Verdict::already;
  asset.edit_details().assignees = user_ids;
  return Verdict::changed;
}

}  // namespace

void Service::set_failing_assets(std::vector<SandboxFailingAsset> assets) {
  const auto lock = store_.write_lock();
  failing_assets_.clear();
  for (auto& asset : assets) failing_assets_.insert_or_assign(asset.asset_id, std::move(asset));
}

std::optional<std::string> Service::failure_of(const std::string& asset_id) {
  const auto failing = failing_assets_.find(asset_id);
  if (failing == failing_assets_.end()) return std::nullopt;
  std::string details = failing->second.details;
  if (failing->second.times > 0 && --failing->second.times == 0) failing_assets_.erase(failing);
  return details;
}

std::vector<std::string> Service::user_ids(const json& names) const {
  std::vector<std::string> ids;
  for (const auto& given : names) {
    const auto& name = given.get_ref<const std::string&>();
    const User* const user = store_.find_user(name);
    if (user == nullptr) throw graphql::ResolverError(fmt::format("[notFound] user {}", name));
    ids.push_back(user->id);
  }
  return ids;
}

json Service::act(std::string_view action, const json& arguments) {
  const json& where = arguments.at("where");
  const bool deletes = action == "deleteAssets";
  const std::int32_t priority = arguments.value("priority", json(0)).get<std::int32_t>();
  const std::vector<std::string> assignees = user_ids(arguments.value("userIds", json::array()));
  json outcome{{"declined", json::array()}, {"failed", json::array()}, {"succeeded", json::array()}};
  Changes changes;
  std::unordered_set<std::string> known;
  for (const Asset* const asset : select_for_mutation(where)) {
    known.insert(asset->id);
    json named = reference(asset->id, asset->external_id);
    if (const auto details = failure_of(asset->id)) {
      named["details"] = *details;
      outcome["failed"].push_back(std::move(named));
      continue;
    }
    const ProjectInfo& project = store_.projects()[asset->project]->info;
    Asset copy = *asset;
    Verdict verdict = Verdict::changed;
    if (action == "addAssetsToReview") verdict = sandbox::add_to_review(project, copy);
    if (action == "sendAssetsBackToQueue") verdict = sandbox::send_back_to_queue(project, copy);
    if (action == "setAssetsPriority") verdict = sandbox::set_priority(project, copy, priority);
    if (action == "assignAssets") verdict = sandbox::assign(copy, assignees);
    outcome[verdict == Verdict::declined ? "declined" : "succeeded"].push_back(std::move(named));
    if (verdict != Verdict::changed) continue;
    if (deletes) {
      changes.deleted.push_back(asset->id);
    } else {
      copy.updated_at = now();
      changes.updated.push_back(std::move(copy));
    }
  }
  json ids = where.value("idIn", json::array());
  if (const json* const id = present(where, "id")) ids.push_back(*id);
  for (const auto& id : ids) {
    const auto& name = id.get_ref<const std::string&>();
    if (!known.insert(name).second) continue;
    const std::string* const external_id = store_.find_deleted(name);
    outcome[deletes ? "succeeded" : "declined"].push_back(
        reference(name, external_id != nullptr ? json(*external_id) : json()));
  }
  store_.commit(std::move(changes));
  return outcome;
}

}  // namespace kili::sandbox
