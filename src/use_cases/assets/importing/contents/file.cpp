#include "use_cases/assets/importing/contents/file.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "kili/errors.hpp"
#include "support/mime_types.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/lanes.hpp"
#include "use_cases/assets/importing/local_content.hpp"

namespace kili::use_cases {
namespace {

// docs/service.md, "Numbers": large image.
constexpr std::uint64_t large_image_bytes = std::uint64_t{30} << 20U;
constexpr std::uint64_t large_image_side = 10'000;

/// Tiled formats are imported asynchronously whatever their size, other images when they are large
/// (docs/service.md, "Numbers").
bool must_be_tiled(const LocalContent& content, const CheckedContent& checked) {
  const auto mime_type = content.mime_type();
  if (mime_type == "application/vnd.nitf" || mime_type == "image/jp2" || mime_type == "image/tiff" ||
      content.size(checked) >= large_image_bytes) {
    return true;
  }
  const auto size = content.image_size();
  return !size || size->width >= large_image_side || size->height >= large_image_side;
}

class FilePlanner final : public ContentPlanner {
 public:
  explicit FilePlanner(InputType input_type) : input_type_(input_type) {}

  std::vector<std::string> files_of(const ImportRow& row) const override { return LocalContent(row).files(); }
  CheckedContent check(const ImportRow& row) override {
    const LocalContent content(row);
    const bool is_image = input_type_ == InputType::image || input_type_ == InputType::geospatial;
    CheckedContent checked = content.check(input_type_);
    if (is_image && !content.is_unread() && must_be_tiled(content, checked)) {
      checked.processing = CheckedContent::Processing::tiles;
    }
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    if (checked.processing == CheckedContent::Processing::tiles) {
      asset.lane = lanes::asynchronous(lanes::tiles_of(input_type_));
    }
    asset.json_content = text_of(row.asset.json_content);
    asset.uploads.push_back(
        LocalContent(row).upload(checked, input_type_ == InputType::geospatial ? "content.tif" : "content"));
  }

 private:
  InputType input_type_;
};

}  // namespace

FileStamp check_file_of_type(const ImportRow& row, const std::string& path, InputType input_type) {
  const FileStamp stamp = check_local_file(path, describe(row));
  check_mime_type(row, fmt::format("file {}", support::shown_path(path)), support::mime_type_of(path),
                  input_type);
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
