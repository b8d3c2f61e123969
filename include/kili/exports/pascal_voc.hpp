#pragma once

/// @file
/// Pascal VOC files from parsed labels, as Kili's own export writes them.

#include <filesystem>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "kili/export.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

class Asset;

/// Options of the files.
struct PascalVocOptions {
  /// Names of the jobs to write. Not given: all that detect objects with rectangles, if not only so.
  List<std::string> jobs{};
};

/// Writes the rectangles of the labels of a project of images or videos as Pascal VOC files: an XML file per
/// image with its size and a box in whole pixels for each object and class, in the image as it is stored.
/// Files are written as assets are added. What Pascal VOC cannot express, such as polygons and masks, is left
/// out and named in skipped(); the rest goes on (docs/labels.md, "Files"). Not thread-safe.
class KILI_EXPORT PascalVocWriter {
 public:
  /// @param folder is created with the first file if it does not exist.
  /// @throws ValidationError the project has neither images nor videos, a job does not exist or has no
  /// rectangles, or no job has.
  PascalVocWriter(std::filesystem::path folder, Ontology ontology, const PascalVocOptions& options = {});
  PascalVocWriter(PascalVocWriter&&) noexcept;
  PascalVocWriter& operator=(PascalVocWriter&&) noexcept;
  PascalVocWriter(const PascalVocWriter&) = delete;
  PascalVocWriter& operator=(const PascalVocWriter&) = delete;
  ~PascalVocWriter();

  /// Writes "labels/", the external id, ".xml". Of videos, one file for each frame of the label, with the
  /// number of the frame, counted from 1, after the external id. An external id that cannot be the name of a
  /// file is changed as a listing which downloads media does.
  /// @param size of the image as it is stored, in pixels, 1 to 1e9.
  /// @throws ValidationError the size is not usable; FileWriteError.
  void add(const ParsedLabel& label, std::string_view external_id, ImageSize size);
  /// The same for a listed asset with its fields "externalId", "resolution.width", "resolution.height", and
  /// "latestLabel.jsonResponse", "latestLabels.jsonResponse" or "labels.jsonResponse". "content", and of
  /// videos "jsonContent", name the image when media were downloaded; the size is read from that file, or
  /// the first frame, when the service does not know it. Of several labels each is written, with "_label1"
  /// and so on after the external id or the number of the frame.
  /// @throws FieldError a field was not requested; FileWriteError.
  void add(const Asset& asset);
  /// Writes every asset of a range, for example of `Client::assets()`.
  template <std::ranges::input_range Assets>
  void add_all(Assets&& assets) {
    for (const auto& asset : assets) add(asset);
  }

  /// What was left out or changed, one sentence each: place and reason.
  [[nodiscard]] const std::vector<std::string>& skipped() const noexcept;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace v0_1
}  // namespace kili
