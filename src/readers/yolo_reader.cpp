#include "kili/readers/yolo_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "readers/area_adder.hpp"
#include "readers/class_finder.hpp"
#include "readers/label_per_file_source.hpp"
#include "readers/yolo_classes.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_yolo_file = std::uint64_t{64} << 20U;
/// Losses of one file that are told one by one.
constexpr std::size_t most_told_lines = 1000;

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\v\f";
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(blanks), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

class YoloSource final : public LabelPerFileSource {
 public:
  YoloSource(const fs::path& folder, const Ontology& ontology, const YoloReaderOptions& options)
      : LabelPerFileSource(interface_of_images(ontology, "YOLO"), options.external_id, options.external_ids),
        folder_(place_of_file(folder.string())),
        outside_(options.outside),
        classes_(this->ontology(), options.job),
        areas_(options.tool, losses()) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
      throw FileError(fmt::format("{}: there is no such folder", place_of_file(folder.string())));
    const fs::path labels = folder_of_labels(folder);
    const fs::path classes = options.classes.empty() ? find_yolo_classes(folder, labels) : options.classes;
    class_names_ = read_yolo_classes(classes, losses());
    std::vector<LabelFile> files = files_to_read(labels, ".txt", losses());
    std::erase_if(files, [&](const LabelFile& file) {
      std::error_code ignored;
      return file.name == "classes.txt" || fs::equivalent(file.path, classes, ignored);
    });
    set_files(std::move(files));
  }

 private:
  bool read(const LabelFile& file, NewLabel& label) override {
    const std::string place = place_of_file(file.path.string());
    std::string problem;
    auto external_id = external_ids().find(without_extension(file.name), problem);
    const auto content = external_id ? content_of_file(file.path, largest_yolo_file, problem) : std::nullopt;
    if (!content) {
      losses().add(place, problem);
      return false;
    }
    LabelBuilder builder(ontology());
    std::size_t objects = 0;
    std::size_t lost = 0;
    std::size_t number = 0;
    for (std::string_view rest = *content; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const auto words = words_of(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      ++number;
      if (words.empty()) continue;
      const std::string here = fmt::format("{}, line {}", place, number);
      const std::string why = add(builder, words, here);
      (why.empty() ? objects : lost) += 1;
      if (!why.empty() && lost <= most_told_lines) losses().add(here, why);
    }
    if (lost > most_told_lines)
      losses().add(place, fmt::format("{} further lines are left out as well", lost - most_told_lines));
    return complete(label, *std::move(external_id), builder, objects == 0 && lost > 0, place, "lines");
  }

  /// @return why the line is left out, or an empty text.
  [[nodiscard]] std::string add(LabelBuilder& builder, const std::vector<std::string_view>& words,
                                const std::string& place) {
    std::vector<double> numbers;
    numbers.reserve(words.size());
    for (const std::string_view word : words) {
      const auto number = number_in(word);
      if (!number) return fmt::format("'{}' is not a number", support::shown_text(word, 50));
      numbers.push_back(*number);
    }
    // The class, then a box, or an outline of at least three vertices; then perhaps a confidence.
    const std::size_t count = numbers.size();
    const bool is_box = count == 5 || count == 6;
    if (count < 5)
      return fmt::format("it has {} numbers; a class and a box have 5, an outline has more", count);
    const double index = numbers.front();
    if (index < 0 || index >= static_cast<double>(class_names_.size()) || std::floor(index) != index) {
      return fmt::format("there is no class {}; the classes are 0 to {}", words.front(),
                         class_names_.size() - 1);
    }
    const std::string& name = class_names_[static_cast<std::size_t>(index)];
    ObjectOptions options{.outside = outside_, .unit = CoordinateUnit::fractions};
    if (count % 2 == 0) {
      const double confidence = numbers.back();
      if (confidence < 0 || confidence > 1)
        return fmt::format("its last number {} is not a confidence from 0 to 1", words.back());
      options.confidence = Confidence::from_probability(confidence);
      numbers.pop_back();
    }
    FileArea area{.class_name = name};
    if (is_box) {
      const double half_width = numbers[3] / 2;
      const double half_height = numbers[4] / 2;
      if (half_width < 0 || half_height < 0)
        return fmt::format("its box has the size {} x {}; sides are not negative", words[3], words[4]);
      area.box = FileBox{.corner = {numbers[1] - half_width, numbers[2] - half_height},
                         .opposite = {numbers[1] + half_width, numbers[2] + half_height}};
    } else {
      auto& outer = area.parts.emplace_back().outer;
      for (std::size_t i = 1; i < numbers.size(); i += 2) outer.push_back({numbers[i], numbers[i + 1]});
    }
    std::string problem;
    const auto target = classes_.find(name, is_box ? FileShape::box : FileShape::outline, {}, problem);
    return target ? areas_.add(builder, *target, area, std::move(options), folder_, place).problem : problem;
  }

  std::string folder_;
  OutsideImage outside_;
  ClassFinder classes_;
  AreaAdder areas_;
  std::vector<std::string> class_names_;
};

}  // namespace
}  // namespace labels

YoloReader::YoloReader(const std::filesystem::path& folder, const Ontology& ontology,
                       const YoloReaderOptions& options)
    : LabelReader(std::make_unique<labels::YoloSource>(folder, ontology, options)) {}

}  // namespace v0_1
}  // namespace kili
