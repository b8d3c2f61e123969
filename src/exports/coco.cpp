#include "kili/exports/coco.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>
#include <vector>

#include "exports/export_files.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "support/dates.hpp"
#include "support/text.hpp"

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

/// An outline in COCO's form.
struct Shape {
  json area;
  json bbox;
  json segmentation = json::array();
  bool is_usable = false;
};

json flat_coordinates(std::span<const Point> polygon) {
  json coordinates = json::array();
  for (const Point& point : polygon) {
    coordinates.push_back(point.x);
    coordinates.push_back(point.y);
  }
  return coordinates;
}

/// Larger than any image; rounded values must fit an integer.
constexpr double farthest_pixel = 1e9;

void check_are_places(std::span<const Point> polygon, const JobInterface& job) {
  const bool all_are = std::ranges::all_of(polygon, [](const Point& point) {
    return std::abs(point.x) <= farthest_pixel && std::abs(point.y) <= farthest_pixel;
  });
  if (all_are) return;
  throw MalformedLabelError(labels::LabelPath(job).where(), "a vertex lies far outside of any image",
                            "ValueError");
}

/// The first outline is the object, the others are holes in it.
Shape shape_of(const BoundingPolyList& outlines, const JobInterface& job, ImageSize size, int rotation) {
  Shape shape;
  double holes = 0;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const auto polygon = pixel_polygon(outlines[i].normalized_vertices(), size, rotation);
    check_are_places(polygon, job);
    shape.segmentation.push_back(flat_coordinates(polygon));
    if (i > 0) {
      holes += enclosed_area(polygon);
      continue;
    }
    if (polygon.size() < 3) return shape;
    const auto [left, right] = std::ranges::minmax(polygon, {}, &Point::x);
    const auto [top, bottom] = std::ranges::minmax(polygon, {}, &Point::y);
    const std::int64_t x = rounded(left.x);
    const std::int64_t y = rounded(top.y);
    const std::int64_t width = rounded(right.x) - x;
    const std::int64_t height = rounded(bottom.y) - y;
    shape.bbox = {x, y, width, height};
    shape.area = rounded(enclosed_area(polygon));
    shape.is_usable = width != 0 || height != 0;
  }
  if (outlines.size() > 1) shape.area = shape.area.get<double>() - holes;
  return shape;
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
  std::size_t skipped = 0;

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

  void add_annotations(const JobInterface& job, const AnnotationList& list, std::size_t image_id,
                       ImageSize size, int rotation) {
    for (const Annotation& annotation : list) {
      ++annotations_seen;  // numbers of skipped annotations are not reused
      const Shape shape = annotation.has(Attribute::bounding_poly)
                              ? shape_of(annotation.bounding_poly(), job, size, rotation)
                              : Shape();
      if (!shape.is_usable) {
        ++skipped;
        continue;
      }
      const auto& category =
          labels::find_category(job, annotation.categories()[0].name(), labels::LabelPath(job));
      annotations.push_back({{"id", annotations_seen},
                             {"image_id", image_id},
                             {"category_id", category_ids.at(&category)},
                             {"bbox", shape.bbox},
                             {"segmentation", shape.segmentation},
                             {"area", shape.area},
                             {"iscrowd", 0}});
    }
  }

  void add_frames(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
    const std::size_t count = label.jobs().frame_count();
    for (std::size_t frame = 0; frame < count; ++frame) {
      const std::size_t image =
          add_image(labels::frame_name(external_id, label.jobs().frame_number(frame), count) + ".jpg", size);
      for (const JobInterface* job : jobs) {
        const ParsedJob* answer = label.jobs().find(job->name());
        if (answer != nullptr && !answer->frames()[frame].empty()) {
          add_annotations(*job, answer->frames()[frame].annotations(), image, size, 0);
        }
      }
    }
  }

  /// An asset with an invalid label adds nothing.
  void add(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
    static_cast<void>(to_pixels({}, size));  // throws for an invalid size
    const std::size_t images_before = images.size();
    const std::size_t annotations_before = annotations.size();
    const std::size_t seen_before = annotations_seen;
    const std::size_t skipped_before = skipped;
    try {
      add_all(label, external_id, size);
    } catch (...) {
      images.get_ref<json::array_t&>().resize(images_before);
      annotations.get_ref<json::array_t&>().resize(annotations_before);
      annotations_seen = seen_before;
      skipped = skipped_before;
      throw;
    }
  }

  void add_all(const ParsedLabel& label, std::string_view external_id, ImageSize size) {
    if (label.jobs().is_video()) return add_frames(label, external_id, size);
    const std::size_t image = add_image(std::string(external_id), size);
    for (const JobInterface* job : jobs) {
      const ParsedJob* answer = label.jobs().find(job->name());
      if (answer != nullptr && !answer->empty()) {
        add_annotations(*job, answer->annotations(), image, size, label.rotation());
      }
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
  data_->add(label, external_id, size);
}

void CocoWriter::add(const Asset& asset) {
  const auto size = asset.resolution();
  for (const auto& [name, label] : labels::labels_to_export(asset, data_->ontology))
    data_->add(label, name, size);
}

std::size_t CocoWriter::skipped() const noexcept { return data_->skipped; }

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
