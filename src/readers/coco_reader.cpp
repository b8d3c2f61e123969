#include "kili/readers/coco_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "kili/labels/label_builder.hpp"
#include "readers/area_adder.hpp"
#include "readers/class_finder.hpp"
#include "readers/coco_document.hpp"
#include "readers/external_id_finder.hpp"
#include "readers/file_losses.hpp"
#include "readers/label_files.hpp"
#include "readers/ring_places.hpp"
#include "readers/run_length_masks.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

class CocoSource final : public detail::LabelFileSource {
 public:
  CocoSource(const std::filesystem::path& path, const Ontology& ontology, const CocoReaderOptions& options)
      : ontology_(interface_of_images(ontology, "COCO")),
        options_(options),
        classes_(ontology_, options.job),
        areas_(options.tool, losses_),
        external_ids_(options.external_id, options.external_ids),
        document_(path, losses_),
        file_(place_of_file(path.string())) {
    options_.external_ids = {};
  }

  bool next(NewLabel& label) override {
    while (next_image_ < document_.images().size()) {
      if (read(document_.images()[next_image_++], label)) return true;
    }
    return false;
  }
  [[nodiscard]] const std::vector<std::string>& skipped() const noexcept override {
    return losses_.sentences();
  }

 private:
  bool read(const CocoImage& image, NewLabel& label) {
    std::string_view name = image.file_name;
    constexpr std::string_view folder = "data/";
    if (name.starts_with(folder)) name.remove_prefix(folder.size());
    const std::string place = fmt::format("{}, image '{}'", file_, support::shown_text(image.file_name));
    const auto annotations = document_.of_image(image.id);
    std::string problem;
    const auto external_id = external_ids_.find(name, problem);
    const bool has_size =
        std::isfinite(image.width) && std::isfinite(image.height) && image.width > 0 && image.height > 0;
    if (external_id && !has_size && !annotations.empty())
      problem = fmt::format("its size is {} x {}", image.width, image.height);
    if (!problem.empty()) {
      losses_.add(place, annotations.empty() ? problem
                                             : fmt::format("{}; its {} annotations are left out", problem,
                                                           annotations.size()));
      return false;
    }
    LabelBuilder builder(ontology_,
                         has_size ? std::optional(ImageSize{image.width, image.height}) : std::nullopt);
    bool has_objects = annotations.empty();
    for (const CocoAnnotation& annotation : annotations) {
      const std::string here = place_of_annotation(file_, annotation);
      const std::string why = add(builder, image, annotation, here);
      has_objects = has_objects || why.empty();
      if (!why.empty()) losses_.add(here, why);
    }
    if (!has_objects) {
      losses_.add(place, "nothing is left of its annotations, so that it has no label");
      return false;
    }
    label.external_id = *external_id;
    label.json_response = builder.json_text();
    return true;
  }

  /// @return why the annotation is left out, or an empty text.
  [[nodiscard]] std::string add(LabelBuilder& builder, const CocoImage& image,
                                const CocoAnnotation& annotation, const std::string& place) {
    if (annotation.is_crowd && !options_.crowds)
      return "it is a crowd (\"iscrowd\"), which encloses several objects; set crowds to read it as one";
    const CocoCategory* category = document_.category(annotation.category);
    if (category == nullptr) {
      return annotation.category == 0
                 ? "it has no category_id"
                 : fmt::format("no category has the id {}", document_.id_text(annotation.category));
    }
    FileArea area{.outline_may_be_box = true, .class_name = category->name};
    if (std::string problem = read_area(annotation, image, place, area); !problem.empty()) return problem;
    std::string problem;
    const auto target =
        classes_.find(category->name, area.parts.empty() ? FileShape::box : FileShape::outline,
                      category->supercategory, problem);
    if (!target) return problem;
    ObjectOptions options{.outside = options_.outside};
    if (annotation.has_score) {
      if (annotation.score >= 0 && annotation.score <= 1) {
        options.confidence = Confidence::from_probability(annotation.score);
      } else {
        losses_.add(place, fmt::format("its score {} is left out; scores are 0 to 1", annotation.score));
      }
    }
    return areas_.add(builder, *target, area, std::move(options), file_, place).problem;
  }

