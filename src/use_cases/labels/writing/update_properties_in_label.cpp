#include "use_cases/labels/writing/update_properties_in_label.hpp"

#include "api/service_api.hpp"
#include "engine/error_cause.hpp"
#include "engine/lost_answer_repair.hpp"
#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/labels/writing/label_response_text.hpp"

namespace kili::use_cases {
namespace {

class LabelUpdate final : public engine::RepairableMutation {
 public:
  LabelUpdate(const Resources& resources, const std::string& label_id, const api::LabelChange& change)
      : resources_(resources), label_id_(label_id), change_(change) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& /*items*/,
                                         const support::CallContext& context) override {
    static_cast<void>(
        resources_.api->label_mutations.update_properties_in_label(label_id_, change_, context));
    return {};
  }
  /// Is repeated without being looked up.
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& items,
                                                 const support::CallContext& /*context*/) override {
    return items;
  }

 private:
  const Resources& resources_;
  const std::string& label_id_;
  const api::LabelChange& change_;
};

}  // namespace

std::string UpdatePropertiesOfLabel::run(const UpdatePropertiesInLabel& arguments,
                                         const support::CallContext& context) const {
  if (arguments.label_id.empty()) throw MissingArgumentError("label_id is not given or empty");
  if (!support::is_valid_utf8(arguments.label_id)) throw ValidationError("label_id is not UTF-8 text");
  if (arguments.model_name && !support::is_valid_utf8(*arguments.model_name)) {
    throw ValidationError("model_name is not UTF-8 text");
  }
  if (arguments.seconds_to_label.value_or(0) < 0) {
    throw ValidationError("seconds_to_label is negative; give 0 or more");
  }
  api::LabelChange change{.json_response = {},
                          .model_name = arguments.model_name,
                          .seconds_to_label = arguments.seconds_to_label};
  if (arguments.json_response) {
    const auto jobs = file_jobs_in(*arguments.json_response);
    if (!jobs.empty()) {
      throw ValidationError(
          "json_response names a file to upload, which this method does not; use "
          "append_labels()");
    }
    change.json_response = response_text(*arguments.json_response);
  }
  LabelUpdate update(resources_, arguments.label_id, change);
  const auto guard = resources_.locks->lock({arguments.label_id}, *resources_.clock, context);
  engine::MutationProgress progress{.pending = {0}};
  try {
    engine::send_with_repair(resources_, update, engine::RepairPolicy::repeat, progress, context);
  } catch (const Error& error) {
    if (!progress.pending_unknown || error.context().outcome_unknown) throw;
    engine::throw_with_unknown_outcome(error);
  }
  return arguments.label_id;
}

}  // namespace kili::use_cases
