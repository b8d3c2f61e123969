#include "use_cases/labels/writing/single_label.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "api/service_api.hpp"
#include "engine/error_cause.hpp"
#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/labels/writing/label_batch.hpp"
#include "use_cases/labels/writing/label_files.hpp"
#include "use_cases/labels/writing/lock_reasons.hpp"
#include "use_cases/named_assets.hpp"

namespace kili::use_cases {
namespace {

/// How the arguments name the asset of a label.
struct AssetNames {
  const std::optional<std::string>& asset_id;
  std::string_view asset_id_name;
  const std::optional<std::string>& external_id;
  std::string_view external_id_name;
  const std::optional<std::string>& project_id;
};

bool is_text_given(const std::optional<std::string>& text) { return text && !text->empty(); }

void check(const AssetNames& names) {
  if (is_text_given(names.asset_id) && is_text_given(names.external_id)) {
    throw IncompatibleArgumentsError(fmt::format("{} and {} are given together; give one of them",
                                                 names.asset_id_name, names.external_id_name));
  }
  const bool by_external_id = is_text_given(names.external_id) && is_text_given(names.project_id);
  if (!is_text_given(names.asset_id) && !by_external_id) {
    throw MissingArgumentError(fmt::format("The asset is not named; give {}, or {} together with project_id",
                                           names.asset_id_name, names.external_id_name));
  }
  check_text(names.asset_id_name, names.asset_id.value_or(std::string()));
  check_text(names.external_id_name, names.external_id.value_or(std::string()));
  check_text("project_id", names.project_id.value_or(std::string()));
}

std::string resolve(const Resources& resources, const AssetNames& names,
                    const support::CallContext& context) {
  if (is_text_given(names.asset_id)) return *names.asset_id;
  const std::vector<std::string> external_ids{*names.external_id};
  return resolve_assets(resources, *names.project_id, external_ids, context).front();
}

/// Creates one label exactly once. @throws what stopped it.
std::string create(const Resources& resources, PlannedLabel label, const api::LabelBatchKind& kind,
                   const SendLabels& send, const support::CallContext& context) {
  LabelBatch batch;
  const std::vector<std::string> assets{label.asset_id};
  if (const auto shown = resources.doubtful_labels->surely_shown_from(assets, resources.clock->now())) {
    context.sleep_until(*resources.clock, *shown);
  }
  auto before = std::make_shared<support::IdSet>();
  for (const auto& id : resources.api->label_mutations.label_ids_on(assets, kind.label_type, context)) {
    before->insert(id);
  }
  batch.before.push_back(std::move(before));
  batch.labels.push_back(std::move(label));
  const LabelBatchOutcome outcome = send_label_batch(resources, kind, batch, send, context);
  if (!outcome.error) return outcome.ids.front();
  try {
    std::rethrow_exception(with_lock_reason(outcome.error));
  } catch (const Error& error) {
    // What stopped it need not be the loss: a state that could not be read, the deadline.
    const bool is_unknown = outcome.outcomes.front() == MutationOutcome::unknown;
    if (!is_unknown || error.context().outcome_unknown) throw;
    engine::throw_with_unknown_outcome(error);
  }
}

PlannedLabel planned(const LabelResponse& response, const std::optional<std::string>& project_id) {
  PlannedLabel label;
  label.file_jobs = file_jobs_in(response);
  check_files(label.file_jobs, project_id.value_or(std::string()));
  label.json_response = response_text(response);
  return label;
}

}  // namespace

std::string AppendLabelToAsset::run(const AppendToLabels& arguments,
                                    const support::CallContext& context) const {
  resources_.log.warn_deprecated(
      "append_to_labels method is deprecated. Please use append_labels instead. This new function allows to "
      "import several labels 10 times faster.");
  const AssetNames names{.asset_id = arguments.label_asset_id,
                         .asset_id_name = "label_asset_id",
                         .external_id = arguments.label_asset_external_id,
                         .external_id_name = "label_asset_external_id",
                         .project_id = arguments.project_id};
  check(names);
  if (arguments.seconds_to_label < 0) {
    throw ValidationError("seconds_to_label is negative; give 0 or more");
  }
  PlannedLabel label = planned(arguments.json_response, arguments.project_id);
  label.author_id = arguments.author_id.value_or(std::string());
  check_text("author_id", label.author_id);
  label.seconds_to_label = arguments.seconds_to_label;
  if (label.author_id.empty()) label.author_id = resources_.api->users.me(context).id;
  label.asset_id = resolve(resources_, names, context);
  const api::LabelBatchKind kind{.label_type = arguments.label_type,
                                 .project_id = arguments.project_id.value_or(std::string())};
  const auto send = [this](const api::LabelBatchKind& of, std::span<const api::LabelToAppend* const> labels,
                           const support::CallContext& inner) {
    return std::vector{
        resources_.api->label_mutations.append_to_labels(*labels.front(), of.label_type, inner)};
  };
  return create(resources_, std::move(label), kind, send, context);
}

std::string CreateHoneypotOfAsset::run(const CreateHoneypot& arguments,
                                       const support::CallContext& context) const {
  const AssetNames names{.asset_id = arguments.asset_id,
                         .asset_id_name = "asset_id",
                         .external_id = arguments.asset_external_id,
                         .external_id_name = "asset_external_id",
                         .project_id = arguments.project_id};
  check(names);
  PlannedLabel label = planned(arguments.json_response, arguments.project_id);
  label.asset_id = resolve(resources_, names, context);
  const api::LabelBatchKind kind{.label_type = LabelType::review,
                                 .project_id = arguments.project_id.value_or(std::string())};
  const auto send = [this](const api::LabelBatchKind&, std::span<const api::LabelToAppend* const> labels,
                           const support::CallContext& inner) {
    return std::vector{resources_.api->label_mutations.create_honeypot(labels.front()->asset_id,
                                                                       labels.front()->json_response, inner)};
  };
  return create(resources_, std::move(label), kind, send, context);
}

}  // namespace kili::use_cases
