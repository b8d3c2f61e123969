#include "exports/pascal_voc_files.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "exports/export_files.hpp"
#include "exports/export_shapes.hpp"
#include "exports/pascal_voc_objects.hpp"
#include "exports/xml_text.hpp"
#include "kili/errors.hpp"
#include "support/image_size.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::string_view pascal_voc_name = "Pascal VOC";

bool is_usable_side(double side) noexcept {
  constexpr double longest = 1e9;  // longer than any image
  return std::isfinite(side) && side <= longest && std::nearbyint(side) >= 1;
}

bool is_usable_size(ImageSize size) noexcept {
  return is_usable_side(size.width) && is_usable_side(size.height);
}

/// The size that the service knows. It does not know that of an image that it could not read.
std::optional<ImageSize> size_in_record(const Asset& asset) {
  const auto resolution = asset.json().find("resolution");
  if (resolution == asset.json().end() || resolution->is_null()) return std::nullopt;
  for (const char* side : {"width", "height"}) {
    if (resolution->is_object() && resolution->contains(side) && (*resolution)[side].is_null())
      return std::nullopt;
  }
  const ImageSize size = asset.resolution();
  return is_usable_size(size) ? std::optional(size) : std::nullopt;
}

std::optional<ImageSize> size_in_file(const std::string& path) {
  const auto found = support::image_size_of(path);
  if (!found) return std::nullopt;
  const ImageSize size{.width = static_cast<double>(found->width),
                       .height = static_cast<double>(found->height)};
  return is_usable_size(size) ? std::optional(size) : std::nullopt;
}

/// The size of the downloaded image, or of the first frame of a video.
std::optional<ImageSize> size_on_disk(const ImageNames& names) {
  if (const auto size = size_in_file(names.downloaded_file())) return size;  // a video has none
  const auto& frames = names.downloaded_frames();
  return frames.empty() ? std::nullopt : size_in_file(frames.front());
}

std::optional<ImageSize> size_of_asset(const Asset& asset, const ImageNames& names) {
  const auto size = size_in_record(asset);
  if (size) return size;
  const auto& record = asset.json();
  if (!record.contains("resolution") && !record.contains("content") && !record.contains("jsonContent")) {
    static_cast<void>(asset.resolution());  // says that the field was not requested
  }
  return size_on_disk(names);
}

/// Kili's export gives a downloaded image without its folders.
std::string file_name_of_image(const ImageNames& names) {
  const std::string image = names.image();
  return names.downloaded_file().empty() ? image : image.substr(image.rfind('/') + 1);
}

PascalVocImage image_of(std::string file_name, ImageSize size) {
  return {.file_name = std::move(file_name),
          .height = static_cast<std::int64_t>(std::nearbyint(size.height)),
          .objects = {},
          .width = static_cast<std::int64_t>(std::nearbyint(size.width))};
}

}  // namespace

PascalVocFiles::PascalVocFiles(Ontology ontology, const List<std::string>& jobs, TakeFile take_file)
    : ontology_(std::move(ontology)), take_file_(std::move(take_file)) {
  check_has_images(ontology_, pascal_voc_name);
  jobs_ = jobs_to_export(ontology_, jobs, is_suited_to_pascal_voc, pascal_voc_name);
}

LossNotes PascalVocFiles::notes_of(const ImageNames& names) {
  return {losses_, {.external_id = names.external_id()}};
}

void PascalVocFiles::add(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
  if (!is_usable_size(size)) {
    throw ValidationError(fmt::format("the size of the image is {} x {}; its sides must be 1 to 1e9 pixels",
                                      size.width, size.height));
  }
  add(label, ImageNames(external_id), size, {});
}

void PascalVocFiles::add(const Asset& asset) {
  const ImageNames names(asset);
  const LossNotes notes = notes_of(names);
  const auto found = labels_to_export(asset, ontology_, notes);
  const auto size = size_of_asset(asset, names);
  if (!size && !found.empty()) {
    notes.add(
        "the size of its image is not known: request \"resolution.width\" and \"resolution.height\", set the "
        "resolution of the asset, or list with `download_media`");
    return;
  }
  for (const auto& [suffix, label] : found) add(label, names, *size, suffix);
}

void PascalVocFiles::add(const ParsedLabel& label, const ImageNames& names, ImageSize size,
                         std::string_view suffix) {
  if (label.jobs().is_video()) {
    add_frames(label, names, size, suffix);
  } else {
    add_image(label, names, size, suffix);
  }
}

void PascalVocFiles::add_image(const ParsedLabel& label, const ImageNames& names, ImageSize size,
                               std::string_view suffix) {
  const LossNotes notes = notes_of(names);
  const auto rotation = rotation_of(label, notes);
  if (!rotation) return;
  PascalVocImage image = image_of(file_name_of_image(names), size);
  for (const JobInterface* job : jobs_) {
    const ParsedJob* answer = label.jobs().find(job->name());
    if (answer != nullptr) append_pascal_voc_objects(image.objects, *answer, *job, size, *rotation, notes);
  }
  hand_out(name_of_asset_file(names.external_id(), suffix, ".xml"), names, image, notes);
}

void PascalVocFiles::add_frames(const ParsedLabel& label, const ImageNames& names, ImageSize size,
                                std::string_view suffix) {
  const std::size_t count = label.jobs().frame_count();
  for (std::size_t frame = 0; frame < count; ++frame) {
    const std::uint64_t number = label.jobs().frame_number(frame);
    const LossNotes here = notes_of(names).at(number);
    const auto file_name = names.frame(number, count);
    if (!file_name) {
      here.add("the video has no such frame");
      continue;
    }
    PascalVocImage image = image_of(*file_name, size);
    for (const JobInterface* job : jobs_) {
      const ParsedJob* answer = label.jobs().find(job->name());
      if (answer != nullptr)
        append_pascal_voc_objects(image.objects, answer->frames()[frame], *job, size, 0, here);
    }
    hand_out(name_beside_image(*file_name, suffix, ".xml"), names, image, here);
  }
}

void PascalVocFiles::hand_out(const std::string& name, const ImageNames& names, const PascalVocImage& image,
                              const LossNotes& notes) const {
  if (!fits_xml(image.file_name)) {
    notes.add(fmt::format("XML lacks characters of the name of its image '{}'; U+FFFD is written for them",
                          support::shown_text(image.file_name)));
  }
  take_file_("labels/" + name, names.external_id(), pascal_voc_text(image), notes);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