  [[nodiscard]] std::string read_area(const CocoAnnotation& annotation, const CocoImage& image,
                                      const std::string& place, FileArea& area) {
    if (annotation.box_numbers != 0) {
      const auto& [left, top, width, height] = annotation.box;
      if (annotation.box_numbers != annotation.box.size()) return "its bbox has not four numbers";
      if (width < 0 || height < 0)
        return fmt::format("its bbox has the size {} x {}; sides are not negative", width, height);
      area.box = FileBox{.corner = {left, top}, .opposite = {left + width, top + height}};
    }
    switch (annotation.segmentation) {
      case CocoSegmentation::malformed:
        return "its segmentation is neither polygons nor run lengths with their size";
      case CocoSegmentation::compressed:
      case CocoSegmentation::run_lengths:
        return read_mask(annotation, image, area);
      case CocoSegmentation::polygons:
        read_polygons(annotation, place, area);
        if (area.parts.empty() && !document_.ring_ends(annotation).empty())
          return "nothing is left of its segmentation";
        break;
      case CocoSegmentation::absent:
        break;
    }
    return area.parts.empty() && !area.box ? "it has neither a bbox nor a segmentation" : "";
  }

  [[nodiscard]] std::string read_mask(const CocoAnnotation& annotation, const CocoImage& image,
                                      FileArea& area) {
    if (annotation.width != std::nearbyint(image.width) ||
        annotation.height != std::nearbyint(image.height)) {
      return fmt::format("its mask has {} x {} pixels, its image {} x {}", annotation.width,
                         annotation.height, image.width, image.height);
    }
    std::string problem;
    std::vector<std::uint32_t> decompressed;
    auto runs = document_.runs(annotation);
    if (annotation.segmentation == CocoSegmentation::compressed) {
      decompressed = decompressed_runs(document_.text(annotation), problem);
      runs = decompressed;
    }
    if (!problem.empty()) return problem;
    area.is_mask = true;
    area.parts = outlines_of_runs(runs, annotation.width, annotation.height, problem);
    return problem;
  }

  void read_polygons(const CocoAnnotation& annotation, const std::string& place, FileArea& area) {
    std::size_t number = 0;
    for (std::uint64_t ring = annotation.begin; ring < annotation.end; ++ring, ++number) {
      const std::uint64_t begin = document_.numbers_begin(ring);
      const auto numbers = document_.numbers().subspan(begin, document_.numbers_end(ring) - begin);
      if (numbers.size() < 6 || numbers.size() % 2 != 0) {
        losses_.add(place,
                    fmt::format("its polygon {} is left out: it has {} numbers, not an even count of at "
                                "least 6",
                                number, numbers.size()));
        continue;
      }
      std::vector<Point> points;
      points.reserve(numbers.size() / 2);
      for (std::size_t i = 0; i < numbers.size(); i += 2) points.push_back({numbers[i], numbers[i + 1]});
      const bool is_hole = options_.holes == CocoHoles::polygons && !area.parts.empty() &&
                           lies_within(points, area.parts.back().outer);
      if (is_hole) {
        area.parts.back().holes.push_back(std::move(points));
      } else {
        area.parts.push_back({.outer = std::move(points)});
      }
    }
  }

  Ontology ontology_;
  CocoReaderOptions options_;
  FileLosses losses_;
  ClassFinder classes_;
  AreaAdder areas_;
  ExternalIdFinder external_ids_;
  CocoDocument document_;
  std::string file_;
  std::size_t next_image_ = 0;
};

}  // namespace
}  // namespace labels

CocoReader::CocoReader(const std::filesystem::path& path, const Ontology& ontology,
                       const CocoReaderOptions& options)
    : LabelReader(std::make_unique<labels::CocoSource>(path, ontology, options)) {}

}  // namespace v0_1
}  // namespace kili
