#include "use_cases/assets/importing/import_content_video.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/mime_types.hpp"
#include "support/text.hpp"

namespace kili::use_cases {

std::vector<std::string> frames_of(const ImportRow& row) {
  return row.asset.json_content.get().get<std::vector<std::string>>();
}

std::string frames_text(const std::vector<std::string>& urls) {
  std::string text = "{";
  for (std::size_t number = 0; number < urls.size(); ++number) {
    text += fmt::format("{}\"{}\": {}", number == 0 ? "" : ", ", number,
                        support::spaced_ascii_json(nlohmann::json(urls[number])));
  }
  return text + '}';
}

std::vector<PlannedUpload> frame_uploads(const ImportRow& row, const std::vector<std::string>& paths) {
  const std::string asset = describe(row);
  std::vector<PlannedUpload> uploads;
  uploads.reserve(paths.size() + 1);
  for (std::size_t number = 0; number < paths.size(); ++number) {
    PlannedUpload upload;
    upload.stamp = check_local_file(paths[number], fmt::format("{}, frame {}", asset, number));
    upload.content_type = support::mime_type_of(paths[number]);
    if (!upload.content_type.starts_with("image/")) {
      throw MimeTypeError(fmt::format("{}: frame {} ({}) is no image by its name; give images as frames",
                                      asset, number, support::excerpt(paths[number], 200)));
    }
    upload.file = paths[number];
    upload.number = number;
    upload.purpose = PlannedUpload::Purpose::frame;
    upload.target = fmt::format("frame/{}", number);
    uploads.push_back(std::move(upload));
  }
  return uploads;
}

}  // namespace kili::use_cases
