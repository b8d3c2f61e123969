#include "use_cases/assets/importing/contents/video.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/mime_types.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/file.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/lanes.hpp"
#include "use_cases/assets/importing/contents/planned_uploads.hpp"
#include "use_cases/assets/importing/local_content.hpp"

namespace kili::use_cases {
namespace {

constexpr const char* parameters_key = "processingParameters";

template <typename Value>
std::string completed(Value metadata) {
  if (!metadata.is_object()) metadata = Value::object();
  if (!metadata.contains(parameters_key)) metadata[parameters_key] = Value::object();
  return support::spaced_ascii_json(metadata);
}

/// The metadata of a video: as given, with empty processing parameters when there are none
/// (docs/service.md, "Importing").
std::string video_metadata(const ImportRow& row) {
  const Json& metadata = row.asset.json_metadata;
  return metadata.ordered() != nullptr ? completed(*metadata.ordered()) : completed(metadata.get());
}

/// True unless the processing parameters say `"shouldUseNativeVideo": false`: the video is then cut into
/// frames.
bool uses_native_video(const ImportRow& row) {
  const auto& metadata = row.asset.json_metadata.get();
  if (!metadata.is_object() || !metadata.contains(parameters_key)) return true;
  const auto& parameters = metadata.at(parameters_key);
  if (!parameters.is_object()) {
    throw ImportValidationError(
        fmt::format("{}: processingParameters in its metadata is not a JSON object", describe(row)));
  }
  const auto native = parameters.find("shouldUseNativeVideo");
  if (native == parameters.end()) return true;
  if (!native->is_boolean()) {
    throw ImportValidationError(fmt::format(
        "{}: shouldUseNativeVideo in its processingParameters is neither true nor false", describe(row)));
  }
  return native->get<bool>();
}

/// Whether the videos of an import are kept as they are or cut into frames, as its first one says.
class VideoLane {
 public:
  void check(const ImportRow& row) {
    const bool native = uses_native_video(row);
    if (native_.value_or(native) != native) {
      throw ImportValidationError(fmt::format(
          "{}: Cannot upload videos to split into frames and video to keep as native in the same time. "
          "Please separate the assets into 2 calls",
          describe(row)));
    }
    native_ = native;
  }
  [[nodiscard]] ImportLane lane() const {
    return lanes::asynchronous(native_.value_or(true) ? "NATIVE_VIDEO" : "FRAME_VIDEO");
  }

 private:
  std::optional<bool> native_;
};

class VideoFilePlanner final : public ContentPlanner {
 public:
  explicit VideoFilePlanner(InputType input_type) : input_type_(input_type) {}

  std::vector<std::string> files_of(const ImportRow& row) const override { return LocalContent(row).files(); }
  CheckedContent check(const ImportRow& row) override {
    CheckedContent checked = LocalContent(row).check(input_type_);
    lane_.check(row);
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    asset.json_metadata = video_metadata(row);
    asset.lane = lane_.lane();
    asset.uploads.push_back(LocalContent(row).upload(checked, "content"));
  }

 private:
  InputType input_type_;
  VideoLane lane_;
};

class VideoUrlPlanner final : public ContentPlanner {
 public:
  CheckedContent check(const ImportRow& row) override {
    lane_.check(row);
    return {};
  }
  void plan(const ImportRow& row, const CheckedContent& /*checked*/, PlannedAsset& asset) const override {
    asset.content = row.asset.content.text();
    asset.json_metadata = video_metadata(row);
    asset.lane = lane_.lane();
  }

 private:
  VideoLane lane_;
};

/// URLs or paths, in order.
std::vector<std::string> frames_of(const ImportRow& row) {
  return row.asset.json_content.get().get<std::vector<std::string>>();
}

class FrameFilesPlanner final : public ContentPlanner {
 public:
  std::vector<std::string> files_of(const ImportRow& row) const override { return frames_of(row); }
  CheckedContent check(const ImportRow& row) override {
    const std::string asset = describe(row);
    CheckedContent checked;
    std::size_t number = 0;
    for (const std::string& path : frames_of(row)) {
      checked.files.push_back(check_local_file(path, fmt::format("{}, frame {}", asset, number)));
      if (!support::mime_type_of(path).starts_with("image/")) {
        throw MimeTypeError(fmt::format("{}: frame {} ({}) is no image by its name; give images as frames",
                                        asset, number, support::shown_path(path)));
      }
      ++number;
    }
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    asset.content = row.asset.content.text();
    asset.frames = frames_of(row);
    asset.json_metadata = video_metadata(row);
    // One such asset has as many uploads as a batch of others.
    asset.lane = lanes::single;
    asset.uploads.reserve(asset.frames.size() + 1);
    for (std::size_t number = 0; number < asset.frames.size(); ++number) {
      PlannedUpload upload =
          upload_of_file(asset.frames[number], checked.files[number], fmt::format("frame/{}", number));
      upload.number = number;
      upload.purpose = PlannedUpload::Purpose::frame;
      asset.uploads.push_back(std::move(upload));
    }
    // Its text is made when the URLs of the frames are known.
    asset.uploads.push_back(upload_of_json_content({}));
  }
};

class FrameUrlsPlanner final : public ContentPlanner {
 public:
  void plan(const ImportRow& row, const CheckedContent& /*checked*/, PlannedAsset& asset) const override {
    asset.content = row.asset.content.text();
    asset.json_metadata = video_metadata(row);
    asset.uploads.push_back(upload_of_json_content(frames_text(frames_of(row))));
  }
};

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
  if (hosted == 0) return ContentKind::frame_files;
  if (static_cast<std::size_t>(hosted) == frames.size()) return ContentKind::frame_urls;
  throw ImportValidationError(
      fmt::format("{}: Cannot upload hosted data and local files at the same time. Please separate the "
                  "assets into 2 calls.",
                  describe(row)));
}

}  // namespace

ContentKind kind_of_video(const ImportRow& row, InputType input_type) {
  if (!is_given(row.asset.json_content)) {
    return file_or_url(row, input_type) == ContentKind::url ? ContentKind::video_url
                                                            : ContentKind::video_file;
  }
  const Content& content = row.asset.content;
  if (!content.empty() && (content.is_json() || !support::is_url(content.text()))) {
    throw ImportValidationError(fmt::format(
        "{}: Cannot import content that is not an url when importing a video from frames", describe(row)));
  }
  return kind_of_frames(row);
}

std::string frames_text(const std::vector<std::string>& urls) {
  std::string text = "{";
  for (std::size_t number = 0; number < urls.size(); ++number) {
    text += fmt::format("{}\"{}\": {}", number == 0 ? "" : ", ", number,
                        support::spaced_ascii_json(nlohmann::json(urls[number])));
  }
  return text + '}';
}

std::unique_ptr<ContentPlanner> make_video_file_planner(InputType input_type) {
  return std::make_unique<VideoFilePlanner>(input_type);
}
std::unique_ptr<ContentPlanner> make_video_url_planner() { return std::make_unique<VideoUrlPlanner>(); }
std::unique_ptr<ContentPlanner> make_frame_files_planner() { return std::make_unique<FrameFilesPlanner>(); }
std::unique_ptr<ContentPlanner> make_frame_urls_planner() { return std::make_unique<FrameUrlsPlanner>(); }

}  // namespace kili::use_cases
