#include "kili/readers/pascal_voc_reader.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "readers/area_adder.hpp"
#include "readers/class_finder.hpp"
#include "readers/label_per_file_source.hpp"
#include "readers/voc_document.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::uint64_t largest_voc_file = std::uint64_t{64} << 20U;

std::optional<ImageSize> voc_image_size(const VocDocument& document) {
  const auto width = number_in(document.width);
  const auto height = number_in(document.height);
  if (!width || !height || *width <= 0 || *height <= 0) return std::nullopt;
  return ImageSize{*width, *height};
}

class VocSource final : public LabelPerFileSource {
 public:
  VocSource(const std::filesystem::path& path, const Ontology& ontology,
            const PascalVocReaderOptions& options)
      : LabelPerFileSource(interface_of_images(ontology, "Pascal VOC"), options.external_id,
                           options.external_ids),
        is_one_based_(options.one_based),
        outside_(options.outside),
        classes_(this->ontology(), options.job),
        areas_(std::nullopt, losses()) {
    set_files(files_to_read(path, ".xml", losses()));
  }

 private:
  [[nodiscard]] std::optional<std::string> external_id_of(const LabelFile& file, const VocDocument& document,
                                                          std::string& problem) {
    const std::string_view own_name = without_extension(file.name);
    if (document.file_name.empty()) return external_ids().find(own_name, problem);
    if (auto found = external_ids().find(document.file_name, problem)) return found;
    std::string ignored;
    return external_ids().find(own_name, ignored);
  }

  bool read(const LabelFile& file, NewLabel& label) override {
    const std::string place = place_of_file(file.path.string());
    std::string problem;
    const auto content = content_of_file(file.path, largest_voc_file, problem);
    const auto document = content ? read_voc(*content, problem) : std::nullopt;
    auto external_id = document ? external_id_of(file, *document, problem) : std::nullopt;
    if (!external_id) {
      losses().add(place, problem);
      return false;
    }
    const auto size = voc_image_size(*document);
    if (!size && !document->objects.empty()) {
      losses().add(place, fmt::format("its size is '{}' x '{}'; its {} objects are left out",
                                      support::shown_text(document->width, 50),
                                      support::shown_text(document->height, 50), document->objects.size()));
      return false;
    }
    LabelBuilder builder(ontology(), size);
    bool has_objects = document->objects.empty();
    std::size_t number = 0;
    for (const VocObject& object : document->objects) {
      const std::string here = fmt::format("{}, object {} (line {})", place, ++number, object.line);
      const std::string why = add(builder, object, place, here);
      has_objects = has_objects || why.empty();
      if (!why.empty()) losses().add(here, why);
    }
    return complete(label, *std::move(external_id), builder, !has_objects, place, "objects");
  }

  /// @return why the object is left out, or an empty text.
  [[nodiscard]] std::string add(LabelBuilder& builder, const VocObject& object, const std::string& file,
                                const std::string& place) {
    std::array<double, voc_sides.size()> sides{};
    for (std::size_t i = 0; i < sides.size(); ++i) {
      if (!object.box.at(i)) return fmt::format("its bndbox has no {}", voc_sides.at(i));
      const auto number = number_in(*object.box.at(i));
      if (!number) {
        return fmt::format("its {} '{}' is not a number", voc_sides.at(i),
                           support::shown_text(*object.box.at(i), 50));
      }
      sides.at(i) = *number;
    }
    const auto& [left, top, right, bottom] = sides;
    if (right < left || bottom < top) {
      return fmt::format("its bndbox ends at ({}, {}), before it begins at ({}, {})", right, bottom, left,
                         top);
    }
    const double first = is_one_based_ ? 1 : 0;
    const FileArea area{.box = FileBox{.corner = {left - first, top - first}, .opposite = {right, bottom}},
                        .class_name = object.name};
    std::string problem;
    const auto target = classes_.find(object.name, FileShape::box, object.job_name, problem);
    if (!target) return problem;
    problem = areas_.add(builder, *target, area, {.outside = outside_}, file, place).problem;
    if (problem.empty() && !object.others.empty()) {
      const std::vector<std::string> others(object.others.begin(), object.others.end());
      losses().add(place, fmt::format("its box is kept without {}", support::shown_list(others)));
    }
    return problem;
  }

  bool is_one_based_;
  OutsideImage outside_;
  ClassFinder classes_;
  AreaAdder areas_;
};

}  // namespace
}  // namespace labels

PascalVocReader::PascalVocReader(const std::filesystem::path& path, const Ontology& ontology,
                                 const PascalVocReaderOptions& options)
    : LabelReader(std::make_unique<labels::VocSource>(path, ontology, options)) {}

}  // namespace v0_1
}  // namespace kili
