#pragma once

/// @file
/// YOLO files from parsed labels, as Kili's own export writes them.

#include <filesystem>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "kili/export.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

class Asset;

/// Name and format of the list of classes.
enum class YoloVersion {
  v4,  ///< classes.txt with "NUMBER NAME" lines.
  v5,  ///< data.yaml with a mapping from numbers to names.
  v7,  ///< data.yaml with the number of classes and a list of names.
  v8   ///< As v7.
};

/// Options of the files.
struct YoloOptions {
  /// Names of the jobs to write. Not given: all that detect objects with rectangles, polygons and masks only.
  List<std::string> jobs{};
  /// All jobs in one folder, with classes "JOB/CLASS". Otherwise a folder per job, with classes "CLASS".
  bool merged = true;
  YoloVersion version = YoloVersion::v8;
};

/// Writes the labels of a project of images or videos as YOLO text files: a line per object with the number
/// of its class and its box (centre, width, height) or outline, as fractions of the image as it is stored.
/// Classes are numbered in the order of the interface. Files are written as assets are added. The names of
/// classes in data.yaml are quoted where YAML needs it. What YOLO cannot express is left out and named in
/// skipped(); the rest goes on (docs/labels.md, "Files"). Not thread-safe.
class KILI_EXPORT YoloWriter {
 public:
  /// Writes the list of classes. @param folder is created if it does not exist.
  /// @throws ValidationError the project has neither images nor videos, a job does not exist or is not
  /// suitable, or no job is suitable; FileWriteError.
  YoloWriter(std::filesystem::path folder, Ontology ontology, const YoloOptions& options = {});
  YoloWriter(YoloWriter&&) noexcept;
  YoloWriter& operator=(YoloWriter&&) noexcept;
  YoloWriter(const YoloWriter&) = delete;
  YoloWriter& operator=(const YoloWriter&) = delete;
  ~YoloWriter();

  /// Writes "labels/", the name of the image without its extension, ".txt", where trainers look for it. The
  /// name of the image is the one that a listing which downloads media gives it. Of videos, one file for each
  /// frame that has objects, with the number of the frame, counted from 1, after the external id.
  /// @throws FileWriteError
  void add(const ParsedLabel& label, std::string_view external_id);
  /// The same for a listed asset with its fields "externalId" and "latestLabel.jsonResponse",
  /// "latestLabels.jsonResponse" or "labels.jsonResponse"; "content", and of videos "jsonContent", name the
  /// image when media were downloaded. Of several labels each is written, with "_label1" and so on after the
  /// name of the image. @throws FieldError a field was not requested; FileWriteError.
  void add(const Asset& asset);
  /// Writes every asset of a range, for example of `Client::assets()`.
  template <std::ranges::input_range Assets>
  void add_all(Assets&& assets) {
    for (const auto& asset : assets) add(asset);
  }

  /// What was left out, one sentence each: place and reason.
  [[nodiscard]] const std::vector<std::string>& skipped() const noexcept;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace v0_1
}  // namespace kili
