#pragma once

/// @file
/// COCO files from parsed labels, as Kili's own export writes them.

#include <filesystem>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

class Asset;

/// How masks with holes are written. All other objects are polygons.
enum class CocoHoles {
  run_lengths,  ///< "segmentation" is {"size": [height, width], "counts": [...]}, which pycocotools reads.
  polygons  ///< As Kili does: each hole is a further polygon, which readers take for a part of the object.
};

/// Options of a COCO file.
struct CocoOptions {
  /// ISO 8601 date for "info". Empty: now.
  std::string date_created{};
  CocoHoles holes = CocoHoles::run_lengths;
  /// Names of the jobs to write. Not given: all that detect objects with rectangles or masks.
  List<std::string> jobs{};
  /// All jobs in one file, with categories "JOB/CLASS". Otherwise one job, with categories "CLASS".
  bool merged = true;
  /// Name of the project, for "info".
  std::string title{};
};

/// Collects the outlines of the labels of a project of images or videos and writes them as one COCO file. An
/// image is an asset, or a frame of a video. Its "file_name" is "data/" and the name that a listing which
/// downloads media gives the file; so list with `local_media_dir` "data", beside the file. What COCO cannot
/// express is left out and named in skipped(); the rest goes on (docs/labels.md, "Files"). Not thread-safe.
class KILI_EXPORT CocoWriter {
 public:
  /// @throws ValidationError the project has neither images nor videos, a job does not exist or detects no
  /// objects, no job detects objects, or there are several jobs without `merged`.
  explicit CocoWriter(Ontology ontology, const CocoOptions& options = {});
  CocoWriter(CocoWriter&&) noexcept;
  CocoWriter& operator=(CocoWriter&&) noexcept;
  CocoWriter(const CocoWriter&) = delete;
  CocoWriter& operator=(const CocoWriter&) = delete;
  ~CocoWriter();

  /// Adds an asset with its label. Its media are not known here: the name of its file has no extension that
  /// the external id lacks.
  /// @param size of the image as it is stored, in pixels, 1 to 1e9; boxes and outlines of turned images are
  /// turned back.
  /// @throws ValidationError the size is not usable.
  void add(const ParsedLabel& label, std::string_view external_id, ImageSize size);
  /// Adds a listed asset with its fields "externalId", "resolution.width", "resolution.height", and
  /// "latestLabel.jsonResponse", "latestLabels.jsonResponse" or "labels.jsonResponse"; "content", and of
  /// videos "jsonContent", name its file when media were downloaded. When it has several labels, each is an
  /// image of its own with the same file.
  /// @throws FieldError a field was not requested.
  void add(const Asset& asset);
  /// Adds every asset of a range, for example of `Client::assets()`.
  template <std::ranges::input_range Assets>
  void add_all(Assets&& assets) {
    for (const auto& asset : assets) add(asset);
  }

  /// What was left out, one sentence each: place and reason.
  [[nodiscard]] const std::vector<std::string>& skipped() const noexcept;
  /// The file's content: "info", "licenses", "categories", "images", "annotations".
  [[nodiscard]] nlohmann::json json() const;
  /// Writes the file; it appears under its name when it is complete. @throws FileWriteError
  void write(const std::filesystem::path& path) const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace v0_1
}  // namespace kili
