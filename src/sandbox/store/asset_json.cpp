#include "sandbox/store/asset_json.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "sandbox/store/fixture_values.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

template <typename Enumeration, std::size_t size>
void read_name(const json& object, const char* key, const std::array<std::string_view, size>& names,
               Enumeration& target) {
  std::string name;
  read(object, key, name);
  if (name.empty()) return;
  const auto index = index_of(names, name);
  if (!index) throw std::invalid_argument(fmt::format("fixture: '{}' has no value '{}'", key, name));
  target = static_cast<Enumeration>(*index);
}

/// Ids of users, given as ids or as objects with an id.
std::vector<std::string> read_user_ids(const json& object, const char* key) {
  std::vector<std::string> ids;
  const json* const value = present(object, key);
  if (value == nullptr) return ids;
  for (const auto& user : *value)
    ids.push_back(user.is_object() ? user.value("id", "") : user.get<std::string>());
  return ids;
}

/// A step is named by its id, or by its name.
void read_step(const json& fixture, const std::vector<ProjectStep>& steps, Asset& asset) {
  std::string step;
  read(fixture, "stepId", step);
  if (!step.empty()) {
    auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& each) { return each.id == step; });
    if (found == steps.end()) {
      found = std::find_if(steps.begin(), steps.end(), [&](const auto& each) { return each.name == step; });
    }
    if (found == steps.end()) {
      throw std::invalid_argument(fmt::format("fixture: the project has no step '{}'", step));
    }
    asset.step = static_cast<std::uint8_t>(found - steps.begin());
  }
  read_name(fixture, "stepStatus", step_statuses, asset.step_status);
}

Issue issue_from_fixture(const json& fixture) {
  check_keys(fixture, FixtureObject::issue);
  Issue issue;
  read(fixture, "authorId", issue.author_id);
  read_date(fixture, "createdAt", issue.created_at);
  read(fixture, "id", issue.id);
  read_optional(fixture, "issueNumber", issue.issue_number);
  read(fixture, "labelId", issue.label_id);
  read_optional(fixture, "objectMid", issue.object_mid);
  read(fixture, "status", issue.status);
  read_optional(fixture, "text", issue.text);
  read(fixture, "type", issue.type);
  issue.updated_at = issue.created_at;
  read_date(fixture, "updatedAt", issue.updated_at);
  return issue;
}

json issue_to_fixture(const Issue& issue) {
  return {{"authorId", text_or_null(issue.author_id)},
          {"createdAt", format_date(issue.created_at)},
          {"id", issue.id},
          {"issueNumber", value_or_null(issue.issue_number)},
          {"labelId", text_or_null(issue.label_id)},
          {"objectMid", value_or_null(issue.object_mid)},
          {"status", issue.status},
          {"text", value_or_null(issue.text)},
          {"type", issue.type},
          {"updatedAt", format_date(issue.updated_at)}};
}

AssetDetails details_from_json(const json& fixture) {
  AssetDetails details;
  details.assignees = read_user_ids(fixture, "assignees");
  details.to_be_labeled_by = read_user_ids(fixture, "toBeLabeledBy");
  read_optional(fixture, "consensusMark", details.consensus_mark);
  read_optional(fixture, "honeypotMark", details.honeypot_mark);
  read_optional(fixture, "inferenceMark", details.inference_mark);
  read_document(fixture, "geospatialExportMetadata", details.geospatial_export_metadata);
  read_document(fixture, "jsonContent", details.json_content);
  read_document(fixture, "jsonMetadata", details.json_metadata);
  read_document(fixture, "resolution", details.resolution);
  read_document(fixture, "pageResolutions", details.page_resolutions);
  read(fixture, "skipReason", details.skip_reason);
  if (present(fixture, "ocrMetadata") != nullptr)
    read_document(fixture, "ocrMetadata", details.ocr_metadata.emplace());
  if (const json* const labels = present(fixture, "labels")) {
    for (const auto& label : *labels) details.labels.push_back(label_from_fixture(label));
  }
  if (const json* const issues = present(fixture, "issues")) {
    for (const auto& issue : *issues) details.issues.push_back(issue_from_fixture(issue));
  }
  return details;
}

bool is_plain(const AssetDetails& details) {
  return details.assignees.empty() && details.to_be_labeled_by.empty() && !details.consensus_mark &&
         !details.honeypot_mark && !details.inference_mark && details.json_content.empty() &&
         details.json_metadata == "{}" && details.resolution.empty() && details.page_resolutions.empty() &&
         details.geospatial_export_metadata.empty() && details.skip_reason.empty() && !details.ocr_metadata &&
         details.labels.empty() && details.issues.empty();
}

