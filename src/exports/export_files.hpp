#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exports/export_names.hpp"
#include "exports/losses.hpp"
#include "kili/assets/asset.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A label of a listed asset, and what follows the name of the asset in the names of its files.
struct LabelToExport {
  std::string suffix;
  ParsedLabel label;
};

/// The labels to export of an asset: of its field "latestLabel", else "latestLabels", else "labels". What the
/// interface does not allow in a label (an unknown class, a polygon of two vertices) is left out and named;
/// the rest of the label stays.
/// @throws FieldError none of the fields was requested.
[[nodiscard]] std::vector<LabelToExport> labels_to_export(const Asset& asset, const Ontology& ontology,
                                                          const LossNotes& notes);

/// Writes the file; it appears when it is complete. @throws FileWriteError
void write_file(const std::filesystem::path& path, std::string_view content);
/// The same, and makes the folders around it.
void write_file_in_folders(const std::filesystem::path& path, std::string_view content);

/// The files of a writer below its folder; none is overwritten by another.
class WrittenFiles {
 public:
  explicit WrittenFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// Writes the file of this owner, an image or asset, when its name is free, and otherwise notes the loss.
  /// @throws FileWriteError
  void write(const std::string& name, std::string_view owner, std::string_view content,
             const LossNotes& notes);

 private:
  std::filesystem::path folder_;
  NamesInUse names_;
};

/// The jobs of these names, or all suitable ones, in the order of the interface.
/// @throws ValidationError naming the format: a job does not exist or is not suitable, or none is suitable.
[[nodiscard]] std::vector<const JobInterface*> jobs_to_export(
    const Ontology& ontology, const List<std::string>& names,
    const std::function<bool(const JobInterface&)>& is_suited, std::string_view format);
/// @throws ValidationError the project has neither images nor videos.
void check_has_images(const Ontology& ontology, std::string_view format);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
