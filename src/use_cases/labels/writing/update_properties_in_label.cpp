#include "use_cases/labels/writing/update_properties_in_label.hpp"

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/labels/writing/label_response_text.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {
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
  if (!arguments.json_response && !arguments.model_name && !arguments.seconds_to_label) {
    throw MissingArgumentError("nothing to change; give json_response, model_name or seconds_to_label");
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
  const auto send = [&](const support::CallContext& inner) {
    static_cast<void>(
        resources_.api->label_mutations.update_properties_in_label(arguments.label_id, change, inner));
    return true;
  };
  // Twice has the same effect as once, so it is repeated without being looked up.
  const auto is_done = [](const support::CallContext& /*inner*/) { return false; };
  SingleMutation(send, is_done).run(resources_, arguments.label_id, engine::RepairPolicy::repeat, context);
  return arguments.label_id;
}

}  // namespace kili::use_cases