json label_to_fixture(const Label& label) {
  return {{"annotations", annotations_of(label)},
          {"author", user_to_json(label.author)},
          {"consensusMark", optional_number(label.consensus_mark)},
          {"createdAt", format_date(label.created_at)},
          {"honeypotMark", optional_number(label.honeypot_mark)},
          {"id", label.id},
          {"inferenceMark", optional_number(label.inference_mark)},
          {"isLastForStep", value_or_null(label.is_last_for_step)},
          {"isLatestLabelForUser", label.is_latest_for_user},
          {"isSentBackToQueue", label.is_sent_back_to_queue},
          {"jsonResponse", label.json_response},
          {"labelType", label.label_type},
          {"labeler", text_or_null(label.labeler)},
          {"modelName", value_or_null(label.model_name)},
          {"referencedLabelId", text_or_null(label.referenced_label_id)},
          {"reviewer", text_or_null(label.reviewer)},
          {"secondsToLabel", value_or_null(label.seconds_to_label)},
          {"skipped", label.skipped},
          {"stepId", text_or_null(label.step_id)}};
}

void check_annotations(const json& annotations) {
  constexpr std::array<std::string_view, 3> kinds{"ClassificationAnnotation", "ComparisonAnnotation",
                                                  "TranscriptionAnnotation"};
  if (!annotations.is_array()) throw std::invalid_argument("fixture: 'annotations' is not a list");
  for (const auto& annotation : annotations) {
    const std::string kind = annotation.is_object() ? annotation.value("__typename", "") : std::string();
    if (!index_of(kinds, kind)) {
      throw std::invalid_argument(fmt::format(
          "fixture: an annotation has the '__typename' '{}'; give one of {}", kind, fmt::join(kinds, ", ")));
    }
  }
}

json parsed_or_null(const std::string& text) {
  return text.empty() ? json() : json::parse(text, nullptr, false);
}

}  // namespace

json annotations_of(const Label& label) {
  json annotations = label.annotations.empty() ? json::array() : json::parse(label.annotations);
  for (auto& annotation : annotations) annotation["labelId"] = label.id;
  return annotations;
}

User user_from_fixture(const json& fixture) {
  check_keys(fixture, FixtureObject::user);
  User user;
  read(fixture, "email", user.email);
  read(fixture, "firstname", user.firstname);
  read(fixture, "id", user.id);
  read(fixture, "lastname", user.lastname);
  read(fixture, "activated", user.activated);
  read(fixture, "organizationRole", user.organization_role);
  return user;
}

Label label_from_fixture(const json& fixture) {
  check_keys(fixture, FixtureObject::label);
  Label label;
  label.created_at = now();
  if (const json* const annotations = present(fixture, "annotations")) {
    check_annotations(*annotations);
    if (!annotations->empty()) label.annotations = annotations->dump();
  }
  if (const json* const author = present(fixture, "author")) label.author = user_from_fixture(*author);
  read_date(fixture, "createdAt", label.created_at);
  read_optional(fixture, "consensusMark", label.consensus_mark);
  read_optional(fixture, "honeypotMark", label.honeypot_mark);
  read_optional(fixture, "inferenceMark", label.inference_mark);
  read(fixture, "id", label.id);
  read_optional(fixture, "isLastForStep", label.is_last_for_step);
  read(fixture, "isLatestLabelForUser", label.is_latest_for_user);
  read(fixture, "isSentBackToQueue", label.is_sent_back_to_queue);
  read_document(fixture, "jsonResponse", label.json_response);
  read(fixture, "labelType", label.label_type);
  read(fixture, "labeler", label.labeler);
  read_optional(fixture, "modelName", label.model_name);
  read(fixture, "referencedLabelId", label.referenced_label_id);
  read(fixture, "reviewer", label.reviewer);
  read_optional(fixture, "secondsToLabel", label.seconds_to_label);
  read(fixture, "skipped", label.skipped);
  read(fixture, "stepId", label.step_id);
  return label;
}

Asset asset_from_fixture(const json& fixture, const std::vector<ProjectStep>& steps) {
  check_keys(fixture, FixtureObject::asset);
  Asset asset;
  asset.created_at = now();
  read(fixture, "id", asset.id);
  read(fixture, "externalId", asset.external_id);
  read(fixture, "content", asset.content);
  read_date(fixture, "createdAt", asset.created_at);
  asset.updated_at = asset.created_at;
  read_date(fixture, "updatedAt", asset.updated_at);
  read(fixture, "priority", asset.priority);
  read_name(fixture, "status", asset_statuses, asset.status);
  read_step(fixture, steps, asset);
  read(fixture, "isHoneypot", asset.is_honeypot);
  read(fixture, "isUsedForConsensus", asset.is_used_for_consensus);
  read(fixture, "skipped", asset.skipped);
  AssetDetails details = details_from_json(fixture);
  if (!is_plain(details)) asset.extra = std::make_unique<AssetDetails>(std::move(details));
  return asset;
}

json asset_to_state(const Asset& asset) {
  const AssetDetails& details = asset.details();
  return {{"id", asset.id},
          {"externalId", asset.external_id},
          {"content", asset.content},
          {"jsonContent", details.json_content},
          {"jsonMetadata", details.json_metadata},
          {"status", asset_statuses[static_cast<std::size_t>(asset.status)]},
          {"stepStatus", step_statuses[static_cast<std::size_t>(asset.step_status)]},
          {"skipped", asset.skipped},
          {"priority", asset.priority},
          {"isHoneypot", asset.is_honeypot},
          {"isUsedForConsensus", asset.is_used_for_consensus},
          {"consensusMark", optional_number(details.consensus_mark)},
          {"honeypotMark", optional_number(details.honeypot_mark)},
          {"toBeLabeledBy", details.to_be_labeled_by},
          {"assignees", details.assignees},
          {"resolution", parsed_or_null(details.resolution)},
          {"pageResolutions", parsed_or_null(details.page_resolutions)}};
}

