#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/labels/listing/count_labels.hpp"
#include "use_cases/labels/listing/list_labels.hpp"

namespace kili {
inline namespace v0_1 {

LabelRange Client::labels(std::string_view project_id, const LabelFilters& filters,
                          const LabelsArguments& arguments, const CallOptions& options) const {
  return LabelRange(use_cases::ListLabels(connection().resources())
                        .run(project_id, filters, arguments, connection().begin_call("labels", options)));
}

std::size_t Client::count_labels(std::string_view project_id, const LabelFilters& filters,
                                 const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("count_labels", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    return use_cases::CountLabels(resources).run(project_id, filters, context);
  });
}

LabelRange Client::predictions(std::string_view project_id, const LabelFilters& filters,
                               const LabelsArguments& arguments, const CallOptions& options) const {
  return LabelRange(use_cases::ListLabels(connection().resources())
                        .run_of_models(LabelType::prediction, "predictions", project_id, filters, arguments,
                                       connection().begin_call("predictions", options)));
}

LabelRange Client::inferences(std::string_view project_id, const LabelFilters& filters,
                              const LabelsArguments& arguments, const CallOptions& options) const {
  return LabelRange(use_cases::ListLabels(connection().resources())
                        .run_of_models(LabelType::inference, "inferences", project_id, filters, arguments,
                                       connection().begin_call("inferences", options)));
}

}  // namespace v0_1
}  // namespace kili
