// Exports of labels.

#include "module_operations.hpp"

#include "test_folder.hpp"

namespace kili::test {
namespace {

ModuleOperation export_operation(std::string_view variant, bool single_file, ExportContainer container) {
  return {.method = "export_labels",
          .variant = variant,
          .is_query = true,
          .service_operations = {"assets", "annotationFileUrl", "countAssets", "projects"},
          .perform = [single_file, container](const Client& client, const CallOptions& options,
                                              const ModuleTargets& targets) {
            const TestFolder folder;
            static_cast<void>(client.export_labels({.container = container,
                                                    .disable_tqdm = true,
                                                    .export_type = ExportType::normal,
                                                    .filename = folder.path("export"),
                                                    .fmt = ExportFormat::kili,
                                                    .layout = ExportLayout::merged,
                                                    .project_id = targets.project_id,
                                                    .single_file = single_file},
                                                   options));
          }};
}

}  // namespace

void add_export_operations(std::vector<ModuleOperation>& operations) {
  operations.push_back(export_operation("archive", false, ExportContainer::archive));
  operations.push_back(export_operation("one file in a folder", true, ExportContainer::folder));
}

}  // namespace kili::test
