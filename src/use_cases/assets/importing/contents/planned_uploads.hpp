#pragma once

#include <string>
#include <string_view>

#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases {

/// A text as the content of an asset.
[[nodiscard]] PlannedUpload upload_of_text(std::string text, std::string_view content_type);
/// A text that the asset names as its JSON content. The service keeps it as text, under a name without
/// extension (docs/service.md, "Importing").
[[nodiscard]] PlannedUpload upload_of_json_content(std::string text);
/// What a temporary file holds; its content type is set by the caller.
[[nodiscard]] PlannedUpload upload_of_spool(Spool spool);
/// A checked file; its content type comes from its name.
[[nodiscard]] PlannedUpload upload_of_file(std::string path, const FileStamp& stamp, std::string target);

}  // namespace kili::use_cases
