#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kili/assets/asset.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A label of a listed asset and the name of its file.
struct NamedLabel {
  std::string name;
  ParsedLabel label;
};

/// The labels to export of an asset: of its field "latestLabel", else "latestLabels", else "labels".
/// @throws FieldError none of them was requested, or the external id was not.
[[nodiscard]] std::vector<NamedLabel> labels_to_export(const Asset& asset, const Ontology& ontology);

/// folder / name + extension; creates the folders in between.
/// @throws ValidationError the name leads out of the folder; FileWriteError.
[[nodiscard]] std::filesystem::path file_below(const std::filesystem::path& folder, std::string_view name,
                                               std::string_view extension);
/// Writes the file; it appears when it is complete. @throws FileWriteError
void write_file(const std::filesystem::path& path, std::string_view content);

/// The files that a writer has written; none is overwritten by another.
class WrittenFiles {
 public:
  /// Writes the file of this external id; it appears when it is complete.
  /// @throws ValidationError there is one of this writer already; FileWriteError.
  void write(const std::filesystem::path& path, std::string_view external_id, std::string_view content);

 private:
  std::map<std::filesystem::path, std::string> external_ids_;
};

/// The jobs of these names, or all suitable ones, in the order of the interface.
/// @throws ValidationError naming the format: a job does not exist or is not suitable, or none is suitable.
[[nodiscard]] std::vector<const JobInterface*> jobs_to_export(
    const Ontology& ontology, const List<std::string>& names,
    const std::function<bool(const JobInterface&)>& is_suited, std::string_view format);
/// @throws ValidationError the project has neither images nor videos.
void check_has_images(const Ontology& ontology, std::string_view format);

/// Name of the image of a frame: the external id and the number of the frame from 1 on, with as many digits
/// as the number of frames has.
[[nodiscard]] std::string frame_name(std::string_view external_id, std::uint64_t frame,
                                     std::size_t frame_count);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
