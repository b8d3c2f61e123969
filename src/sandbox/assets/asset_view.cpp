#include "sandbox/assets/asset_view.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/labels/label_view.hpp"
#include "sandbox/store/asset_json.hpp"
#include "support/immortal.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

json document(const std::string& text) { return text.empty() ? json() : json::parse(text, nullptr, false); }

json issues_of(const Asset& asset) {
  json issues = json::array();
  for (const Issue& issue : asset.details().issues) {
    issues.push_back({{"id", issue.id}, {"status", issue.status}, {"type", issue.type}});
  }
  return issues;
}

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

/// Only the newest, as in the recorded calls.
json latest_labels(const AssetView& view, const Asset& asset) {
  json latest = latest_label(view, asset);
  json labels = json::array();
  if (!latest.is_null()) labels.push_back(std::move(latest));
  return labels;
}

}  // namespace

json project_view(const Project& project, const Store& store) {
  json connections = json::array();
  for (const std::string& id : project.info.data_connections) connections.push_back({{"id", id}});
  json workflow = workflow_to_json(project.info);
  for (json& step : workflow.at("steps")) {
    json assignees = json::array();
    for (const json& id : step.at("assignees")) {
      const User* const user = store.find_user(id.get_ref<const std::string&>());
      if (user != nullptr) assignees.push_back(user_to_json(*user));
    }
    step["assignees"] = std::move(assignees);
  }
  return {{"dataConnections", std::move(connections)},
          {"description", project.info.description},
          {"id", project.info.id},
          {"inputType", project.info.input_type},
          {"jsonInterface", project.info.json_interface},
          {"numberOfAssets", project.assets.size()},
          {"stepGroups", std::move(workflow.at("stepGroups"))},
          {"steps", std::move(workflow.at("steps"))},
          {"title", project.info.title},
          {"workflowVersion", project.info.workflow_version}};
}

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
      {"honeypotMark",
       [](const View&, const Asset& asset) { return optional_number(asset.details().honeypot_mark); }},
      {"id", [](const View&, const Asset& asset) { return json(asset.id); }},
      {"inferenceMark",
       [](const View&, const Asset& asset) { return optional_number(asset.details().inference_mark); }},
      {"isHoneypot", [](const View&, const Asset& asset) { return json(asset.is_honeypot); }},
      {"isUsedForConsensus",
       [](const View&, const Asset& asset) { return json(asset.is_used_for_consensus); }},
      {"issues", [](const View&, const Asset& asset) { return issues_of(asset); }},
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

json AssetView::project(const Asset& asset) const { return project_view(project_of(asset), store_); }

json AssetView::users(const std::vector<std::string>& ids) const {
  json users = json::array();
  for (const std::string& id : ids) {
    const User* const user = store_.find_user(id);
    users.push_back(user_to_json(user != nullptr ? *user : User{id, {}, id, {}}));
  }
  return users;
}

}  // namespace kili::sandbox
