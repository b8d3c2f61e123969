#include "kili/exports/coco.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "exports/export_files.hpp"
#include "exports/export_names.hpp"
#include "exports/export_shapes.hpp"
#include "exports/losses.hpp"
#include "exports/run_lengths.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "kili/labels/geometry.hpp"
#include "support/dates.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using nlohmann::json;

constexpr std::string_view coco_name = "COCO";

bool is_suited_to_coco(const JobInterface& job) {
  if (job.ml_task() != MlTask::object_detection || !job.has_tools()) return false;
  return std::ranges::any_of(
      job.tools(), [](const std::string& tool) { return tool == "rectangle" || tool == "semantic"; });
}

/// Rounds half to even, as Python does.
std::int64_t rounded(double value) noexcept { return static_cast<std::int64_t>(std::nearbyint(value)); }

/// As Kili writes it, rounded, unless nothing would be left of it.
json rounded_or_exact(double value) {
  const std::int64_t whole = rounded(value);
  return whole > 0 ? json(whole) : json(value);
}

json flat_coordinates(const labels::Ring& ring) {
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

void check_raster_size(ImageSize size) {
  static_cast<void>(to_pixels({}, size));  // throws for a size of nothing
  const bool is_usable = size.width <= longest_side && size.height <= longest_side &&
                         rounded(size.width) > 0 && rounded(size.height) > 0;
  if (is_usable) return;
  throw ValidationError(fmt::format("the size of the image is {} x {}; its sides must be 1 to 1e9 pixels",
                                    size.width, size.height));
}

void scale(labels::ImageObject& object, ImageSize size) {
  const auto scale_ring = [size](labels::Ring& ring) {
    for (Point& point : ring) point = {point.x * size.width, point.y * size.height};
  };
  for (auto& part : object.parts) {
    scale_ring(part.outer);
    for (auto& hole : part.holes) scale_ring(hole);
  }
}

bool has_holes(const labels::ImageObject& object) {
  return std::ranges::any_of(object.parts, [](const auto& part) { return !part.holes.empty(); });
}

json box_of(const labels::ImageObject& object) {
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
json area_of(const labels::ImageObject& object) {
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

json polygons_of(const labels::ImageObject& object) {
  json polygons = json::array();
  for (const auto& part : object.parts) {
    polygons.push_back(flat_coordinates(part.outer));
    for (const auto& hole : part.holes) polygons.push_back(flat_coordinates(hole));
  }
  return polygons;
}

/// @return null when no pixel is inside, or the image has too many.
json run_lengths_of(const labels::ImageObject& object, ImageSize size) {
  const auto width = static_cast<double>(rounded(size.width));
  const auto height = static_cast<double>(rounded(size.height));
  if (width * height > most_masked_pixels) return nullptr;
  auto counts = labels::run_lengths(object.parts, static_cast<std::uint32_t>(width),
                                    static_cast<std::uint32_t>(height));
  if (counts.size() < 2) return nullptr;
  return {{"size", {rounded(size.height), rounded(size.width)}}, {"counts", std::move(counts)}};
}

}  // namespace

struct CocoWriter::Data {
  Ontology ontology;
  CocoOptions options;
  std::vector<const JobInterface*> jobs;
  std::map<const CategoryInterface*, std::size_t> category_ids;
  nlohmann::json categories = nlohmann::json::array();
  nlohmann::json images = nlohmann::json::array();
  nlohmann::json annotations = nlohmann::json::array();
  std::size_t annotations_seen = 0;
  labels::Losses losses{};

  void number_categories() {
    std::size_t next = 0;
    std::vector<const JobInterface*> by_name = jobs;
    std::ranges::sort(by_name, {}, [](const JobInterface* job) { return job->name(); });
    for (const JobInterface* job : by_name) {
      std::vector<const CategoryInterface*> ordered;
      for (const auto& category : job->categories()) ordered.push_back(&category);
      if (options.merged) std::ranges::sort(ordered, {}, &CategoryInterface::name);
      for (const CategoryInterface* category : ordered) {
        category_ids[category] = next;
        categories.push_back({{"id", next++},
                              {"name", options.merged ? job->name() + "/" + category->name : category->name},
                              {"supercategory", job->name()}});
      }
    }
  }

  std::size_t add_image(const std::string& file_name, ImageSize size) {
    const std::size_t id = images.size();
    images.push_back({{"id", id},
                      {"license", 0},
                      {"file_name", "data/" + file_name},
                      {"height", rounded(size.height)},
                      {"width", rounded(size.width)},
                      {"date_captured", nullptr}});
    return id;
  }

  void add_annotations(const ParsedJob& answer, const JobInterface& job, std::size_t image_id, ImageSize size,
                       int rotation, const labels::LossNotes& notes) {
    labels::for_each_image_object(
        answer, job, rotation, notes,
        [&](const Annotation&, std::optional<labels::ImageObject> object, const labels::LossNotes& here) {
          ++annotations_seen;  // numbers of skipped annotations are not reused
          if (object) add_annotation(*std::move(object), image_id, size, here);
        });
  }

  void add_annotation(labels::ImageObject object, std::size_t image_id, ImageSize size,
                      const labels::LossNotes& notes) {
    scale(object, size);
    nlohmann::json area = area_of(object);
    if (area.get<double>() <= 0) {
      notes.add("its holes cover it");
      return;
    }
    const bool as_runs = has_holes(object) && options.holes == CocoHoles::run_lengths;
    nlohmann::json segmentation = as_runs ? run_lengths_of(object, size) : polygons_of(object);
    if (segmentation.is_null()) {
      notes.add("its mask with holes covers no centre of a pixel, or the image is too large for a mask");
      return;
    }
    annotations.push_back({{"id", annotations_seen},
                           {"image_id", image_id},
                           {"category_id", category_ids.at(object.category)},
                           {"bbox", box_of(object)},
                           {"segmentation", std::move(segmentation)},
                           {"area", std::move(area)},
                           {"iscrowd", 0}});
  }

  void add_frames(const ParsedLabel& label, const labels::ImageNames& names, ImageSize size,
                  const labels::LossNotes& notes) {
    const std::size_t count = label.jobs().frame_count();
    for (std::size_t frame = 0; frame < count; ++frame) {
      const std::uint64_t number = label.jobs().frame_number(frame);
      const labels::LossNotes here = notes.at(number);
      const auto name = names.frame(number, count);
      if (!name) {
        here.add("the video has no such frame");
        continue;
      }
      const std::size_t image = add_image(*name, size);
      for (const JobInterface* job : jobs) {
        const ParsedJob* answer = label.jobs().find(job->name());
        if (answer != nullptr) add_annotations(answer->frames()[frame], *job, image, size, 0, here);
      }
    }
  }

  [[nodiscard]] labels::LossNotes notes_of(const labels::ImageNames& names) {
    return {losses, {.external_id = names.external_id()}};
  }

  void add(const ParsedLabel& label, const labels::ImageNames& names, ImageSize size) {
    const labels::LossNotes notes = notes_of(names);
    if (label.jobs().is_video()) return add_frames(label, names, size, notes);
    const auto rotation = labels::rotation_of(label, notes);
    if (!rotation) return;
    const std::size_t image = add_image(names.image(), size);
    for (const JobInterface* job : jobs) {
      const ParsedJob* answer = label.jobs().find(job->name());
      if (answer != nullptr) add_annotations(*answer, *job, image, size, *rotation, notes);
    }
  }

  void add(const Asset& asset) {
    const labels::ImageNames names(asset);
    const labels::LossNotes notes = notes_of(names);
    const auto found = labels::labels_to_export(asset, ontology, notes);
    const auto size = size_of(asset, notes);
    if (!size) return;
    for (const auto& [suffix, label] : found) add(label, names, *size);
  }

  /// The service does not know the size of an image that it could not read: that is no fault of the call.
  static std::optional<ImageSize> size_of(const Asset& asset, const labels::LossNotes& notes) {
    const auto resolution = asset.json().find("resolution");
    if (resolution != asset.json().end() && resolution->is_null()) {
      notes.add("the size of its image is not known (\"resolution\" is null)");
      return std::nullopt;
    }
    const ImageSize size = asset.resolution();
    try {
      check_raster_size(size);
      return size;
    } catch (const ValidationError& error) {
      notes.add(error.what());
      return std::nullopt;
    }
  }
};

CocoWriter::CocoWriter(Ontology ontology, const CocoOptions& options)
    : data_(std::make_unique<Data>(
          Data{.ontology = std::move(ontology), .options = options, .jobs = {}, .category_ids = {}})) {
  labels::check_has_images(data_->ontology, coco_name);
  data_->jobs = labels::jobs_to_export(data_->ontology, options.jobs, is_suited_to_coco, coco_name);
  if (!options.merged && data_->jobs.size() > 1) {
    throw ValidationError(
        fmt::format("{} jobs do not go into one COCO file without `merged`; give one of them in `jobs`",
                    data_->jobs.size()));
  }
  data_->number_categories();
  if (data_->options.date_created.empty()) {
    data_->options.date_created = support::iso_8601(std::chrono::system_clock::now());
  }
}
CocoWriter::CocoWriter(CocoWriter&&) noexcept = default;
CocoWriter& CocoWriter::operator=(CocoWriter&&) noexcept = default;
CocoWriter::~CocoWriter() = default;

void CocoWriter::add(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
  check_raster_size(size);
  data_->add(label, labels::ImageNames(external_id), size);
}

void CocoWriter::add(const Asset& asset) { data_->add(asset); }

const std::vector<std::string>& CocoWriter::skipped() const noexcept { return data_->losses.sentences(); }

nlohmann::json CocoWriter::json() const {
  const CocoOptions& options = data_->options;
  return {{"info",
           {{"year", options.date_created.substr(0, 4)},
            {"version", "1.0"},
            {"description", options.title + " - Exported from Kili C++ Client"},
            {"contributor", "Kili Technology"},
            {"url", "https://kili-technology.com"},
            {"date_created", options.date_created}}},
          {"licenses", nlohmann::json::array()},
          {"categories", data_->categories},
          {"images", data_->images},
          {"annotations", data_->annotations}};
}

void CocoWriter::write(const std::filesystem::path& path) const {
  labels::write_file(path, json().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace v0_1
}  // namespace kili
