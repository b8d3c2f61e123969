#pragma once

/// @file
/// Reads labels from Pascal VOC files.

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

/// How Pascal VOC files are read.
struct PascalVocReaderOptions {
  /// Gives the external id for the text of "filename", or, of a file without one, for its path below the
  /// folder without ".xml". Not given: that text.
  ExternalIdRule external_id{};
  /// External ids of the assets of the project. When given, a name means the asset that has it, or the one
  /// that has it without the folders or the extension; otherwise the name of the XML file is tried. Files
  /// without an asset are left out and named.
  List<std::string> external_ids{};
  /// Name of the job that the objects are of. Not given: the job of "job_name", as Kili's export writes it,
  /// or classes are "JOB/CLASS", or a "CLASS" that one job alone has.
  std::optional<std::string> job{};
  /// Whether pixels are counted from 1, and the last one is in the box, as in the files of the Pascal VOC
  /// challenges: the box (1, 1, 1, 1) is the first pixel. Otherwise coordinates are distances from the
  /// corner.
  bool one_based = false;
  /// What happens to coordinates outside of the image.
  OutsideImage outside = OutsideImage::refuse;
};

/// Reads Pascal VOC files as labels, one for each file whose name ends with ".xml" in a folder and the
/// folders below, in the order of their names. Objects are boxes; what else they have ("part", "difficult"
/// and so on) is left out and named, unless it says nothing. A file without objects gives a label without
/// answers; one of which nothing is left gives none. Files with a document type, which may define entities,
/// are refused.
class KILI_EXPORT PascalVocReader : public LabelReader {
 public:
  /// Lists the files. @param path of the folder, or of one file.
  /// @throws ValidationError the assets of the project are not images, or an option is not usable; FileError
  /// nothing has the path.
  PascalVocReader(const std::filesystem::path& path, const Ontology& ontology,
                  const PascalVocReaderOptions& options = {});
};

}  // namespace v0_1
}  // namespace kili
