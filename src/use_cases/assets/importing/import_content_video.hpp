#pragma once

#include <string>
#include <vector>

#include "use_cases/assets/importing/import_row.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases {

/// The frames of a video: URLs or paths, in order.
[[nodiscard]] std::vector<std::string> frames_of(const ImportRow& row);
/// What the service stores for them: the URL of each frame by its number.
[[nodiscard]] std::string frames_text(const std::vector<std::string>& urls);
/// One upload per frame. @throws FileError, MimeTypeError when a frame is no image.
[[nodiscard]] std::vector<PlannedUpload> frame_uploads(const ImportRow& row,
                                                       const std::vector<std::string>& paths);

}  // namespace kili::use_cases
