#pragma once

#include <string>
#include <vector>

#include "support/call_context.hpp"
#include "use_cases/labels/writing/label_batch.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Checks that the files that answers name can be uploaded.
/// @param project_id empty: not known.
/// @throws ValidationError without a project; FileError naming the file.
void check_files(const std::vector<FileJob>& jobs, const std::string& project_id);

/// Uploads the files that answers name, and puts what names them in the service in their place.
void upload_files(const Resources& resources, const std::string& project_id,
                  std::vector<PlannedLabel>& labels, const support::CallContext& context);

}  // namespace kili::use_cases
