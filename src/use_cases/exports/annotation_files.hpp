#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "support/call_context.hpp"
#include "use_cases/assets/media/media_directory.hpp"
#include "use_cases/exports/export_workspace.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Puts the files that labels answer with into the export, beside the files of the labels.
class AnnotationFiles {
 public:
  /// @param workspace outlives this.
  AnnotationFiles(Resources resources, std::string project_id, ExportWorkspace& workspace,
                  support::CallContext context);

  /// Downloads the files of all labels of the record, and puts their names in the export into the answers
  /// ("filePath"). @return how many. @throws what fetch_media_file() throws; NotFoundError.
  std::size_t add(nlohmann::json& record);

 private:
  void add_answer(const nlohmann::json& record, const std::string& job, nlohmann::json& answer);

  Resources resources_;
  std::string project_id_;
  ExportWorkspace* workspace_;
  support::CallContext context_;
  std::unique_ptr<MediaDirectory> directory_;  ///< Made with the first file.
};

}  // namespace kili::use_cases
