#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/assets/asset.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The names of the images of one asset, as paths below the folder of the media: those that a listing which
/// downloads media gives them (support/media_file_name.hpp).
class ImageNames {
 public:
  /// Of an asset whose media were not downloaded: its name has no extension that the external id lacks.
  explicit ImageNames(std::string_view external_id) : external_id_(external_id) {}
  /// Of a listed asset. When its media were downloaded, the names are those of the files.
  /// @throws FieldError the external id was not requested.
  explicit ImageNames(const Asset& asset);

  [[nodiscard]] const std::string& external_id() const noexcept { return external_id_; }
  [[nodiscard]] std::string image() const;
  /// Whether the name of the image is that of a file on disk.
  [[nodiscard]] bool is_downloaded() const noexcept { return !file_.empty(); }
  /// The image of a frame. @param number of the frame, from 0. @param frame_count of the label, for the
  /// digits of the name when the frames were not downloaded.
  /// @return nothing when the frames were downloaded and this one is not among them.
  [[nodiscard]] std::optional<std::string> frame(std::uint64_t number, std::size_t frame_count) const;
  /// Path of the downloaded file; empty when there is none.
  [[nodiscard]] const std::string& downloaded_file() const noexcept { return file_; }
  /// Paths of the downloaded frames; none when they were not downloaded.
  [[nodiscard]] const std::vector<std::string>& downloaded_frames() const noexcept { return frames_; }

 private:
  std::string external_id_;
  std::string file_;                 // path of the downloaded file, or empty
  std::vector<std::string> frames_;  // paths of the downloaded frames
  bool has_frames_ = false;
};

/// Name of a file beside an image for its labels: the name of the image without its extension, then suffix
/// and extension.
[[nodiscard]] std::string name_beside_image(std::string_view image, std::string_view suffix,
                                            std::string_view extension);
/// Name of a file for an asset: its external id as a usable file name, then suffix and extension.
[[nodiscard]] std::string name_of_asset_file(std::string_view external_id, std::string_view suffix,
                                             std::string_view extension);
/// Name of a folder, as a usable one.
[[nodiscard]] std::string name_of_folder(std::string_view name);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
