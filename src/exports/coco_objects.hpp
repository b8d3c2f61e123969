#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "exports/export_names.hpp"
#include "exports/export_shapes.hpp"
#include "exports/losses.hpp"
#include "kili/exports/coco.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Whether objects of the job can be written as COCO.
[[nodiscard]] bool is_suited_to_coco(const JobInterface& job);
/// The jobs to write. @throws what CocoWriter::CocoWriter() throws.
[[nodiscard]] std::vector<const JobInterface*> coco_jobs(const Ontology& ontology,
                                                         const CocoOptions& options);
/// Makes the images and annotations of one COCO file.
class CocoObjects {
 public:
  /// Gets each image and annotation when it is made.
  struct Output {
    std::function<void(nlohmann::json image)> image{};
    /// @param of the annotation of the label that it was made of.
    std::function<void(nlohmann::json annotation, const nlohmann::json& image, const Annotation& of)>
        annotation{};
  };

  /// @param jobs of the file; they outlive this, as do the losses that notes lead to.
  CocoObjects(std::vector<const JobInterface*> jobs, const CocoOptions& options, Output output);

  [[nodiscard]] const nlohmann::json& categories() const noexcept { return categories_; }
  /// The member "info" of the file. @param options with its date.
  [[nodiscard]] static nlohmann::json info(const CocoOptions& options);

  /// Adds a label. Precondition: check_image_size() takes the size.
  /// @param suffix goes behind the name of an image of which no file is known.
  void add(const ParsedLabel& label, const ImageNames& names, std::string_view suffix, ImageSize size,
           const LossNotes& notes);

 private:
  void number_categories(bool merged);
  [[nodiscard]] nlohmann::json add_image(const std::string& file_name, ImageSize size);
  void add_annotations(const ParsedJob& answer, const JobInterface& job, const nlohmann::json& image,
                       ImageSize size, int rotation, const LossNotes& notes);
  void add_annotation(ImageObject object, const Annotation& annotation, const nlohmann::json& image,
                      ImageSize size, const LossNotes& notes);
  void add_frames(const ParsedLabel& label, const ImageNames& names, ImageSize size, const LossNotes& notes);

  std::vector<const JobInterface*> jobs_;
  CocoHoles holes_;
  Output output_;
  nlohmann::json categories_ = nlohmann::json::array();
  std::map<const CategoryInterface*, std::size_t> category_ids_;
  std::size_t annotations_seen_ = 0;
  std::size_t image_count_ = 0;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
