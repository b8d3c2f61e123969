#include "use_cases/labels/writing/append_labels.hpp"

#include <fmt/format.h>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/labels/writing/label_arrays.hpp"
#include "use_cases/labels/writing/label_steps.hpp"
#include "use_cases/labels/writing/label_writer.hpp"
#include "use_cases/labels/writing/ontology_check.hpp"
#include "use_cases/named_assets.hpp"

namespace kili::use_cases {
namespace {

void check_names(const LabelArrays& arrays, const std::string& project_id) {
  if (arrays.by_id() && arrays.by_external_id()) {
    throw IncompatibleArgumentsError(
        "asset_id_array and asset_external_id_array are given together; name the assets by one of them");
  }
  if (arrays.by_id() || (arrays.by_external_id() && !project_id.empty())) return;
  throw MissingArgumentError(
      "The assets are not named; give asset_id_array, or asset_external_id_array together with project_id");
}

void check_model(LabelType label_type, const std::optional<std::string>& model_name) {
  if (label_type != LabelType::prediction || model_name) return;
  throw ValidationError("model_name is needed for labels of type PREDICTION; name the model that made them");
}

void check_kind(const api::LabelBatchKind& kind) {
  check_text("model_name", kind.model_name);
  check_text("project_id", kind.project_id);
}

std::optional<Ontology> ontology_for(const Resources& resources, bool is_wanted,
                                     const std::string& project_id, const support::CallContext& context) {
  if (!is_wanted || project_id.empty()) return std::nullopt;
  return ontology_to_check(resources, project_id, context);
}

template <typename Arguments>
StepNames step_names(const Arguments& arguments) {
  return {.group_name = arguments.group_name, .step_id = arguments.step_id, .step_name = arguments.step_name};
}

template <typename Arguments>
LabelPlan plan_of(const Arguments& arguments) {
  LabelPlan plan;
  plan.disable_tqdm = arguments.disable_tqdm.value_or(false);
  plan.kind = {.label_type = arguments.label_type,
               .model_name = arguments.model_name.value_or(std::string()),
               .overwrite = arguments.overwrite,
               .project_id = arguments.project_id.value_or(std::string())};
  return plan;
}

}  // namespace

std::vector<std::string> AppendLabelsToAssets::run(const AppendLabels& arguments,
                                                   const support::CallContext& context) const {
  if (!arguments.json_response_array.has_elements()) {
    throw ValidationError("json_response_array is empty; give at least one label");
  }
  const LabelArrays arrays{.asset_external_ids = arguments.asset_external_id_array,
                           .asset_ids = arguments.asset_id_array,
                           .author_ids = arguments.author_id_array,
                           .json_responses = arguments.json_response_array,
                           .reviewed_label_ids = arguments.reviewed_label_id_array,
                           .seconds_to_label = arguments.seconds_to_label_array,
                           .asset_ids_name = "asset_id_array",
                           .external_ids_name = "asset_external_id_array"};
  LabelPlan plan = plan_of(arguments);
  check_names(arrays, plan.kind.project_id);
  check_lengths(arrays);
  check_model(arguments.label_type, arguments.model_name);
  check_kind(plan.kind);
  check_step_names(step_names(arguments));
  const auto file_jobs = check_labels(arrays, plan.kind.project_id);
  if (const auto ontology =
          ontology_for(resources_, arguments.check_ontology, plan.kind.project_id, context)) {
    check_fit(arrays, *ontology);
  }
  plan.checked = &file_jobs;
  plan.total = arrays.size();
  const std::vector<std::string> asset_ids =
      arrays.by_id() ? *arrays.asset_ids
                     : resolve_assets(resources_, plan.kind.project_id, *arrays.asset_external_ids, context);
  if (const StepNames names = step_names(arguments); !names.none_given()) {
    std::string project_id = plan.kind.project_id;
    if (project_id.empty()) {
      const auto found = resources_.api->assets.project_of_assets(asset_ids, context);
      if (!found) throw NotFoundError("none of the assets exists; check asset_id_array");
      project_id = *found;
    }
    plan.kind.step_id = resolve_step(resources_, project_id, names, context);
  }
  ArrayLabels labels(arrays, asset_ids);
  LabelWriter writer(resources_, plan, labels, context);
  writer.run();
  return writer.take_ids();
}

std::vector<std::string> AppendLabelsToAssets::run(detail::NewLabelSource& labels,
                                                   const AppendLabelsSettings& settings,
                                                   const support::CallContext& context) const {
  LabelPlan plan = plan_of(settings);
  check_model(settings.label_type, settings.model_name);
  check_kind(plan.kind);
  check_step_names(step_names(settings));
  if (const StepNames names = step_names(settings); !names.none_given()) {
    if (plan.kind.project_id.empty()) {
      throw MissingArgumentError("a step needs the project; give project_id");
    }
    plan.kind.step_id = resolve_step(resources_, plan.kind.project_id, names, context);
  }
  const auto ontology = ontology_for(resources_, settings.check_ontology, plan.kind.project_id, context);
  plan.ontology = ontology ? &*ontology : nullptr;
  LabelWriter writer(resources_, plan, labels, context);
  writer.run();
  return writer.take_ids();
}

}  // namespace kili::use_cases
