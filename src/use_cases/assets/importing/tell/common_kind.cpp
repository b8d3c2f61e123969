#include "use_cases/assets/importing/tell/common_kind.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/chat.hpp"
#include "use_cases/assets/importing/contents/file.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/layers.hpp"
#include "use_cases/assets/importing/contents/text.hpp"
#include "use_cases/assets/importing/contents/video.hpp"

namespace kili::use_cases {
namespace {

void refuse_json_content(const ImportRow& row, InputType input_type) {
  if (!is_given(row.asset.json_content)) return;
  throw ImportValidationError(fmt::format(
      "{}: json_content is for VIDEO, TEXT, IMAGE and GEOSPATIAL projects, this one is of type {}; "
      "leave it out",
      describe(row), to_string(input_type)));
}

void refuse_layers(const ImportRow& row, InputType input_type) {
  if (!is_given(row.asset.multi_layer_content)) return;
  throw ImportValidationError(
      fmt::format("{}: Import of multi-layer assets is not supported for input type: {}", describe(row),
                  to_string(input_type)));
}

bool is_frames(ContentKind kind) noexcept {
  return kind == ContentKind::frame_urls || kind == ContentKind::frame_files;
}

/// Why a row does not go with those before.
std::string_view conflict_of(ContentKind kind, ContentKind common, InputType input_type) {
  if (input_type == InputType::llm_rlhf) {
    return "Invalid value in content for LLM project: its content is of another kind than that of the assets "
           "before; give only objects, only chats, only files or only URLs in one call";
  }
  if (kind == ContentKind::rich_text || common == ContentKind::rich_text) {
    return "Cannot import content when importing a Rich Text asset. Please separate the assets into 2 calls.";
  }
  if (is_frames(kind) != is_frames(common)) {
    return "Cannot import videos from frames and from video files at the same time. Please separate the "
           "assets "
           "into 2 calls.";
  }
  if (kind == ContentKind::text_file && common == ContentKind::text) {
    return "it is the path of a file, and the assets before are texts. Please separate the assets into 2 "
           "calls.";
  }
  return "Cannot upload hosted data and local files at the same time. Please separate the assets into 2 "
         "calls.";
}

}  // namespace

ContentKind kind_of(const ImportRow& row, InputType input_type) {
  if (input_type == InputType::image || input_type == InputType::geospatial) {
    return kind_of_image(row, input_type);
  }
  refuse_layers(row, input_type);
  switch (input_type) {
    case InputType::text:
      return kind_of_text(row);
    case InputType::video:
    case InputType::video_legacy:
      return kind_of_video(row, input_type);
    case InputType::llm_rlhf:
      refuse_json_content(row, input_type);
      return kind_of_llm(row);
    case InputType::audio:
    case InputType::pdf:
      refuse_json_content(row, input_type);
      return file_or_url(row, input_type);
    default:
      throw ImportValidationError(fmt::format(
          "project_id: There is no importer for the input type: {}; give a project of type AUDIO, "
          "GEOSPATIAL, IMAGE, LLM_RLHF, PDF, TEXT, VIDEO or VIDEO_LEGACY",
          to_string(input_type)));
  }
}

bool needs_upload_right(ContentKind kind) noexcept {
  switch (kind) {
    case ContentKind::frame_urls:
    case ContentKind::rich_text:
    case ContentKind::tile_layers:
    case ContentKind::url:
    case ContentKind::video_url:
      return false;
    default:
      return true;
  }
}

bool may_need_upload_right(const NewAsset& asset) {
  const auto is_local = [](const nlohmann::json& value) {
    return value.is_string() && !support::is_url(value.get_ref<const std::string&>());
  };
  const auto& json = asset.json_content.get();
  return (!asset.content.empty() && !support::is_url(asset.content.text())) ||
         is_given(asset.multi_layer_content) || (json.is_array() && !json.empty() && is_local(json.front()));
}

ContentKind CommonKind::add(const ImportRow& row) {
  const ContentKind kind = kind_of(row, input_type_);
  if (kind == ContentKind::tile_layers || kind == kind_) return kind;
  if (!kind_) {
    kind_ = kind;
    return kind;
  }
  const auto both = [&](ContentKind one, ContentKind other) {
    return (kind == one && kind_ == other) || (kind == other && kind_ == one);
  };
  if (both(ContentKind::layers, ContentKind::file)) return kind;
  if (both(ContentKind::text, ContentKind::text_file) && (!fixed_ || kind_ == ContentKind::text_file)) {
    kind_ = ContentKind::text_file;
    return ContentKind::text_file;
  }
  throw ImportValidationError(fmt::format("{}: {}", describe(row), conflict_of(kind, *kind_, input_type_)));
}

}  // namespace kili::use_cases
