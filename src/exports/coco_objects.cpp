#include "exports/coco_objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "exports/export_jobs.hpp"
#include "exports/run_lengths.hpp"
#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

using nlohmann::json;

constexpr std::string_view coco_name = "COCO";

/// Rounds half to even, as Python does.
std::int64_t rounded(double value) noexcept { return static_cast<std::int64_t>(std::nearbyint(value)); }

/// As Kili writes it, rounded, unless nothing would be left of it.
json rounded_or_exact(double value) {
  const std::int64_t whole = rounded(value);
  return whole > 0 ? json(whole) : json(value);
}

json flat_coordinates(const Ring& ring) {
  json coordinates = json::array();
  for (const Point& point : ring) {
    coordinates.push_back(point.x);
    coordinates.push_back(point.y);
  }
  return coordinates;
}

/// Larger than any image. Run lengths of such an image fit the 32 bits that pycocotools has for them only
/// up to a number of pixels.
constexpr double longest_side = 1e9;
constexpr double most_masked_pixels = 4294967295.0;

void scale(ImageObject& object, ImageSize size) {
  const auto scale_ring = [size](Ring& ring) {
    for (Point& point : ring) point = {point.x * size.width, point.y * size.height};
  };
  for (auto& part : object.parts) {
    scale_ring(part.outer);
    for (auto& hole : part.holes) scale_ring(hole);
  }
}

bool has_holes(const ImageObject& object) {
  return std::ranges::any_of(object.parts, [](const auto& part) { return !part.holes.empty(); });
}

json box_of(const ImageObject& object) {
  double left = longest_side;
  double top = longest_side;
  double right = 0;
  double bottom = 0;
  for (const auto& part : object.parts) {
    for (const Point& point : part.outer) {
      left = std::min(left, point.x);
      top = std::min(top, point.y);
      right = std::max(right, point.x);
      bottom = std::max(bottom, point.y);
    }
  }
  const std::int64_t width = rounded(right) - rounded(left);
  const std::int64_t height = rounded(bottom) - rounded(top);
  if (width > 0 && height > 0) return {rounded(left), rounded(top), width, height};
  return {left, top, right - left, bottom - top};  // less than a pixel is no reason for a box of no area
}

/// Area of the parts without their holes; not more than 0 when the holes cover them.
json area_of(const ImageObject& object) {
  double whole = 0;
  double holes = 0;
  for (const auto& part : object.parts) {
    whole += enclosed_area(part.outer);
    for (const auto& hole : part.holes) holes += enclosed_area(hole);
  }
  if (!has_holes(object)) return rounded_or_exact(whole);
  const double difference = static_cast<double>(rounded(whole)) - holes;
  return difference > 0 ? difference : whole - holes;
}

json polygons_of(const ImageObject& object) {
  json polygons = json::array();
  for (const auto& part : object.parts) {
    polygons.push_back(flat_coordinates(part.outer));
    for (const auto& hole : part.holes) polygons.push_back(flat_coordinates(hole));
  }
  return polygons;
}

/// @return null when no pixel is inside, or the image has too many.
json run_lengths_of(const ImageObject& object, ImageSize size) {
  const auto width = static_cast<double>(rounded(size.width));
  const auto height = static_cast<double>(rounded(size.height));
  if (width * height > most_masked_pixels) return nullptr;
  auto counts =
      run_lengths(object.parts, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
  if (counts.size() < 2) return nullptr;
  return {{"size", {rounded(size.height), rounded(size.width)}}, {"counts", std::move(counts)}};
}

}  // namespace

bool is_suited_to_coco(const JobInterface& job) {
  if (job.ml_task() != MlTask::object_detection || !job.has_tools()) return false;
  return std::ranges::any_of(
      job.tools(), [](const std::string& tool) { return tool == "rectangle" || tool == "semantic"; });
}

std::vector<const JobInterface*> coco_jobs(const Ontology& ontology, const CocoOptions& options) {
  check_has_images(ontology, coco_name);
  return jobs_to_export(ontology, options.jobs, is_suited_to_coco, coco_name);
}

CocoObjects::CocoObjects(std::vector<const JobInterface*> jobs, const CocoOptions& options, Output output)
    : jobs_(std::move(jobs)), holes_(options.holes), output_(std::move(output)) {
  number_categories(options.merged);
}

