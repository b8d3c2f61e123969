#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/labels/label_builder.hpp"
#include "kili/labels/mask.hpp"
#include "kili/labels/point.hpp"
#include "readers/class_finder.hpp"
#include "readers/file_losses.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A box by its corners.
struct FileBox {
  Point corner{};
  Point opposite{};
};

/// The ring is an upright rectangle of four corners, or five with the first repeated.
[[nodiscard]] std::optional<FileBox> upright_box(const std::vector<Point>& ring);

/// An object with an area, as a file has it.
struct FileArea {
  std::optional<FileBox> box{};
  bool is_mask = false;                  ///< Made of pixels.
  bool outline_may_be_box = false;       ///< The format writes boxes as outlines too.
  std::vector<MaskPart> parts{};         ///< Empty: the file gives a box alone.
  std::string_view class_name{};         ///< As the file has it, for losses.
  std::optional<AnnotationTool> tool{};  ///< As the file has it; taken where the job has it.
};

/// What became of an area.
struct AddedArea {
  std::vector<AnnotationBuilder> objects{};
  std::string problem{};  ///< Why there are no objects.
};

/// Adds objects with areas to labels, with the tool that fits their job.
class AreaAdder {
 public:
  /// @param tool taken where the job has it and the object fits.
  /// @throws ValidationError objects of the tool have no area.
  AreaAdder(std::optional<AnnotationTool> tool, FileLosses& losses);

  /// @param file where losses are that all objects of a class have in common.
  [[nodiscard]] AddedArea add(LabelBuilder& label, const ClassTarget& target, const FileArea& area,
                              ObjectOptions options, std::string_view file, std::string_view place) const;

 private:
  [[nodiscard]] AnnotationTool tool_of(const ClassTarget& target, const FileArea& area) const;
  [[nodiscard]] AddedArea add_polygons(LabelBuilder& label, const ClassTarget& target, const FileArea& area,
                                       ObjectOptions options, std::string_view place) const;
  [[nodiscard]] AnnotationBuilder add_box(LabelBuilder& label, const ClassTarget& target,
                                          const FileArea& area, const ObjectOptions& options,
                                          std::string_view file) const;

  std::optional<AnnotationTool> tool_;
  FileLosses* losses_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