json labeled_asset_to_state(const Asset& asset, const ProjectStep& step) {
  json labels = json::array();
  for (const Label& label : asset.details().labels) {
    labels.push_back({{"author", label.author.id},
                      {"id", label.id},
                      {"isLatestLabelForUser", label.is_latest_for_user},
                      {"isSentBackToQueue", label.is_sent_back_to_queue},
                      {"jsonResponse", label.json_response},
                      {"labelType", label.label_type},
                      {"modelName", value_or_null(label.model_name)},
                      {"referencedLabelId", text_or_null(label.referenced_label_id)},
                      {"secondsToLabel", value_or_null(label.seconds_to_label)},
                      {"stepId", text_or_null(label.step_id)}});
  }
  json issues = json::array();
  for (const Issue& issue : asset.details().issues) {
    issues.push_back({{"id", issue.id},
                      {"labelId", text_or_null(issue.label_id)},
                      {"objectMid", value_or_null(issue.object_mid)},
                      {"status", issue.status},
                      {"text", value_or_null(issue.text)},
                      {"type", issue.type}});
  }
  return {{"id", asset.id},
          {"isHoneypot", asset.is_honeypot},
          {"issues", std::move(issues)},
          {"labels", std::move(labels)},
          {"status", asset_statuses[static_cast<std::size_t>(asset.status)]},
          {"stepId", step.id},
          {"stepStatus", step_statuses[static_cast<std::size_t>(asset.step_status)]}};
}

std::string details_to_text(const AssetDetails& details) {
  json labels = json::array();
  for (const Label& label : details.labels) labels.push_back(label_to_fixture(label));
  json issues = json::array();
  for (const Issue& issue : details.issues) issues.push_back(issue_to_fixture(issue));
  const json document{{"assignees", details.assignees},
                      {"consensusMark", optional_number(details.consensus_mark)},
                      {"geospatialExportMetadata", text_or_null(details.geospatial_export_metadata)},
                      {"honeypotMark", optional_number(details.honeypot_mark)},
                      {"inferenceMark", optional_number(details.inference_mark)},
                      {"issues", std::move(issues)},
                      {"jsonContent", details.json_content},
                      {"jsonMetadata", details.json_metadata},
                      {"labels", std::move(labels)},
                      {"ocrMetadata", details.ocr_metadata ? json(*details.ocr_metadata) : json()},
                      {"pageResolutions", details.page_resolutions},
                      {"resolution", details.resolution},
                      {"skipReason", details.skip_reason},
                      {"toBeLabeledBy", details.to_be_labeled_by}};
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

AssetDetails details_from_text(std::string_view text) { return details_from_json(json::parse(text)); }

json workflow_to_json(const ProjectInfo& project) {
  json groups = json::array();
  for (const StepGroup& group : project.step_groups) {
    groups.push_back({{"id", group.id}, {"name", group.name}});
  }
  json steps = json::array();
  for (const ProjectStep& step : project.steps) {
    steps.push_back({{"assignees", step.assignees},
                     {"id", step.id},
                     {"name", step.name},
                     {"sendBackStepId", text_or_null(step.send_back_step_id)},
                     {"stepGroupId", text_or_null(step.step_group_id)},
                     {"type", step.type}});
  }
  return {{"stepGroups", std::move(groups)}, {"steps", std::move(steps)}};
}

void read_workflow(const json& document, ProjectInfo& project) {
  if (const json* const groups = present(document, "stepGroups")) {
    project.step_groups.clear();
    for (const json& group : *groups) {
      check_keys(group, FixtureObject::step_group);
      StepGroup& read_group = project.step_groups.emplace_back();
      read(group, "id", read_group.id);
      read(group, "name", read_group.name);
    }
  }
  const json* const steps = present(document, "steps");
  if (steps == nullptr) return;
  if (steps->empty()) {
    // A project without steps for those who ask; its assets are in the first one all the same.
    project.settings["hasNoSteps"] = true;
    return;
  }
  project.steps.clear();
  for (const json& step : *steps) {
    check_keys(step, FixtureObject::step);
    ProjectStep& read_step = project.steps.emplace_back();
    read_step.assignees = read_user_ids(step, "assignees");
    read(step, "id", read_step.id);
    read(step, "name", read_step.name);
    read(step, "sendBackStepId", read_step.send_back_step_id);
    read(step, "stepGroupId", read_step.step_group_id);
    read(step, "type", read_step.type);
  }
}

json user_to_json(const User& user) {
  return {{"activated", user.activated},
          {"email", user.email},
          {"firstname", text_or_null(user.firstname)},
          {"id", user.id},
          {"lastname", text_or_null(user.lastname)},
          {"organizationRole", user.organization_role}};
}

json optional_number(const std::optional<double>& number) { return value_or_null(number); }

}  // namespace kili::sandbox
