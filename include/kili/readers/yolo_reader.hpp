#pragma once

/// @file
/// Reads labels from YOLO files.

#include <filesystem>
#include <optional>
#include <string>

#include "kili/export.hpp"
#include "kili/labels/answers_builder.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/list.hpp"
#include "kili/readers/external_id_rule.hpp"
#include "kili/readers/label_reader.hpp"

namespace kili {
inline namespace v0_1 {

/// How YOLO files are read.
struct YoloReaderOptions {
  /// The file with the names of the classes: YAML with "names", or a text with a name, or a number and a
  /// name, on each line. Empty: data.yaml, classes.txt, obj.names or the only YAML file of the folder, or
  /// classes.txt beside the label files.
  std::filesystem::path classes{};
  /// Gives the external id for the path of a label file below "labels/", without ".txt". Not given: that
  /// path.
  ExternalIdRule external_id{};
  /// External ids of the assets of the project. When given, a path means the asset that has it, with or
  /// without an extension, or without the folders; files without an asset are left out and named.
  List<std::string> external_ids{};
  /// Name of the job that the objects are of. Not given: classes are "JOB/CLASS", or a "CLASS" that one job
  /// alone has.
  std::optional<std::string> job{};
  /// What happens to coordinates outside of the image.
  OutsideImage outside = OutsideImage::refuse;
  /// The tool for objects with outlines, where their job has it: rectangle, polygon or semantic. Not given: a
  /// polygon, otherwise a mask, otherwise the box around it; of those that the job has.
  std::optional<AnnotationTool> tool{};
};

/// Reads a folder of YOLO files as labels, one for each file of "labels/", or of the folder itself when it
/// has no such folder, and of the folders below, in the order of their names. A line is the number of a class
/// and a box (centre, width, height) or an outline, as fractions of the image, and may end with a confidence
/// from 0 to 1. An empty file gives a label without answers; one of which nothing is left gives none.
class KILI_EXPORT YoloReader : public LabelReader {
 public:
  /// Reads the classes and lists the files.
  /// @throws ValidationError the classes cannot be read, the assets of the project are not images, or an
  /// option is not usable; FileError the folder or the file of classes does not exist.
  YoloReader(const std::filesystem::path& folder, const Ontology& ontology,
             const YoloReaderOptions& options = {});
};

}  // namespace v0_1
}  // namespace kili
