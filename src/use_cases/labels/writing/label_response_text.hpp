#pragma once

#include <string>
#include <vector>

#include "kili/labels/new_label.hpp"

namespace kili::use_cases {

/// A job that answers with the path of a file that is to be uploaded.
struct FileJob {
  bool of_asset_level = false;  ///< It stands under "assetLevel".
  std::string name;
  std::string path;
};

/// Checks answers. Text is read once.
/// @return the jobs that name a file.
/// @throws ValidationError saying what is wrong, without naming the label.
[[nodiscard]] std::vector<FileJob> file_jobs_in(const LabelResponse& response);

/// Checked answers as they are sent: text as it is, a value as Python clients write it.
/// @throws ValidationError.
[[nodiscard]] std::string response_text(const LabelResponse& response);

/// The answers with another value for the job. @param value JSON text.
[[nodiscard]] std::string with_job(const std::string& text, const FileJob& job, const std::string& value);

}  // namespace kili::use_cases
