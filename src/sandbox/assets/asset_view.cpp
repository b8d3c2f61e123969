#include "sandbox/assets/asset_view.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/issues/issue_view.hpp"
#include "sandbox/labels/label_view.hpp"
#include "sandbox/projects/project_view.hpp"
#include "sandbox/store/asset_json.hpp"
#include "support/immortal.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

json document(const std::string& text) { return text.empty() ? json() : json::parse(text, nullptr, false); }

json labels_of(const AssetView& view, const Asset& asset) {
  json labels = json::array();
  for (const Label& label : asset.details().labels) labels.push_back(view.label(label, asset));
  return labels;
}

json latest_label(const AssetView& view, const Asset& asset) {
  const auto& labels = asset.details().labels;
  const auto latest = std::max_element(
      labels.begin(), labels.end(),
      [](const Label& left, const Label& right) { return left.created_at < right.created_at; });
  return latest == labels.end() ? json() : view.label(*latest, asset);
}

/// Those that a fixture says are last for their step; else only the newest, as in the recorded calls.
json latest_labels(const AssetView& view, const Asset& asset) {
  json labels = json::array();
  for (const Label& label : asset.details().labels) {
    if (label.is_last_for_step.value_or(false)) labels.push_back(view.label(label, asset));
  }
  if (!labels.empty()) return labels;
  json latest = latest_label(view, asset);
  if (!latest.is_null()) labels.push_back(std::move(latest));
  return labels;
}

}  // namespace

const std::vector<AssetView::Field>& AssetView::all_fields() {
  using View = AssetView;
  static const auto& fields = support::immortal(std::vector<Field>{
      {"assignees",
       [](const View& view, const Asset& asset) { return view.users(asset.details().assignees); }},
      {"consensusMark",
       [](const View&, const Asset& asset) { return optional_number(asset.details().consensus_mark); }},
      {"content", [](const View&, const Asset& asset) { return json(asset.content); }},
      {"createdAt", [](const View&, const Asset& asset) { return json(format_date(asset.created_at)); }},
      {"currentStep", [](const View& view, const Asset& asset) { return view.current_step(asset); }},
      {"externalId", [](const View&, const Asset& asset) { return json(asset.external_id); }},
      {"geospatialExportMetadata",
       [](const View&, const Asset& asset) { return document(asset.details().geospatial_export_metadata); }},
      {"honeypotMark",
       [](const View&, const Asset& asset) { return optional_number(asset.details().honeypot_mark); }},
      {"id", [](const View&, const Asset& asset) { return json(asset.id); }},
      {"inferenceMark",
       [](const View&, const Asset& asset) { return optional_number(asset.details().inference_mark); }},
      {"isHoneypot", [](const View&, const Asset& asset) { return json(asset.is_honeypot); }},
      {"isUsedForConsensus",
       [](const View&, const Asset& asset) { return json(asset.is_used_for_consensus); }},
      {"issues", [](const View& view, const Asset& asset) { return view.issues(asset); }},
      {"jsonContent", [](const View&, const Asset& asset) { return json(asset.details().json_content); }},
      {"jsonMetadata", [](const View&, const Asset& asset) { return json(asset.details().json_metadata); }},
      {"labels", [](const View& view, const Asset& asset) { return labels_of(view, asset); }},
      {"latestLabel", [](const View& view, const Asset& asset) { return latest_label(view, asset); }},
      {"latestLabels", [](const View& view, const Asset& asset) { return latest_labels(view, asset); }},
      {"ocrMetadata",
       [](const View&, const Asset& asset) {
         const auto& text = asset.details().ocr_metadata;
         return text ? json(*text) : json();
       }},
      {"pageResolutions",
       [](const View&, const Asset& asset) { return document(asset.details().page_resolutions); }},
      {"priority", [](const View&, const Asset& asset) { return json(asset.priority); }},
      {"project", [](const View& view, const Asset& asset) { return view.project(asset); }},
      {"resolution", [](const View&, const Asset& asset) { return document(asset.details().resolution); }},
      {"skipped", [](const View&, const Asset& asset) { return json(asset.skipped); }},
      {"status",
       [](const View&, const Asset& asset) {
         return json(asset_statuses[static_cast<std::size_t>(asset.status)]);
       }},
      {"toBeLabeledBy",
       [](const View& view, const Asset& asset) { return view.users(asset.details().to_be_labeled_by); }},
      {"updatedAt", [](const View&, const Asset& asset) { return json(format_date(asset.updated_at)); }},
  });
  return fields;
}

AssetView::AssetView(const Store& store, const graphql::Selection& selection, std::string response_url_prefix,
                     ServiceVersion version)
    : response_url_prefix_(std::move(response_url_prefix)), store_(store), version_(version) {
  for (const Field& field : all_fields()) {
    if (selection.has(field.name)) fields_.push_back(field);
  }
}

json AssetView::operator()(const Asset& asset) const {
  json object = json::object();
  for (const Field& field : fields_) object.emplace(field.name, field.compute(*this, asset));
  return object;
}

json AssetView::label(const Label& label, const Asset& asset) const {
  return label_view(label, asset, response_url_prefix_);
}

json AssetView::current_step(const Asset& asset) const {
  const ProjectInfo& project = project_of(asset).info;
  const ProjectStep& step = step_of(project, asset);
  const std::string_view group = group_name_of(project, step);
  const StepState status =
      version_ < ServiceVersion::v26_2 ? former_name(asset.step_status) : asset.step_status;
  return {{"id", step.id},
          {"name", step.name},
          {"status", step_statuses[static_cast<std::size_t>(status)]},
          {"stepGroupName", group.empty() ? json() : json(group)}};
}

json AssetView::project(const Asset& asset) const {
  const auto [entry, is_new] = projects_.try_emplace(asset.project);
  if (is_new) entry->second = project_view(project_of(asset), store_, AssetCounts::all);
  return entry->second;
}

json AssetView::issues(const Asset& asset) const {
  json issues = json::array();
  for (const Issue& issue : asset.details().issues) issues.push_back(issue_view(issue, asset.id, store_));
  return issues;
}

json AssetView::users(const std::vector<std::string>& ids) const {
  json users = json::array();
  for (const std::string& id : ids) {
    const User* const user = store_.find_user(id);
    users.push_back(user_to_json(user != nullptr ? *user : User{id, {}, id, {}}));
  }
  return users;
}

}  // namespace kili::sandbox
