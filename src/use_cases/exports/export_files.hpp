#pragma once

#include <memory>
#include <string>

#include "exports/asset_files.hpp"
#include "exports/losses.hpp"
#include "kili/exports/export_labels.hpp"
#include "use_cases/exports/export_workspace.hpp"
#include "use_cases/exports/exported_project.hpp"

namespace kili::use_cases {

/// The folder of the media in an export of the format.
[[nodiscard]] std::string media_folder_of(ExportFormat format);

/// The files of the format. @param workspace and @param losses outlive it.
[[nodiscard]] std::unique_ptr<labels::AssetFiles> files_of_format(const ExportLabels& arguments,
                                                                  const ExportedProject& project,
                                                                  ExportWorkspace& workspace,
                                                                  labels::Losses& losses);

}  // namespace kili::use_cases
