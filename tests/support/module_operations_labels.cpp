// Labels: what is read of them.

#include "module_operations_labels.hpp"

namespace kili::test {
namespace {

using ListLabels = LabelRange (Client::*)(std::string_view, const LabelFilters&, const LabelsArguments&,
                                          const CallOptions&) const;

/// A listing of all labels of the project, with fields of every kind.
ModuleOperation label_listing(std::string_view method, ListLabels list) {
  return {.method = method,
          .variant = {},
          .is_query = true,
          .service_operations = {"countLabels", "labels", "projects"},
          .perform = [list](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
            const LabelsArguments how{.fields = {"id", "author.email", "jsonResponse", "labelType",
                                                 "modelName", "secondsToLabel", "labelOf.externalId"}};
            for (const Label& label : (client.*list)(targets.project_id, {}, how, options)) {
              static_cast<void>(label.id());
              static_cast<void>(label.json_response());
            }
          }};
}

}  // namespace

void add_label_operations(std::vector<ModuleOperation>& operations) {
  operations.push_back(label_listing("labels", &Client::labels));
  operations.push_back(label_listing("predictions", &Client::predictions));
  operations.push_back(label_listing("inferences", &Client::inferences));
  operations.push_back(
      {.method = "labels",
       .variant = "parsed",
       .is_query = true,
       .service_operations = {"countLabels", "labels", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         const LabelsArguments how{.output_format = LabelOutputFormat::parsed_label};
         for (const Label& label : client.labels(targets.project_id, {}, how, options))
           static_cast<void>(label.parsed());
       }});
  operations.push_back(
      {.method = "count_labels",
       .variant = {},
       .is_query = true,
       .service_operations = {"countLabels", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.count_labels(
             targets.project_id, {.asset_status_in = {AssetStatus::labeled, AssetStatus::reviewed}},
             options));
       }});
}

}  // namespace kili::test
