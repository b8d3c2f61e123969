#pragma once

/// @file
/// Reads labels from GeoJSON files.

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

/// How GeoJSON files are read.
struct GeoJsonReaderOptions {
  /// Of features that Kili's export did not write: the property with the class.
  std::string class_property = "class";
  /// Gives the external id for the path of a file below the folder without ".geojson". Not given: that path.
  ExternalIdRule external_id{};
  /// External ids of the assets of the project. When given, a path means the asset that has it, with or
  /// without an extension, or without the folders; files without an asset are left out and named.
  List<std::string> external_ids{};
  /// Of features that Kili's export did not write: name of their job. Not given: classes are "JOB/CLASS", or
  /// a "CLASS" that one job alone has.
  std::optional<std::string> job{};
  /// What happens to coordinates outside of the image; not in geographic projects.
  OutsideImage outside = OutsideImage::refuse;
  /// Of features that Kili's export did not write: the tool for polygons, where their job has it: rectangle,
  /// polygon or semantic. Not given: a mask for several parts, otherwise a polygon, a mask or a box; of those
  /// that the job has.
  std::optional<AnnotationTool> tool{};
};

/// Reads GeoJSON files as labels, one for each file whose name ends with ".geojson" in a folder and the
/// folders below, in the order of their names; of a folder that has a folder "labels", as GeoJsonWriter makes
/// it, in that one. Features as Kili's export writes them ("properties.kili") have job, classes, confidences,
/// mid and answers below as they were; so do classifications and transcriptions, which have no geometry. Of
/// others, polygons, points and lines are read, several ones too. Coordinates are taken as they stand:
/// longitude and latitude in geographic projects, fractions of the image in projects of images. A file
/// without features gives a label without answers; one of which nothing is left gives none.
class KILI_EXPORT GeoJsonReader : public LabelReader {
 public:
  /// Lists the files. @param path of the folder, or of one file.
  /// @throws ValidationError the assets of the project are neither images nor geographic, or an option is not
  /// usable; FileError nothing has the path.
  GeoJsonReader(const std::filesystem::path& path, const Ontology& ontology,
                const GeoJsonReaderOptions& options = {});
};

}  // namespace v0_1
}  // namespace kili
