#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "readers/file_losses.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// How the outline of an annotation is given.
enum class CocoSegmentation : std::uint8_t {
  absent,
  compressed,  ///< Run lengths as pycocotools writes them.
  malformed,
  polygons,
  run_lengths
};

/// One element of "annotations", small: its numbers and texts are in pools of the document.
struct CocoAnnotation {
  std::array<double, 4> box{};
  double score = 0;
  std::uint64_t begin = 0;  ///< In the pool of numbers, ring ends or text, as the segmentation has it.
  std::uint64_t end = 0;
  std::int64_t id = 0;         ///< When it has one that is an integer.
  std::uint64_t number = 0;    ///< Position in "annotations", from 0.
  std::uint32_t category = 0;  ///< Number of the id of its category, 0: it has none.
  std::uint32_t height = 0;    ///< Of run lengths.
  std::uint32_t image = 0;     ///< Number of the id of its image, 0: it has none.
  std::uint32_t width = 0;
  std::uint8_t box_numbers = 0;  ///< 4 when the box is complete; more: it has too many.
  bool has_id = false;
  bool has_score = false;
  bool is_crowd = false;
  CocoSegmentation segmentation = CocoSegmentation::absent;
};

/// One element of "images".
struct CocoImage {
  std::string file_name;
  double height = 0;
  double width = 0;
  std::uint32_t id = 0;
};

/// One element of "categories".
struct CocoCategory {
  std::string name;
  std::string supercategory;
};

[[nodiscard]] std::string place_of_annotation(const std::string& file, const CocoAnnotation& annotation);

class CocoHandler;

/// What readers need of a COCO file, without its text.
class CocoDocument {
 public:
  /// @throws ValidationError, FileError
  CocoDocument(const std::filesystem::path& path, FileLosses& losses);

  [[nodiscard]] const std::vector<CocoImage>& images() const noexcept { return images_; }
  /// The annotations whose image has this id, in the order of the file.
  [[nodiscard]] std::span<const CocoAnnotation> of_image(std::uint32_t image_id) const noexcept;
  /// The category of an id; null when there is none.
  [[nodiscard]] const CocoCategory* category(std::uint32_t id) const noexcept;
  /// The id as the file has it.
  [[nodiscard]] std::string id_text(std::uint32_t id) const;
  /// Ends of the rings of polygons in numbers(), each after the one before.
  [[nodiscard]] std::span<const std::uint64_t> ring_ends(const CocoAnnotation& annotation) const noexcept {
    return std::span(ring_ends_).subspan(annotation.begin, annotation.end - annotation.begin);
  }
  [[nodiscard]] std::uint64_t numbers_begin(std::uint64_t ring) const noexcept {
    return ring == 0 ? 0 : ring_ends_[ring - 1];
  }
  [[nodiscard]] std::uint64_t numbers_end(std::uint64_t ring) const noexcept { return ring_ends_[ring]; }
  [[nodiscard]] std::span<const double> numbers() const noexcept { return numbers_; }
  [[nodiscard]] std::span<const std::uint32_t> runs(const CocoAnnotation& annotation) const noexcept {
    return std::span(runs_).subspan(annotation.begin, annotation.end - annotation.begin);
  }
  [[nodiscard]] std::string_view text(const CocoAnnotation& annotation) const noexcept {
    return std::string_view(texts_).substr(annotation.begin, annotation.end - annotation.begin);
  }

 private:
  friend class CocoHandler;
  void drop_images_without_id(FileLosses& losses, const std::string& file);
  void note_lost_annotations(FileLosses& losses, const std::string& file) const;

  std::vector<CocoAnnotation> annotations_;
  std::vector<CocoImage> images_;
  std::unordered_map<std::uint32_t, CocoCategory> categories_;
  std::unordered_map<std::string, std::uint32_t> ids_;  // numbers from 1
  std::vector<const std::string*> id_texts_;
  std::vector<std::string> lost_categories_;  // names
  std::vector<double> numbers_;
  std::vector<std::uint64_t> ring_ends_;
  std::vector<std::uint32_t> runs_;
  std::string texts_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
