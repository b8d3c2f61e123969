#include "use_cases/assets/importing/content_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/local_file.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t shown_content = 200;
constexpr std::string_view mixed =
    "Cannot upload hosted data and local files at the same time. Please separate the assets into 2 calls.";

bool is_given(const Json& value) {
  const nlohmann::json& json = value.get();
  return !json.is_null() && !(json.is_structured() && json.empty()) &&
         !(json.is_string() && json.get_ref<const std::string&>().empty());
}

void refuse_json_content(const ImportRow& row, InputType input_type) {
  if (!is_given(row.asset.json_content)) return;
  throw ImportValidationError(fmt::format(
      "{}: json_content is for VIDEO, TEXT, IMAGE and GEOSPATIAL projects, this one is of type {}; "
      "leave it out",
      describe(row), to_string(input_type)));
}

void require_text(const ImportRow& row, InputType input_type) {
  if (!row.asset.content.is_json()) return;
  throw ImportValidationError(fmt::format(
      "{}: its content is a JSON value and a project of type {} takes {}", describe(row),
      to_string(input_type), input_type == InputType::text ? "texts, paths and URLs" : "paths and URLs"));
}

ContentKind file_or_hosted(const ImportRow& row, InputType input_type) {
  require_text(row, input_type);
  return support::is_url(row.asset.content.text()) ? ContentKind::hosted : ContentKind::file;
}

ContentKind kind_of_image(const ImportRow& row, InputType input_type) {
  if (is_given(row.asset.multi_layer_content)) return ContentKind::layers;
  return row.asset.content.empty() ? ContentKind::tile_layers : file_or_hosted(row, input_type);
}

ContentKind kind_of_text(const ImportRow& row) {
  if (is_given(row.asset.json_content)) {
    if (row.asset.content.empty()) return ContentKind::rich_text;
    throw ImportValidationError(
        fmt::format("{}: Cannot import content when importing a Rich Text asset", describe(row)));
  }
  require_text(row, InputType::text);
  const std::string& text = row.asset.content.text();
  if (support::is_url(text)) return ContentKind::hosted;
  return file_exists(text) ? ContentKind::file : ContentKind::text;
}

ContentKind kind_of_llm(const ImportRow& row) {
  refuse_json_content(row, InputType::llm_rlhf);
  const Content& content = row.asset.content;
  if (content.is_json()) return content.json().get().is_array() ? ContentKind::chat : ContentKind::object;
  if (support::is_url(content.text())) return ContentKind::hosted;
  if (file_exists(content.text())) return ContentKind::file;
  throw ImportValidationError(fmt::format(
      "{}: Invalid value in content for LLM project: {} is neither the path of an existing file nor an "
      "http(s) URL nor a JSON object",
      describe(row), support::excerpt(content.text(), shown_content)));
}

ContentKind kind_of_frames(const ImportRow& row) {
  const auto& frames = row.asset.json_content.get();
  const bool are_texts =
      frames.is_array() && std::all_of(frames.begin(), frames.end(),
                                       [](const auto& frame) { return frame.is_string() && frame != ""; });
  if (!are_texts) {
    throw ImportValidationError(fmt::format(
        "{}: its element of json_content_array is not an array of frames; give their URLs or their paths",
        describe(row)));
  }
  const auto hosted = std::count_if(frames.begin(), frames.end(), [](const auto& frame) {
    return support::is_url(frame.template get_ref<const std::string&>());
  });
  if (hosted == 0) return ContentKind::local_frames;
  if (static_cast<std::size_t>(hosted) == frames.size()) return ContentKind::hosted_frames;
  throw ImportValidationError(fmt::format("{}: {}", describe(row), mixed));
}

ContentKind kind_of_video(const ImportRow& row, InputType input_type) {
  if (!is_given(row.asset.json_content)) return file_or_hosted(row, input_type);
  const Content& content = row.asset.content;
  if (!content.empty() && (content.is_json() || !support::is_url(content.text()))) {
    throw ImportValidationError(fmt::format(
        "{}: Cannot import content that is not an url when importing a video from frames", describe(row)));
  }
  return kind_of_frames(row);
}

bool is_frames(ContentKind kind) noexcept {
  return kind == ContentKind::hosted_frames || kind == ContentKind::local_frames;
}

[[noreturn]] void throw_conflict(const ImportRow& row, ContentKind kind, ContentKind common,
                                 InputType input_type) {
  const auto fail = [&row](std::string_view why) {
    throw ImportValidationError(fmt::format("{}: {}", describe(row), why));
  };
  if (input_type == InputType::llm_rlhf) {
    fail(
        "Invalid value in content for LLM project: its content is of another kind than that of the assets "
        "before; "
        "give only objects, only chats, only files or only URLs in one call");
  }
  if (kind == ContentKind::rich_text || common == ContentKind::rich_text) {
    fail("Cannot import content when importing a Rich Text asset. Please separate the assets into 2 calls.");
  }
  if (is_frames(kind) != is_frames(common)) {
    fail(
        "Cannot import videos from frames and from video files at the same time. Please separate the assets "
        "into "
        "2 calls.");
  }
  if (kind == ContentKind::file && common == ContentKind::text) {
    fail(
        "it is the path of a file, and the assets before are texts. Please separate the assets into 2 "
        "calls.");
  }
  fail(mixed);
  throw ImportValidationError(std::string(mixed));
}

}  // namespace

ContentKind kind_of(const ImportRow& row, InputType input_type) {
  const bool takes_layers = input_type == InputType::image || input_type == InputType::geospatial;
  if (!takes_layers && is_given(row.asset.multi_layer_content)) {
    throw ImportValidationError(
        fmt::format("{}: Import of multi-layer assets is not supported for input type: {}", describe(row),
                    to_string(input_type)));
  }
  switch (input_type) {
    case InputType::geospatial:
    case InputType::image:
      return kind_of_image(row, input_type);
    case InputType::text:
      return kind_of_text(row);
    case InputType::video:
    case InputType::video_legacy:
      return kind_of_video(row, input_type);
    case InputType::llm_rlhf:
      return kind_of_llm(row);
    case InputType::audio:
    case InputType::pdf:
      refuse_json_content(row, input_type);
      return file_or_hosted(row, input_type);
    default:
      throw ImportValidationError(fmt::format(
          "project_id: There is no importer for the input type: {}; give a project of type AUDIO, "
          "GEOSPATIAL, IMAGE, LLM_RLHF, PDF, TEXT, VIDEO or VIDEO_LEGACY",
          to_string(input_type)));
  }
}

bool needs_upload_right(ContentKind kind) noexcept {
  switch (kind) {
    case ContentKind::hosted:
    case ContentKind::hosted_frames:
    case ContentKind::rich_text:
    case ContentKind::tile_layers:
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
  if (both(ContentKind::text, ContentKind::file) && (!fixed_ || kind_ == ContentKind::file)) {
    kind_ = ContentKind::file;
    return ContentKind::file;
  }
  throw_conflict(row, kind, *kind_, input_type_);
}

}  // namespace kili::use_cases
