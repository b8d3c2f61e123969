#include "use_cases/assets/importing/contents/planned_uploads.hpp"

#include <utility>

#include "support/mime_types.hpp"

namespace kili::use_cases {

PlannedUpload upload_of_text(std::string text, std::string_view content_type) {
  PlannedUpload upload;
  upload.content_type = content_type;
  upload.target = "content";
  upload.text = std::move(text);
  return upload;
}

PlannedUpload upload_of_json_content(std::string text) {
  PlannedUpload upload;
  upload.content_type = "text/plain; charset=utf-8";
  upload.purpose = PlannedUpload::Purpose::json_content;
  upload.target = "jsonContent";
  upload.text = std::move(text);
  return upload;
}

PlannedUpload upload_of_spool(Spool spool) {
  PlannedUpload upload;
  upload.file = spool->path().string();
  upload.stamp = check_local_file(upload.file, "a temporary file");
  upload.spool = std::move(spool);
  upload.target = "content";
  return upload;
}

PlannedUpload upload_of_file(std::string path, const FileStamp& stamp, std::string target) {
  PlannedUpload upload;
  upload.content_type = support::mime_type_of(path);
  upload.file = std::move(path);
  upload.stamp = stamp;
  upload.target = std::move(target);
  return upload;
}

}  // namespace kili::use_cases
