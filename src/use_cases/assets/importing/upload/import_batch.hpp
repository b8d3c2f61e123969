#pragma once

#include <cstddef>
#include <cstdint>
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

  /// @param most_assets at most as many as the lane takes.
  /// @param most_bytes of the body of its mutation, unless one asset alone has more.
  ImportBatch(ImportLane lane, std::size_t most_assets, std::size_t most_bytes)
      : lane_(lane), most_assets_(most_assets), most_bytes_(most_bytes) {}

  [[nodiscard]] const ImportLane& lane() const noexcept { return lane_; }
  /// Whether the mutation stays below its size with this asset.
  [[nodiscard]] bool has_room_for(const PlannedAsset& asset) const noexcept {
    return assets_.empty() || request_bytes_ + asset.request_bytes <= most_bytes_;
  }
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
  std::size_t held_bytes_ = 0;
  ImportLane lane_;
  std::uint64_t memory_bytes_ = 0;
  std::size_t most_assets_;
  std::size_t most_bytes_;
  std::size_t request_bytes_ = 0;
  std::uint64_t spooled_bytes_ = 0;
  std::size_t uploads_left_ = 0;
  std::vector<UploadPlace> waiting_;
};

}  // namespace kili::use_cases
