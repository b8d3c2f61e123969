#pragma once

/// @file
/// COCO files from parsed labels, as Kili's own export writes them.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

class Asset;

/// Options of a COCO file.
struct CocoOptions {
  /// ISO 8601 date for "info". Empty: now.
  std::string date_created{};
  /// Names of the jobs to write. Not given: all that detect objects with rectangles or masks.
  List<std::string> jobs{};
  /// All jobs in one file, with categories "JOB/CLASS". Otherwise one job, with categories "CLASS".
  bool merged = true;
  /// Name of the project, for "info".
  std::string title{};
};

/// Collects the outlines of the labels of a project of images or videos and writes them as one COCO file. An
/// image is an asset, or a frame of a video. Not thread-safe.
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

  /// Adds an asset with its label. Its file is called "data/" and the external id.
  /// @param size of the image as it is stored; boxes and outlines of turned images are turned back.
  /// @throws ValidationError the size is not usable; LabelError the label lacks what COCO needs.
  void add(const ParsedLabel& label, std::string_view external_id, ImageSize size);
  /// Adds a listed asset with its fields "externalId", "resolution.width", "resolution.height", and
  /// "latestLabel.jsonResponse", "latestLabels.jsonResponse" or "labels.jsonResponse". When it has several
  /// labels, each is an image of its own, "_label1" and so on.
  /// @throws FieldError a field was not requested or is null; otherwise as above.
  void add(const Asset& asset);
  /// Adds every asset of a range, for example of `Client::assets()`.
  template <std::ranges::input_range Assets>
  void add_all(Assets&& assets) {
    for (const auto& asset : assets) add(asset);
  }

  /// Number of annotations that COCO cannot express: without outline, with less than 3 vertices, without
  /// area.
  [[nodiscard]] std::size_t skipped() const noexcept;
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
