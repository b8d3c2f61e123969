#pragma once

/// @file
/// Reads labels from COCO files.

#include <filesystem>
#include <optional>
#include <string>

#include "kili/export.hpp"
#include "kili/exports/coco.hpp"
#include "kili/labels/answers_builder.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/list.hpp"
#include "kili/readers/external_id_rule.hpp"
#include "kili/readers/label_reader.hpp"

namespace kili {
inline namespace v0_1 {

/// How a COCO file is read.
struct CocoReaderOptions {
  /// Whether annotations with "iscrowd" become objects too: each encloses several objects. Otherwise they are
  /// left out and named.
  bool crowds = false;
  /// Gives the external id for a "file_name" without "data/" at its beginning. Not given: that name.
  ExternalIdRule external_id{};
  /// External ids of the assets of the project. When given, a name means the asset that has it, or the one
  /// that has it without the folders or the extension; images without an asset are left out and named.
  List<std::string> external_ids{};
  /// What polygons after the first of an annotation are: parts of the object, as COCO defines it, or, with
  /// CocoHoles::polygons, holes of the polygon before when they lie in it, as Kili's export writes holes.
  CocoHoles holes = CocoHoles::run_lengths;
  /// Name of the job that the objects are of. Not given: categories are "JOB/CLASS", or a "CLASS" that one
  /// job alone has.
  std::optional<std::string> job{};
  /// What happens to coordinates outside of the image.
  OutsideImage outside = OutsideImage::refuse;
  /// The tool for objects with outlines, where their job has it: rectangle, polygon or semantic. Not given:
  /// a rectangle for an upright one, a mask for run lengths and several polygons, otherwise a polygon; of
  /// those that the job has.
  std::optional<AnnotationTool> tool{};
};

/// Reads the objects of a COCO file as labels, one for each image, in the order of "images". Run lengths may
/// be lists or the texts of pycocotools. "score" is the confidence of the class. An image without annotations
/// gives a label without answers; one whose annotations are all left out gives none. The file is read once,
/// into memory that grows with its numbers; its text is not kept.
class KILI_EXPORT CocoReader : public LabelReader {
 public:
  /// Reads the file.
  /// @throws ValidationError it is not JSON or not a COCO file, the assets of the project are not images, or
  /// an option is not usable; FileError it cannot be read.
  CocoReader(const std::filesystem::path& path, const Ontology& ontology,
             const CocoReaderOptions& options = {});
};

}  // namespace v0_1
}  // namespace kili
