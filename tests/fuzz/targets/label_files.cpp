#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "kili/errors.hpp"
#include "kili/labels/check_label.hpp"
#include "kili/readers/coco_reader.hpp"
#include "kili/readers/geojson_reader.hpp"
#include "kili/readers/pascal_voc_reader.hpp"
#include "kili/readers/yolo_reader.hpp"
#include "readers/run_length_masks.hpp"
#include "readers/yaml_names.hpp"
#include "support/text.hpp"

namespace kili::fuzz {
namespace {

const Ontology& label_files_interface() {
  static const Ontology ontology = Ontology::parse(
      R"({"jobs": {"BOXES": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "tools": ["rectangle"],)"
      R"( "content": {"input": "radio", "categories": {"CAR": {"children": ["HOW"], "name": "Car"}}}},)"
      R"( "SHAPES": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "tools": ["polygon", "marker",)"
      R"( "polyline"], "content": {"input": "checkbox", "categories": {"ROOF": {"children": [], "name": "Roof"}}}},)"
      R"( "MASKS": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "tools": ["semantic"],)"
      R"( "content": {"input": "radio", "categories": {"SKY": {"children": [], "name": "Sky"}}}},)"
      R"( "KIND": {"mlTask": "CLASSIFICATION", "required": 0, "isChild": false, "content": {"input": "checkbox",)"
      R"( "categories": {"A": {"children": ["HOW"], "name": "A"}, "B": {"children": [], "name": "B"}}}},)"
      R"( "HOW": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": true, "content": {"input": "textField"}}}})",
      InputType::image);
  return ontology;
}

/// What a reader gives fits the interface, and what it tells can be shown.
void check_label_reader(LabelReader& reader) {
  for (const NewLabel& label : reader) {
    require(!label.external_id.empty() && support::is_valid_utf8(label.external_id),
            "a label that is read has an external id");
    for (const LabelFinding& finding : check_label_text(label.json_response.text(), label_files_interface()))
      require(finding.kind != LabelFindingKind::error, "a label that is read fits the interface");
  }
  for (const std::string& sentence : reader.skipped()) {
    require(support::is_valid_utf8(sentence) && sentence.find_first_of("\n\r\x1b") == std::string::npos,
            "a loss is a sentence on one line");
    require(sentence.size() < 2000, "a loss is no book");
  }
}

/// A file in memory.
class LabelFileInMemory {
 public:
  LabelFileInMemory() : descriptor_(::memfd_create("kili-fuzz", MFD_CLOEXEC)) {
    require(descriptor_ >= 0, "there is a file in memory");
  }
  [[nodiscard]] std::string filled(std::string_view content) const {
    require(::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, content.data(), content.size(), 0) ==
                                                    static_cast<ssize_t>(content.size()),
            "the file in memory is written");
    return "/proc/self/fd/" + std::to_string(descriptor_);
  }

 private:
  int descriptor_;
};

template <typename Reader>
void check_label_file(std::string_view content) {
  static const LabelFileInMemory file;
  const std::string path = file.filled(content);
  static_cast<void>(parses<ValidationError>([&] {
    Reader reader(path, label_files_interface());
    check_label_reader(reader);
  }));
}

/// Images of many pixels take their time, and find nothing more.
bool has_large_numbers(std::string_view content) {
  std::size_t digits = 0;
  return std::ranges::any_of(content, [&digits](char c) {
    digits = support::is_digit(c) ? digits + 1 : 0;
    return digits > 4 || c == 'e' || c == 'E';
  });
}

void check_yolo_lines(std::string_view content) {
  static const std::filesystem::path folder = [] {
    std::string pattern = (std::filesystem::temp_directory_path() / "kili-fuzz-XXXXXX").string();
    require(::mkdtemp(pattern.data()) != nullptr, "there is a folder");
    std::ofstream(std::filesystem::path(pattern) / "classes.txt") << "CAR\nROOF\nSKY\n";
    std::filesystem::create_directory(std::filesystem::path(pattern) / "labels");
    return std::filesystem::path(pattern);
  }();
  std::ofstream(folder / "labels" / "a.txt", std::ios::binary) << content;
  YoloReader reader(folder, label_files_interface());
  check_label_reader(reader);
}

void check_yaml_names(std::string_view content) {
  static_cast<void>(parses<ValidationError>([&] {
    for (const std::string& name : labels::yaml_names(content).names)
      require(support::is_valid_utf8(name), "names of classes are UTF-8");
  }));
}

void check_run_lengths(std::string_view content) {
  constexpr std::uint32_t width = 17;
  constexpr std::uint32_t height = 13;
  std::string problem;
  const auto runs = labels::decompressed_runs(content, problem);
  if (!problem.empty()) return;
  const auto parts = labels::outlines_of_runs(runs, width, height, problem);
  require(parts.empty() != problem.empty(), "run lengths have outlines, or there is a reason");
  for (const MaskPart& part : parts) {
    require(part.outer.size() >= 4, "a part of a mask has four corners");
    for (const Point& point : part.outer)
      require(point.x >= 0 && point.x <= width && point.y >= 0 && point.y <= height,
              "an outline lies in its image");
  }
}

}  // namespace

void fuzz_label_files(std::string_view input) {
  const std::string_view format = take_until(input, "\n");
  if (format == "coco" && !has_large_numbers(input)) check_label_file<CocoReader>(input);
  if (format == "geojson") check_label_file<GeoJsonReader>(input);
  if (format == "voc") check_label_file<PascalVocReader>(input);
  if (format == "yolo") check_yolo_lines(input);
  if (format == "yaml") check_yaml_names(input);
  if (format == "runs") check_run_lengths(input);
}

}  // namespace kili::fuzz
