#include "use_cases/assets/importing/plan/content_planners.hpp"

#include "use_cases/assets/importing/contents/chat.hpp"
#include "use_cases/assets/importing/contents/file.hpp"
#include "use_cases/assets/importing/contents/layers.hpp"
#include "use_cases/assets/importing/contents/text.hpp"
#include "use_cases/assets/importing/contents/url.hpp"
#include "use_cases/assets/importing/contents/video.hpp"

namespace kili::use_cases {

ContentPlanner& ContentPlanners::of(ContentKind kind) {
  auto& planner = planners_[kind];
  if (!planner) planner = make(kind);
  return *planner;
}

std::unique_ptr<ContentPlanner> ContentPlanners::make(ContentKind kind) const {
  switch (kind) {
    case ContentKind::chat:
      return make_chat_planner(log_);
    case ContentKind::file:
      return make_file_planner(input_type_);
    case ContentKind::frame_files:
      return make_frame_files_planner();
    case ContentKind::frame_urls:
      return make_frame_urls_planner();
    case ContentKind::json_file:
      return make_json_file_planner(log_);
    case ContentKind::json_object:
      return make_json_object_planner();
    case ContentKind::layers:
      return make_layers_planner(input_type_);
    case ContentKind::rich_text:
      return make_rich_text_planner();
    case ContentKind::text:
      return make_text_planner();
    case ContentKind::text_file:
      return make_text_file_planner();
    case ContentKind::tile_layers:
      return make_tile_layers_planner();
    case ContentKind::url:
      break;
    case ContentKind::video_file:
      return make_video_file_planner(input_type_);
    case ContentKind::video_url:
      return make_video_url_planner();
  }
  return make_url_planner();
}

}  // namespace kili::use_cases
