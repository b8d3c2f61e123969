#include "use_cases/assets/importing/upload/import_batch.hpp"

#include "use_cases/assets/importing/contents/video.hpp"

namespace kili::use_cases {
namespace {

/// Texts to upload are held until the mutation was sent.
constexpr std::size_t most_held_bytes = std::size_t{8} << 20U;
/// The caller's bytes are held, and what readers gave stays on the disk, until they are uploaded.
constexpr std::uint64_t most_memory_bytes = std::uint64_t{32} << 20U;
constexpr std::uint64_t most_spooled_bytes = std::uint64_t{64} << 20U;

}  // namespace

void ImportBatch::add(PlannedAsset asset) {
  request_bytes_ += asset.request_bytes;
  held_bytes_ += asset.request_bytes;
  for (const PlannedUpload& upload : asset.uploads) {
    held_bytes_ += upload.text.size();
    if (upload.memory) memory_bytes_ += upload.memory->bytes.size();
    if (upload.spool) spooled_bytes_ += upload.spool->size();
  }
  assets_.push_back(std::move(asset));
  dropped_.push_back(false);
}

bool ImportBatch::is_full() const noexcept {
  return assets_.size() >= most_assets_ || held_bytes_ >= most_held_bytes ||
         memory_bytes_ >= most_memory_bytes || spooled_bytes_ >= most_spooled_bytes;
}

std::vector<ImportBatch::UploadPlace> ImportBatch::begin_uploads() {
  std::vector<UploadPlace> ready;
  for (std::size_t asset = 0; asset < assets_.size(); ++asset) {
    for (std::size_t upload = 0; upload < assets_[asset].uploads.size(); ++upload) {
      const bool names_frames = !assets_[asset].frames.empty() && assets_[asset].uploads[upload].purpose ==
                                                                      PlannedUpload::Purpose::json_content;
      (names_frames ? waiting_ : ready).push_back({.asset = asset, .upload = upload});
    }
  }
  uploads_left_ = ready.size();
  return ready;
}

void ImportBatch::finish_upload(UploadPlace place, std::string url) {
  --uploads_left_;
  PlannedAsset& asset = assets_[place.asset];
  PlannedUpload& upload = asset.uploads[place.upload];
  upload.release();
  switch (upload.purpose) {
    case PlannedUpload::Purpose::content:
      asset.content = std::move(url);
      break;
    case PlannedUpload::Purpose::frame:
      asset.frames[upload.number] = std::move(url);
      break;
    case PlannedUpload::Purpose::json_content:
      asset.json_content = std::move(url);
      break;
    case PlannedUpload::Purpose::layer:
      asset.layers[upload.number]["url"] = std::move(url);
      break;
  }
}

void ImportBatch::drop_upload(UploadPlace place) {
  --uploads_left_;
  upload(place).release();
  dropped_[place.asset] = true;
}

std::vector<ImportBatch::UploadPlace> ImportBatch::take_waiting_uploads() {
  std::vector<UploadPlace> ready;
  if (uploads_left_ > 0) return ready;
  for (const UploadPlace place : waiting_) {
    if (dropped_[place.asset]) continue;
    upload(place).text = frames_text(assets_[place.asset].frames);
    ready.push_back(place);
  }
  waiting_.clear();
  uploads_left_ = ready.size();
  return ready;
}

std::vector<std::size_t> ImportBatch::complete_assets() const {
  std::vector<std::size_t> positions;
  for (std::size_t asset = 0; asset < assets_.size(); ++asset) {
    if (!dropped_[asset]) positions.push_back(asset);
  }
  return positions;
}

}  // namespace kili::use_cases
