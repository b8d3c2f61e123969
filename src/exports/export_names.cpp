#include "exports/export_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "support/file_extensions.hpp"
#include "support/media_file_name.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// A listing that downloads media replaces addresses by absolute paths.
bool is_path(const nlohmann::json& value) {
  return value.is_string() && value.get_ref<const std::string&>().starts_with('/');
}

std::string_view file_name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_at_end(std::string_view path, std::string_view name) {
  return path.size() > name.size() && path.ends_with(name) && path[path.size() - name.size() - 1] == '/';
}

std::string frame_tail(std::uint64_t number, std::size_t frame_count) {
  return fmt::format("_{:0{}}.jpg", number + 1, std::to_string(frame_count).size());
}

/// The folder of the media is not known here. The name in it is either the one that the external id gives,
/// with its sub-folders, or one that is used when the first is taken, which has none.
std::string name_in_media_folder(std::string_view path, std::string_view external_id, std::string_view tail) {
  std::string usual = support::media_file_name(external_id, tail);
  return is_at_end(path, usual) ? usual : std::string(file_name_of(path));
}

}  // namespace

ImageNames::ImageNames(const Asset& asset) : external_id_(asset.external_id()) {
  const nlohmann::json& record = asset.json();
  const auto content = record.find("content");
  if (content != record.end() && is_path(*content)) file_ = content->get<std::string>();
  const auto frames = record.find("jsonContent");
  if (frames == record.end() || !frames->is_array() || frames->empty()) return;
  for (const auto& frame : *frames) {
    if (!is_path(frame)) return;
  }
  frames_ = frames->get<std::vector<std::string>>();
  has_frames_ = true;
}

std::string ImageNames::image() const {
  if (file_.empty()) return support::media_file_name(external_id_, {});
  const bool is_whole = !support::known_extension_of(external_id_).empty();
  const auto extension = is_whole ? std::string_view() : support::known_extension_of(file_);
  return name_in_media_folder(file_, external_id_, extension);
}

std::optional<std::string> ImageNames::frame(std::uint64_t number, std::size_t frame_count) const {
  if (!has_frames_) return support::media_file_name(external_id_, frame_tail(number, frame_count));
  if (number >= frames_.size()) return std::nullopt;
  return name_in_media_folder(frames_[static_cast<std::size_t>(number)], external_id_,
                              frame_tail(number, frames_.size()));
}

std::string name_beside_image(std::string_view image, std::string_view suffix, std::string_view extension) {
  const std::string_view stem = image.substr(0, image.size() - support::image_extension_of(image).size());
  return name_of_asset_file(stem, suffix, extension);
}

std::string name_of_asset_file(std::string_view external_id, std::string_view suffix,
                               std::string_view extension) {
  return support::media_file_name(external_id, fmt::format("{}{}", suffix, extension));
}

std::string name_of_folder(std::string_view name) {
  // Files of an export; the last one while it grows.
  constexpr auto reserved =
      std::to_array<std::string_view>({"README.kili.txt", "losses.kili.jsonl", ".kili-lock"});
  if (std::ranges::find(reserved, name.substr(0, name.find('/'))) == reserved.end())
    return support::media_file_name(name, {});
  return support::alternative_media_file_name(name, {}, name);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
