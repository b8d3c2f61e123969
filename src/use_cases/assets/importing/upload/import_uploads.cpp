#include "use_cases/assets/importing/upload/import_uploads.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

// docs/service.md, "Numbers": upload retries.
constexpr unsigned most_uploads_of_file = 3;
constexpr auto attempt_delay = std::chrono::milliseconds(1'000);

}  // namespace

std::string ImportUploads::path_of(const PlannedAsset& asset, const PlannedUpload& upload) const {
  return fmt::format("projects/{}/assets/{}/{}", project_id_, asset.asset_id, upload.target);
}

std::vector<std::string> ImportUploads::sign(std::span<const std::string> paths) const {
  return patience_.run(
      context_, [&] { return resources_.api->storage.create_upload_bucket_signed_urls(paths, context_); });
}

std::string ImportUploads::run(const PlannedAsset& asset, const PlannedUpload& upload,
                               const std::string& signed_url) const {
  return patience_.run(context_, [&] { return try_to_run(asset, upload, signed_url); });
}

std::string ImportUploads::try_to_run(const PlannedAsset& asset, const PlannedUpload& upload,
                                      std::string signed_url) const {
  api::UploadSource source;
  source.content_type = upload.content_type;
  if (upload.memory) {
    source.memory = upload.memory;
  } else if (upload.file.empty()) {
    source.text = upload.text;
  } else {
    source.file = upload.file;
    source.size = upload.stamp.size;
    check_unchanged(upload.file, upload.stamp, asset.description());
  }
  for (unsigned attempt = 1;; ++attempt) {
    try {
      resources_.api->storage.upload(signed_url, source, context_);
      break;
    } catch (const ConnectionError&) {
      // Was repeated already where that helps. A file that became shorter ends the transfer.
      if (source.file) check_unchanged(upload.file, upload.stamp, asset.description());
      throw;
    } catch (const HttpError&) {
      if (attempt == most_uploads_of_file) throw;
    }
    context_.sleep_until(*resources_.clock, resources_.clock->now() + attempt_delay);
    const std::string path = path_of(asset, upload);
    signed_url = sign({&path, 1}).front();
  }
  if (source.file) check_unchanged(upload.file, upload.stamp, asset.description());
  if (upload.purpose == PlannedUpload::Purpose::frame) {
    return resources_.api->storage.stored_file_url(signed_url);
  }
  return signed_url;
}

}  // namespace kili::use_cases
