#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/labels/writing/append_labels.hpp"
#include "use_cases/labels/writing/create_predictions.hpp"
#include "use_cases/labels/writing/delete_labels.hpp"
#include "use_cases/labels/writing/single_label.hpp"
#include "use_cases/labels/writing/update_properties_in_label.hpp"

namespace kili {
inline namespace v0_1 {

std::vector<std::string> Client::append_labels(const AppendLabels& arguments,
                                               const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("append_labels", options);
  return use_cases::in_known_project(resources, arguments.project_id.value_or(""), context, [&] {
    return use_cases::AppendLabelsToAssets(resources).run(arguments, context);
  });
}

std::vector<std::string> Client::append_label_range(detail::NewLabelSource& labels,
                                                    const AppendLabelsSettings& settings,
                                                    const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("append_labels", options);
  return use_cases::in_known_project(resources, settings.project_id.value_or(""), context, [&] {
    return use_cases::AppendLabelsToAssets(resources).run(labels, settings, context);
  });
}

CreatedPredictions Client::create_predictions(std::string_view project_id, const CreatePredictions& arguments,
                                              const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("create_predictions", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    return use_cases::CreatePredictionsOfModel(resources).run(project_id, arguments, context);
  });
}

CreatedPredictions Client::create_prediction_range(std::string_view project_id,
                                                   detail::NewLabelSource& predictions,
                                                   const PredictionSettings& settings,
                                                   const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("create_predictions", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    return use_cases::CreatePredictionsOfModel(resources).run(project_id, predictions, settings, context);
  });
}

std::string Client::append_to_labels(const AppendToLabels& arguments, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("append_to_labels", options);
  return use_cases::in_known_project(resources, arguments.project_id.value_or(""), context, [&] {
    return use_cases::AppendLabelToAsset(resources).run(arguments, context);
  });
}

std::string Client::create_honeypot(const CreateHoneypot& arguments, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("create_honeypot", options);
  return use_cases::in_known_project(resources, arguments.project_id.value_or(""), context, [&] {
    return use_cases::CreateHoneypotOfAsset(resources).run(arguments, context);
  });
}

std::vector<std::string> Client::delete_labels(const DeleteLabels& arguments,
                                               const CallOptions& options) const {
  return use_cases::DeleteLabelsByIds(connection().resources())
      .run(arguments, connection().begin_call("delete_labels", options));
}

std::string Client::update_properties_in_label(const UpdatePropertiesInLabel& arguments,
                                               const CallOptions& options) const {
  return use_cases::UpdatePropertiesOfLabel(connection().resources())
      .run(arguments, connection().begin_call("update_properties_in_label", options));
}

}  // namespace v0_1
}  // namespace kili
