#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases {

/// Assets of one lane that go into one mutation, and how far their uploads are. Used by the thread of the
/// pipeline; while an upload or the mutation runs, its job reads the assets.
class ImportBatch {
 public:
  /// Place of an upload.
  struct UploadPlace {
    std::size_t asset = 0;
    std::size_t upload = 0;
  };

  explicit ImportBatch(ImportLane lane) : lane_(lane) {}

  [[nodiscard]] const ImportLane& lane() const noexcept { return lane_; }
  void add(PlannedAsset asset);
  [[nodiscard]] bool is_full() const noexcept;

  [[nodiscard]] std::vector<PlannedAsset>& assets() noexcept { return assets_; }
  [[nodiscard]] PlannedUpload& upload(UploadPlace place) {
    return assets_[place.asset].uploads[place.upload];
  }

  /// Begins the uploads. @return those that can start at once; the others wait for them.
  [[nodiscard]] std::vector<UploadPlace> begin_uploads();
  /// Takes note of the URL of a finished upload.
  void finish_upload(UploadPlace place, std::string url);
  /// Takes note that an upload failed or did not take place; its asset is not appended.
  void drop_upload(UploadPlace place);
  /// Uploads that could start since all others of the batch have ended; each is returned once.
  [[nodiscard]] std::vector<UploadPlace> take_waiting_uploads();
  [[nodiscard]] bool uploads_ended() const noexcept { return uploads_left_ == 0 && waiting_.empty(); }
  [[nodiscard]] bool is_dropped(std::size_t asset) const { return dropped_[asset]; }
  /// Positions of the assets that have all that they need.
  [[nodiscard]] std::vector<std::size_t> complete_assets() const;

  bool appending = false;
  bool finished = false;

 private:
  std::vector<PlannedAsset> assets_;
  std::vector<bool> dropped_;
  ImportLane lane_;
  std::size_t payload_bytes_ = 0;
  std::size_t uploads_left_ = 0;
  std::vector<UploadPlace> waiting_;
};

}  // namespace kili::use_cases