void CocoObjects::number_categories(bool merged) {
  std::size_t next = 0;
  std::vector<const JobInterface*> by_name = jobs_;
  std::ranges::sort(by_name, {}, [](const JobInterface* job) { return job->name(); });
  for (const JobInterface* job : by_name) {
    std::vector<const CategoryInterface*> ordered;
    for (const auto& category : job->categories()) ordered.push_back(&category);
    if (merged) std::ranges::sort(ordered, {}, &CategoryInterface::name);
    for (const CategoryInterface* category : ordered) {
      category_ids_[category] = next;
      categories_.push_back({{"id", next++},
                             {"name", merged ? job->name() + "/" + category->name : category->name},
                             {"supercategory", job->name()}});
    }
  }
}

json CocoObjects::info(const CocoOptions& options) {
  return {{"year", options.date_created.substr(0, 4)},
          {"version", "1.0"},
          {"description", options.title + " - Exported from Kili C++ Client"},
          {"contributor", "Kili Technology"},
          {"url", "https://kili-technology.com"},
          {"date_created", options.date_created}};
}

json CocoObjects::add_image(const std::string& file_name, ImageSize size) {
  json image{{"id", image_count_++},
             {"license", 0},
             {"file_name", "data/" + file_name},
             {"height", rounded(size.height)},
             {"width", rounded(size.width)},
             {"date_captured", nullptr}};
  output_.image(image);
  return image;
}

void CocoObjects::add_annotations(const ParsedJob& answer, const JobInterface& job, const json& image,
                                  ImageSize size, int rotation, const LossNotes& notes) {
  for_each_image_object(
      answer, job, rotation, notes,
      [&](const Annotation& annotation, std::optional<ImageObject> object, const LossNotes& here) {
        ++annotations_seen_;  // numbers of skipped annotations are not reused
        if (object) add_annotation(*std::move(object), annotation, image, size, here);
      });
}

void CocoObjects::add_annotation(ImageObject object, const Annotation& annotation, const json& image,
                                 ImageSize size, const LossNotes& notes) {
  scale(object, size);
  json area = area_of(object);
  if (area.get<double>() <= 0) {
    notes.add("its holes cover it");
    return;
  }
  const bool as_runs = has_holes(object) && holes_ == CocoHoles::run_lengths;
  json segmentation = as_runs ? run_lengths_of(object, size) : polygons_of(object);
  if (segmentation.is_null()) {
    notes.add("its mask with holes covers no centre of a pixel, or the image is too large for a mask");
    return;
  }
  output_.annotation({{"id", annotations_seen_},
                      {"image_id", image.at("id")},
                      {"category_id", category_ids_.at(object.category)},
                      {"bbox", box_of(object)},
                      {"segmentation", std::move(segmentation)},
                      {"area", std::move(area)},
                      {"iscrowd", 0}},
                     image, annotation);
}

void CocoObjects::add_frames(const ParsedLabel& label, const ImageNames& names, ImageSize size,
                             const LossNotes& notes) {
  const std::size_t count = label.jobs().frame_count();
  for (std::size_t frame = 0; frame < count; ++frame) {
    const std::uint64_t number = label.jobs().frame_number(frame);
    const LossNotes here = notes.at(number);
    const auto name = names.frame(number, count);
    if (!name) {
      here.add("the video has no such frame");
      continue;
    }
    const json image = add_image(*name, size);
    for (const JobInterface* job : jobs_) {
      const ParsedJob* answer = label.jobs().find(job->name());
      if (answer != nullptr) add_annotations(answer->frames()[frame], *job, image, size, 0, here);
    }
  }
}

void CocoObjects::add(const ParsedLabel& label, const ImageNames& names, std::string_view suffix,
                      ImageSize size, const LossNotes& notes) {
  if (label.jobs().is_video()) return add_frames(label, names, size, notes);
  const auto rotation = rotation_of(label, notes);
  if (!rotation) return;
  const json image = add_image(names.image() + std::string(names.is_downloaded() ? "" : suffix), size);
  for (const JobInterface* job : jobs_) {
    const ParsedJob* answer = label.jobs().find(job->name());
    if (answer != nullptr) add_annotations(*answer, *job, image, size, *rotation, notes);
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
