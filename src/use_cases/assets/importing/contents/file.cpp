#include "use_cases/assets/importing/contents/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "kili/errors.hpp"
#include "support/image_size.hpp"
#include "support/mime_types.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/lanes.hpp"
#include "use_cases/assets/importing/contents/planned_uploads.hpp"

namespace kili::use_cases {
namespace {

// docs/service.md, "Numbers": large image.
constexpr std::uint64_t large_image_bytes = std::uint64_t{30} << 20U;
constexpr std::uint64_t large_image_side = 10'000;

void check_mime_type(const ImportRow& row, const std::string& path, InputType input_type) {
  if (input_type == InputType::video_legacy) {
    throw MimeTypeError(fmt::format(
        "{}: a project of type VIDEO_LEGACY takes videos by URL only; file {} has to be hosted first",
        describe(row), support::shown_path(path)));
  }
  const auto accepted = support::accepted_mime_types(input_type);
  const auto mime_type = support::mime_type_of(path);
  if (std::find(accepted.begin(), accepted.end(), mime_type) != accepted.end()) return;
  throw MimeTypeError(fmt::format(
      "{}: the type of file {} is {} and does not fit a project of type {}; give one of {}", describe(row),
      support::shown_path(path), mime_type.empty() ? "unknown by its name" : mime_type, to_string(input_type),
      fmt::join(accepted, ", ")));
}

/// Tiled formats are imported asynchronously whatever their size, other images when they are large
/// (docs/service.md, "Numbers").
bool must_be_tiled(const std::string& path, const FileStamp& stamp) {
  const auto mime_type = support::mime_type_of(path);
  if (mime_type == "application/vnd.nitf" || mime_type == "image/jp2" || mime_type == "image/tiff" ||
      stamp.size >= large_image_bytes) {
    return true;
  }
  const auto size = support::image_size_of(path);
  return !size || size->width >= large_image_side || size->height >= large_image_side;
}

class FilePlanner final : public ContentPlanner {
 public:
  explicit FilePlanner(InputType input_type) : input_type_(input_type) {}

  std::vector<std::string> files_of(const ImportRow& row) const override {
    return {row.asset.content.text()};
  }
  CheckedContent check(const ImportRow& row) override {
    const std::string& path = row.asset.content.text();
    const bool is_image = input_type_ == InputType::image || input_type_ == InputType::geospatial;
    CheckedContent checked;
    checked.files.push_back(check_file_of_type(row, path, input_type_));
    if (is_image && must_be_tiled(path, checked.files.front())) {
      checked.processing = CheckedContent::Processing::tiles;
    }
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    if (checked.processing == CheckedContent::Processing::tiles) {
      asset.lane = lanes::asynchronous(lanes::tiles_of(input_type_));
    }
    asset.json_content = text_of(row.asset.json_content);
    asset.uploads.push_back(upload_of_file(row.asset.content.text(), checked.files.front(),
                                           input_type_ == InputType::geospatial ? "content.tif" : "content"));
  }

 private:
  InputType input_type_;
};

}  // namespace

FileStamp check_file_of_type(const ImportRow& row, const std::string& path, InputType input_type) {
  const FileStamp stamp = check_local_file(path, describe(row));
  check_mime_type(row, path, input_type);
  return stamp;
}

ContentKind file_or_url(const ImportRow& row, InputType input_type) {
  if (row.asset.content.is_json()) {
    throw ImportValidationError(
        fmt::format("{}: its content is a JSON value and a project of type {} takes paths and URLs",
                    describe(row), to_string(input_type)));
  }
  return support::is_url(row.asset.content.text()) ? ContentKind::url : ContentKind::file;
}

std::unique_ptr<ContentPlanner> make_file_planner(InputType input_type) {
  return std::make_unique<FilePlanner>(input_type);
}

}  // namespace kili::use_cases
