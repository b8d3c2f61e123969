#include "readers/coco_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"
#include "readers/coco_handler.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

std::string place_of_annotation(const std::string& file, const CocoAnnotation& annotation) {
  return annotation.has_id ? fmt::format("{}, annotation {}", file, annotation.id)
                           : fmt::format("{}, annotations[{}]", file, annotation.number);
}

CocoDocument::CocoDocument(const std::filesystem::path& path, FileLosses& losses) {
  const std::string file = place_of_file(path.string());
  std::error_code error;
  std::ifstream stream(path, std::ios::binary);
  if (!stream || std::filesystem::is_directory(path, error))
    throw FileError(fmt::format("{}: there is no such file, or it cannot be read", file));
  CocoHandler handler(*this);
  if (!nlohmann::json::sax_parse(stream, &handler))
    throw ValidationError(fmt::format("{}: not JSON: {}", file, handler.error()));
  if (!handler.has_images())
    throw ValidationError(fmt::format("{}: not a COCO file: it has no \"images\"", file));
  for (const std::string& member : handler.ignored_members()) {
    losses.add(fmt::format("{}, annotations", file),
               fmt::format("the member \"{}\" has no place in labels", member));
  }
  for (const std::string& name : lost_categories_) {
    losses.add(fmt::format("{}, category '{}'", file, name), "it has no id, or that of a category before");
  }
  std::ranges::stable_sort(annotations_, {}, &CocoAnnotation::image);
  drop_images_without_id(losses, file);
  note_lost_annotations(losses, file);
}

void CocoDocument::drop_images_without_id(FileLosses& losses, const std::string& file) {
  std::vector<bool> is_taken(ids_.size() + 1);
  std::erase_if(images_, [&](const CocoImage& image) {
    const bool is_lost = image.id == 0 || is_taken[image.id];
    if (is_lost) {
      losses.add(fmt::format("{}, image '{}'", file, image.file_name),
                 image.id == 0 ? "it has no id" : "another image has its id");
    }
    is_taken[image.id] = true;
    return is_lost;
  });
}

void CocoDocument::note_lost_annotations(FileLosses& losses, const std::string& file) const {
  std::vector<bool> is_known(ids_.size() + 1);
  for (const CocoImage& image : images_) is_known[image.id] = true;
  for (const CocoAnnotation& annotation : annotations_) {
    if (annotation.image != 0 && is_known[annotation.image]) continue;
    losses.add(place_of_annotation(file, annotation),
               annotation.image == 0 ? std::string("it has no image_id")
                                     : fmt::format("no image has the id {}", id_text(annotation.image)));
  }
}

std::span<const CocoAnnotation> CocoDocument::of_image(std::uint32_t image_id) const noexcept {
  const auto found = std::ranges::equal_range(annotations_, image_id, {}, &CocoAnnotation::image);
  return {found.begin(), found.end()};
}

const CocoCategory* CocoDocument::category(std::uint32_t id) const noexcept {
  const auto found = categories_.find(id);
  return found == categories_.end() ? nullptr : &found->second;
}

std::string CocoDocument::id_text(std::uint32_t id) const {
  if (id == 0 || id > id_texts_.size()) return "?";
  const std::string& text = *id_texts_[id - 1];
  return text.starts_with('"') ? text + '"' : text;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
