// Exports of labels.

#include "module_operations.hpp"

#include "test_folder.hpp"

namespace kili::test {
namespace {

ModuleOperation export_operation(std::string_view variant, ExportFormat format, ExportContainer container) {
  return {.method = "export_labels",
          .variant = variant,
          .is_query = true,
          .service_operations = {"annotationFileUrl", "assets", "countAssets", "projects"},
          .perform = [format, container](const Client& client, const CallOptions& options,
                                         const ModuleTargets& targets) {
            const TestFolder folder;
            static_cast<void>(client.export_labels({.container = container,
                                                    .disable_tqdm = true,
                                                    .export_type = ExportType::normal,
                                                    .filename = folder.path("export"),
                                                    .fmt = format,
                                                    .layout = ExportLayout::merged,
                                                    .project_id = targets.project_id},
                                                   options));
          }};
}

}  // namespace

void add_export_operations(std::vector<ModuleOperation>& operations) {
  operations.push_back(export_operation("kili archive", ExportFormat::kili, ExportContainer::archive));
  operations.push_back(export_operation("coco folder", ExportFormat::coco, ExportContainer::folder));
}

}  // namespace kili::test
