// Labels: what is written.

#include "module_operations_label_changes.hpp"

#include <nlohmann/json.hpp>

namespace kili::test {
namespace {

LabelResponse no_answers() { return Json(nlohmann::json::object()); }

List<LabelResponse> no_answers_for(const std::vector<std::string>& assets) {
  return std::vector<LabelResponse>(assets.size(), no_answers());
}

}  // namespace

void add_label_change_operations(std::vector<ModuleOperation>& operations) {
  using Options = CallOptions;
  using Targets = ModuleTargets;
  operations.push_back({.method = "append_labels",
                        .variant = {},
                        .service_operations = {"appendManyLabels", "labels", "me", "projects"},
                        .perform = [](const Client& client, const Options& options, const Targets& targets) {
                          static_cast<void>(
                              client.append_labels({.asset_id_array = targets.asset_ids,
                                                    .json_response_array = no_answers_for(targets.asset_ids),
                                                    .project_id = targets.project_id},
                                                   options));
                        }});
  operations.push_back({.method = "append_labels",
                        .variant = "range",
                        .service_operations = {"appendManyLabels", "labels", "me", "projects"},
                        .perform = [](const Client& client, const Options& options, const Targets& targets) {
                          const std::vector<NewLabel> labels{{.asset_id = targets.asset_ids.front()}};
                          static_cast<void>(client.append_labels(labels, {}, options));
                        }});
  operations.push_back({.method = "create_predictions",
                        .variant = {},
                        .service_operations = {"appendManyLabels", "labels", "me", "projects"},
                        .perform = [](const Client& client, const Options& options, const Targets& targets) {
                          static_cast<void>(client.create_predictions(
                              targets.project_id,
                              {.asset_id_array = targets.asset_ids,
                               .json_response_array = no_answers_for(targets.asset_ids),
                               .model_name = targets.mark + "model"},
                              options));
                        }});
  operations.push_back(
      {.method = "append_to_labels",
       .variant = {},
       .service_operations = {"appendToLabels", "labels", "me", "projects"},
       .perform = [](const Client& client, const Options& options, const Targets& targets) {
         static_cast<void>(client.append_to_labels(
             {.json_response = no_answers(), .label_asset_id = targets.asset_ids.front()}, options));
       }});
  operations.push_back(
      {.method = "create_honeypot",
       .variant = {},
       .service_operations = {"createHoneypot", "labels", "me", "projects"},
       .perform = [](const Client& client, const Options& options, const Targets& targets) {
         static_cast<void>(client.create_honeypot(
             {.asset_id = targets.asset_ids.front(), .json_response = no_answers()}, options));
       }});
  operations.push_back({.method = "delete_labels",
                        .variant = {},
                        .service_operations = {"deleteLabels", "labels"},
                        .perform = [](const Client& client, const Options& options, const Targets& targets) {
                          static_cast<void>(client.delete_labels({.ids = targets.label_ids}, options));
                        }});
  operations.push_back({.method = "update_properties_in_label",
                        .variant = {},
                        .service_operations = {"updatePropertiesInLabel"},
                        .perform = [](const Client& client, const Options& options, const Targets& targets) {
                          static_cast<void>(client.update_properties_in_label(
                              {.label_id = targets.label_ids.front(), .seconds_to_label = 3}, options));
                        }});
  operations.push_back(
      {.method = "append_labels",
       .variant = "file",
       .service_operations = {"createAnnotationFileUpload", "appendManyLabels", "labels", "me", "projects"},
       .perform = [](const Client& client, const Options& options, const Targets& targets) {
         const nlohmann::json answers{{"FILE_JOB", "/dev/null"}};
         static_cast<void>(client.append_labels({.asset_id_array = {targets.asset_ids.front()},
                                                 .check_ontology = false,
                                                 .json_response_array = std::vector<LabelResponse>{answers},
                                                 .project_id = targets.project_id},
                                                options));
       }});
}

}  // namespace kili::test
