#include "sandbox/labels/label_effects.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kili::sandbox {
namespace {

bool is_review(std::string_view label_type) { return label_type == "REVIEW"; }

/// PREDICTION and INFERENCE come from models: they leave the asset as it is.
bool is_of_person(std::string_view label_type) {
  return label_type != "PREDICTION" && label_type != "INFERENCE";
}

bool has_steps(const ProjectInfo& project) { return project.workflow_version != "V1"; }

bool is_same_series(const Label& label, const Label& other) {
  return label.author.id == other.author.id && label.label_type == other.label_type;
}

/// A label was removed that was the latest of its author and type: the one before it is now.
void mark_latest_like(std::vector<Label>& labels, const Label& removed) {
  const auto before = std::find_if(labels.rbegin(), labels.rend(),
                                   [&](const Label& label) { return is_same_series(label, removed); });
  if (before != labels.rend()) before->is_latest_for_user = true;
}

/// Status that the labels of an asset give it.
AssetState status_by_labels(const std::vector<Label>& labels) {
  const auto has = [&](std::string_view type) {
    return std::any_of(labels.begin(), labels.end(),
                       [&](const Label& label) { return label.label_type == type; });
  };
  if (has("REVIEW")) return AssetState::reviewed;
  if (has("DEFAULT")) return AssetState::labeled;
  return has("AUTOSAVE") ? AssetState::ongoing : AssetState::todo;
}

void move(const ProjectInfo& project, Asset& asset, std::string_view label_type, const ProjectStep& step) {
  if (!is_of_person(label_type)) return;
  if (label_type == "AUTOSAVE") {
    if (asset.status != AssetState::todo) return;
    asset.status = AssetState::ongoing;
    if (has_steps(project)) asset.step_status = StepState::in_progress;
    return;
  }
  asset.status = is_review(label_type) ? AssetState::reviewed : AssetState::labeled;
  if (!has_steps(project)) return;
  const auto found = std::find_if(project.steps.begin(), project.steps.end(),
                                  [&](const ProjectStep& each) { return each.id == step.id; });
  if (found != project.steps.end()) asset.step = static_cast<std::uint8_t>(found - project.steps.begin());
  asset.step_status = StepState::done;
}

}  // namespace

const ProjectStep& step_of_label(const ProjectInfo& project, const Asset& asset,
                                 std::string_view label_type) {
  const std::string_view wanted = is_review(label_type) ? "REVIEW" : "DEFAULT";
  const std::vector<ProjectStep>& steps = project.steps.empty() ? first_steps() : project.steps;
  const ProjectStep& own = step_of(project, asset);
  if (own.type == wanted) return own;
  const auto is_wanted = [&](const ProjectStep& step) {
    return step.type == wanted && step.step_group_id == own.step_group_id;
  };
  const auto found = std::find_if(steps.begin(), steps.end(), is_wanted);
  return found == steps.end() ? own : *found;
}

void add_label(const ProjectInfo& project, Asset& asset, Label label, const ProjectStep& step) {
  std::vector<Label>& labels = asset.edit_details().labels;
  const auto is_replaced = [&](const Label& each) { return is_same_series(each, label); };
  for (Label& each : labels) each.is_latest_for_user = each.is_latest_for_user && !is_replaced(each);
  move(project, asset, label.label_type, step);
  labels.push_back(std::move(label));
}

void remove_labels(Asset& asset, std::string_view label_type, std::string_view model_name) {
  if (!asset.extra) return;
  std::erase_if(asset.extra->labels, [&](const Label& label) {
    return label.label_type == label_type && label.model_name.value_or(std::string()) == model_name;
  });
}

bool remove_label(const ProjectInfo& project, Asset& asset, std::string_view label_id) {
  std::vector<Label>& labels = asset.edit_details().labels;
  const auto found =
      std::find_if(labels.begin(), labels.end(), [&](const Label& label) { return label.id == label_id; });
  if (found == labels.end()) return false;
  const Label removed = std::move(*found);
  labels.erase(found);
  if (removed.is_latest_for_user) mark_latest_like(labels, removed);
  if (!is_of_person(removed.label_type)) return true;
  asset.status = status_by_labels(labels);
  if (has_steps(project) && asset.status == AssetState::todo) asset.step_status = StepState::to_do;
  return true;
}

}  // namespace kili::sandbox
