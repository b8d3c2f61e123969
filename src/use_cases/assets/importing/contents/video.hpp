#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kili/enums.hpp"
#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// What the content of a row is in a VIDEO or VIDEO_LEGACY project.
/// @throws ImportValidationError when it is none of what such projects take.
[[nodiscard]] ContentKind kind_of_video(const ImportRow& row, InputType input_type);

/// What the service stores for a video of frames: the URL of each frame by its number.
[[nodiscard]] std::string frames_text(const std::vector<std::string>& urls);

/// For paths of videos and for their URLs. One import takes either videos to keep as they are or videos to
/// cut into frames.
[[nodiscard]] std::unique_ptr<ContentPlanner> make_video_file_planner(InputType input_type);
[[nodiscard]] std::unique_ptr<ContentPlanner> make_video_url_planner();
[[nodiscard]] std::unique_ptr<ContentPlanner> make_frame_files_planner();
[[nodiscard]] std::unique_ptr<ContentPlanner> make_frame_urls_planner();

}  // namespace kili::use_cases
