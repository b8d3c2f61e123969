#include "exports/pascal_voc_files.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "exports/asset_size.hpp"
#include "exports/export_jobs.hpp"
#include "exports/export_shapes.hpp"
#include "exports/labels_to_export.hpp"
#include "exports/pascal_voc_objects.hpp"
#include "exports/xml_text.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::string_view pascal_voc_name = "Pascal VOC";

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

PascalVocFiles::PascalVocFiles(Ontology ontology, const List<std::string>& jobs, FileSink& sink,
                               Losses& losses)
    : ontology_(std::move(ontology)), written_(sink), losses_(&losses) {
  check_has_images(ontology_, pascal_voc_name);
  jobs_ = jobs_to_export(ontology_, jobs, is_suited_to_pascal_voc, pascal_voc_name);
}

LossNotes PascalVocFiles::notes_of(const ImageNames& names) const {
  return {*losses_, {.external_id = names.external_id()}};
}

void PascalVocFiles::add(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
  check_image_size(size);
  add(label, ImageNames(external_id), size, {});
}

void PascalVocFiles::add(const Asset& asset) {
  const ImageNames names(asset);
  const LossNotes notes = notes_of(names);
  const auto found = labels_to_export(asset, ontology_, notes);
  if (found.empty()) return;
  const auto size = image_size_of(asset, names, notes);
  if (!size) {
    asset_without_size_ = names.external_id();
    return;
  }
  ++sized_assets_;
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
                              const LossNotes& notes) {
  if (!fits_xml(image.file_name)) {
    notes.add(fmt::format("XML lacks characters of the name of its image '{}'; U+FFFD is written for them",
                          support::shown_text(image.file_name)));
  }
  written_.write("labels/" + name, names.external_id(), pascal_voc_text(image), notes);
}

void PascalVocFiles::finish() { check_some_size_is_known(sized_assets_, asset_without_size_); }

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
