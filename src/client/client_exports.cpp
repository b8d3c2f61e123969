#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/exports/export_labels.hpp"
#include "use_cases/known_project.hpp"

namespace kili {
inline namespace v0_1 {

ExportReport Client::export_labels(const ExportLabels& arguments, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("export_labels", options);
  return use_cases::in_known_project(resources, arguments.project_id, context, [&] {
    return use_cases::ExportLabelsOfProject(resources).run(arguments, context);
  });
}

}  // namespace v0_1
}  // namespace kili
