#include "use_cases/labels/writing/create_predictions.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/labels/writing/label_arrays.hpp"
#include "use_cases/labels/writing/label_writer.hpp"
#include "use_cases/labels/writing/ontology_check.hpp"
#include "use_cases/named_assets.hpp"

namespace kili::use_cases {
namespace {

void check_project(std::string_view project_id) {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
  check_text("project_id", project_id);
}

/// The one model that made the predictions.
std::string model_of(const CreatePredictions& arguments) {
  if (arguments.model_name && !arguments.model_name->empty()) return *arguments.model_name;
  if (!arguments.model_name_array.has_elements()) {
    throw ValidationError("model_name is not given; name the model that made the predictions");
  }
  const auto& names = *arguments.model_name_array;
  if (names.size() != arguments.json_response_array.size()) {
    throw ValidationError("model_name_array does not have one name for each prediction; give model_name");
  }
  if (std::any_of(names.begin(), names.end(), [&](const auto& name) { return name != names.front(); })) {
    throw ValidationError("model_name_array names different models; make a call for each of them");
  }
  return names.front();
}

LabelPlan plan_of_predictions(std::string_view project_id, std::string model_name, bool overwrite,
                              std::optional<bool> disable_tqdm) {
  LabelPlan plan;
  plan.disable_tqdm = disable_tqdm.value_or(false);
  plan.keeps_ids = false;
  check_text("model_name", model_name);
  plan.kind = {.label_type = LabelType::prediction,
               .model_name = std::move(model_name),
               .overwrite = overwrite,
               .project_id = std::string(project_id)};
  return plan;
}

}  // namespace

CreatedPredictions CreatePredictionsOfModel::run(std::string_view project_id,
                                                 const CreatePredictions& arguments,
                                                 const support::CallContext& context) const {
  check_project(project_id);
  if (!arguments.json_response_array.has_elements()) {
    throw ValidationError("json_response_array is empty; give at least one prediction");
  }
  const List<std::string> no_texts;
  const List<std::int64_t> no_seconds;
  const LabelArrays arrays{.asset_external_ids = arguments.external_id_array,
                           .asset_ids = arguments.asset_id_array,
                           .author_ids = no_texts,
                           .json_responses = arguments.json_response_array,
                           .reviewed_label_ids = no_texts,
                           .seconds_to_label = no_seconds,
                           .asset_ids_name = "asset_id_array",
                           .external_ids_name = "external_id_array"};
  if (arrays.by_id() && arrays.by_external_id()) {
    throw IncompatibleArgumentsError(
        "asset_id_array and external_id_array are given together; name the assets by one of them");
  }
  if (!arrays.by_id() && !arrays.by_external_id()) {
    throw ValidationError("The assets are not named; give asset_id_array or external_id_array");
  }
  LabelPlan plan =
      plan_of_predictions(project_id, model_of(arguments), arguments.overwrite, arguments.disable_tqdm);
  check_lengths(arrays);
  const auto file_jobs = check_labels(arrays, plan.kind.project_id);
  if (arguments.check_ontology) {
    const auto ontology = ontology_to_check(resources_, plan.kind.project_id, context);
    if (ontology) check_fit(arrays, *ontology);
  }
  plan.checked = &file_jobs;
  plan.total = arrays.size();
  const std::vector<std::string> asset_ids =
      arrays.by_id() ? *arrays.asset_ids
                     : resolve_assets(resources_, plan.kind.project_id, *arrays.asset_external_ids, context);
  ArrayLabels predictions(arrays, asset_ids);
  LabelWriter writer(resources_, plan, predictions, context);
  writer.run();
  return {.count = writer.count(), .id = plan.kind.project_id};
}

CreatedPredictions CreatePredictionsOfModel::run(std::string_view project_id,
                                                 detail::NewLabelSource& predictions,
                                                 const PredictionSettings& settings,
                                                 const support::CallContext& context) const {
  check_project(project_id);
  if (settings.model_name.empty()) {
    throw ValidationError("model_name is not given; name the model that made the predictions");
  }
  LabelPlan plan =
      plan_of_predictions(project_id, settings.model_name, settings.overwrite, settings.disable_tqdm);
  std::optional<Ontology> ontology;
  if (settings.check_ontology) ontology = ontology_to_check(resources_, plan.kind.project_id, context);
  plan.ontology = ontology ? &*ontology : nullptr;
  LabelWriter writer(resources_, plan, predictions, context);
  writer.run();
  return {.count = writer.count(), .id = plan.kind.project_id};
}

}  // namespace kili::use_cases
