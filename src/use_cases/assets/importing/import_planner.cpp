#include "use_cases/assets/importing/import_planner.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "support/image_size.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/import_content_llm.hpp"
#include "use_cases/assets/importing/import_content_video.hpp"
#include "use_cases/assets/importing/processing_parameters.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t shown_content = 200;
// contract/README.md, "Numbers": large image.
constexpr std::uint64_t large_image_bytes = std::uint64_t{30} << 20U;
constexpr std::uint64_t large_image_side = 10'000;

constexpr std::size_t batch = api::AssetsApi::assets_per_mutation;
constexpr ImportLane appended{
    .asynchronous = false, .batch_size = batch, .has_layers = false, .upload_type = {}};
/// One asset with local frames holds as many uploads as a batch of others.
constexpr ImportLane single{.asynchronous = false, .batch_size = 1, .has_layers = false, .upload_type = {}};
constexpr ImportLane tiled{
    .asynchronous = true, .batch_size = batch, .has_layers = false, .upload_type = "GEO_SATELLITE"};
constexpr ImportLane layered{
    .asynchronous = true, .batch_size = batch, .has_layers = true, .upload_type = "GEO_SATELLITE"};

/// contract/README.md, "Numbers": imported asynchronously whatever their size, or since they are large.
bool must_be_tiled(const PlannedUpload& upload) {
  if (upload.content_type == "application/vnd.nitf" || upload.content_type == "image/jp2" ||
      upload.content_type == "image/tiff" || upload.stamp.size >= large_image_bytes) {
    return true;
  }
  const auto size = support::read_image_size(upload.file);
  return !size || size->width >= large_image_side || size->height >= large_image_side;
}

std::string upload_content_type(std::string_view mime_type) {
  return mime_type == "text/plain" ? "text/plain; charset=utf-8" : std::string(mime_type);
}

std::string text_of(const Json& value) {
  if (value.is_null()) return {};
  return value.get().is_string() ? value.get().get<std::string>() : support::spaced_ascii_json(value);
}

PlannedUpload text_upload(const ImportRow& row) {
  const std::string& text = row.asset.content.text();
  if (!support::is_valid_utf8(text)) {
    throw ImportValidationError(
        fmt::format("{}: its text is not UTF-8; convert it before the import", describe(row)));
  }
  PlannedUpload upload;
  upload.content_type = "text/plain; charset=utf-8";
  upload.target = "content";
  upload.text = text;
  return upload;
}

/// Rich texts and frames are stored under a name without ending, as text (contract/README.md, "Importing").
PlannedUpload json_upload(std::string text) {
  PlannedUpload upload;
  upload.content_type = "text/plain; charset=utf-8";
  upload.purpose = PlannedUpload::Purpose::json_content;
  upload.target = "jsonContent";
  upload.text = std::move(text);
  return upload;
}

}  // namespace

PlannedUpload ImportPlanner::file_upload(const ImportRow& row, const std::string& path) const {
  const std::string asset = describe(row);
  PlannedUpload upload;
  upload.stamp = check_local_file(path, asset);
  upload.content_type = check_mime_type(path, input_type_, asset);
  upload.file = path;
  return upload;
}

void ImportPlanner::plan_file(const ImportRow& row, PlannedAsset& asset) const {
  const bool is_image = input_type_ == InputType::image || input_type_ == InputType::geospatial;
  PlannedUpload upload = file_upload(row, row.asset.content.text());
  upload.target = input_type_ == InputType::geospatial ? "content.tif" : "content";
  if (is_image && must_be_tiled(upload)) asset.lane = tiled;
  if (input_type_ == InputType::text && !is_utf8_file(upload.file)) {
    throw ImportValidationError(fmt::format("{}: file {} is not UTF-8; convert it before the import",
                                            describe(row), support::excerpt(upload.file, shown_content)));
  }
  upload.content_type = upload_content_type(upload.content_type);
  asset.uploads.push_back(std::move(upload));
}

void ImportPlanner::plan_layers(const ImportRow& row, PlannedAsset& asset) const {
  asset.lane = layered;
  asset.layers = row.asset.multi_layer_content.get();
  for (std::size_t number = 0; number < asset.layers.size(); ++number) {
    nlohmann::json& layer = asset.layers[number];
    PlannedUpload upload = file_upload(row, layer.at("path").get<std::string>());
    layer.erase("path");
    upload.number = number;
    upload.purpose = PlannedUpload::Purpose::layer;
    upload.target = fmt::format("content/{}{}", number, input_type_ == InputType::geospatial ? ".tif" : "");
    asset.uploads.push_back(std::move(upload));
  }
}

void ImportPlanner::plan_video_lane(const ImportRow& row, PlannedAsset& asset) {
  const std::string_view type = uses_native_video(row) ? "NATIVE_VIDEO" : "FRAME_VIDEO";
  if (video_upload_type_.value_or(type) != type) {
    throw ImportValidationError(fmt::format(
        "{}: Cannot upload videos to split into frames and video to keep as native in the same time. "
        "Please separate the assets into 2 calls",
        describe(row)));
  }
  video_upload_type_ = type;
  asset.lane = {.asynchronous = true, .batch_size = batch, .has_layers = false, .upload_type = type};
}

PlannedAsset ImportPlanner::plan(const ImportRow& row, ContentKind kind) {
  const NewAsset& given = row.asset;
  const bool is_video = input_type_ == InputType::video || input_type_ == InputType::video_legacy;
  PlannedAsset asset;
  asset.index = row.index;
  asset.is_honeypot = given.is_honeypot;
  asset.lane = appended;
  const Json metadata = is_video ? with_processing_parameters(row) : given.json_metadata;
  if (!metadata.is_null()) asset.json_metadata = support::spaced_ascii_json(metadata);
  if (!is_video && kind != ContentKind::rich_text) asset.json_content = text_of(given.json_content);
  switch (kind) {
    case ContentKind::tile_layers:
      break;
    case ContentKind::hosted:
      asset.content = given.content.text();
      if (is_video) plan_video_lane(row, asset);
      break;
    case ContentKind::file:
      if (input_type_ == InputType::llm_rlhf) {
        plan_llm_file(row, asset, log_);
        break;
      }
      plan_file(row, asset);
      if (is_video) plan_video_lane(row, asset);
      break;
    case ContentKind::text:
      asset.uploads.push_back(text_upload(row));
      break;
    case ContentKind::rich_text:
      asset.uploads.push_back(json_upload(text_of(given.json_content)));
      break;
    case ContentKind::layers:
      plan_layers(row, asset);
      break;
    case ContentKind::hosted_frames:
      asset.content = given.content.text();
      asset.uploads.push_back(json_upload(frames_text(frames_of(row))));
      break;
    case ContentKind::local_frames:
      asset.content = given.content.text();
      asset.lane = single;
      asset.frames = frames_of(row);
      asset.uploads = frame_uploads(row, asset.frames);
      asset.uploads.push_back(json_upload({}));  // written when the URLs of the frames are known
      break;
    case ContentKind::object:
      asset.uploads.push_back(llm_upload(support::spaced_ascii_json(given.content.json())));
      break;
    case ContentKind::chat:
      plan_chat(row, given.content.json(), asset, log_);
      break;
  }
  return asset;
}

}  // namespace kili::use_cases
