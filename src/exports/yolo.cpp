#include "kili/exports/yolo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "exports/export_files.hpp"
#include "exports/export_names.hpp"
#include "exports/export_shapes.hpp"
#include "exports/losses.hpp"
#include "exports/yaml_text.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr std::string_view yolo_name = "YOLO";

bool is_suited_to_yolo(const JobInterface& job) {
  if (job.ml_task() != MlTask::object_detection || !job.has_tools()) return false;
  return std::ranges::all_of(job.tools(), [](const std::string& tool) {
    return tool == "rectangle" || tool == "polygon" || tool == "semantic";
  });
}

/// The number as Python writes it: the shortest text with the same value, never an integer.
std::string number_text(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

/// The lines of an object: its box, or the outer ring of each part.
std::string lines_of(const labels::ImageObject& object, AnnotationTool tool, std::size_t class_number,
                     const labels::LossNotes& notes) {
  std::string lines;
  const auto append = [&lines](double value) { lines += " " + number_text(value); };
  for (const auto& part : object.parts) {
    lines += std::to_string(class_number);
    if (tool == AnnotationTool::rectangle) {
      const auto [left, right] = std::ranges::minmax(part.outer, {}, &Point::x);
      const auto [top, bottom] = std::ranges::minmax(part.outer, {}, &Point::y);
      append((left.x + right.x) / 2);
      append((top.y + bottom.y) / 2);
      append(right.x - left.x);
      append(bottom.y - top.y);
    } else {
      for (const Point& point : part.outer) {
        append(point.x);
        append(point.y);
      }
    }
    lines += '\n';
    if (!part.holes.empty())
      notes.add(fmt::format("its outer ring is written, without {} holes", part.holes.size()));
  }
  return lines;
}

}  // namespace

struct YoloWriter::Data {
  /// The content of one folder.
  struct Part {
    std::string prefix;  // of its files: empty, or a folder and a slash
    std::vector<const JobInterface*> jobs;
    std::map<const CategoryInterface*, std::size_t> classes;
    std::vector<std::string> class_names;  // by number
  };

  Ontology ontology;
  YoloOptions options;
  std::vector<Part> parts;
  labels::WrittenFiles written;
  labels::Losses losses{};

  void number_classes(Part& part) const {
    for (const JobInterface* job : part.jobs) {
      for (const auto& category : job->categories()) {
        part.classes[&category] = part.class_names.size();
        part.class_names.push_back(options.merged ? job->name() + "/" + category.name : category.name);
      }
    }
  }

  void write_classes(const Part& part) {
    const labels::LossNotes notes(losses, {});
    std::string text;
    switch (options.version) {
      case YoloVersion::v4:
        for (std::size_t i = 0; i < part.class_names.size(); ++i) {
          const std::string name = labels::one_line(part.class_names[i]);
          if (name != part.class_names[i]) {
            notes.add(fmt::format("the name of class {} is written as '{}', on one line", i,
                                  support::shown_text(name)));
          }
          text += fmt::format("{} {}\n", i, name);
        }
        written.write(part.prefix + "classes.txt", {}, text, notes);
        return;
      case YoloVersion::v5:
        text = "names:\n";
        for (std::size_t i = 0; i < part.class_names.size(); ++i)
          text += fmt::format("  {}: {}\n", i, labels::yaml_text(part.class_names[i]));
        break;
      case YoloVersion::v7:
      case YoloVersion::v8:
        for (const auto& name : part.class_names)
          text += (text.empty() ? "" : ", ") + labels::quoted_yaml_text(name);
        text = fmt::format("nc: {}\nnames: [{}]\n", part.class_names.size(), text);
        break;
    }
    written.write(part.prefix + "data.yaml", {}, text, notes);
  }

  static std::string lines_of_answer(const Part& part, const ParsedJob& answer, const JobInterface& job,
                                     int rotation, const labels::LossNotes& notes) {
    std::string lines;
    labels::for_each_image_object(
        answer, job, rotation, notes,
        [&](const Annotation& annotation, const std::optional<labels::ImageObject>& object,
            const labels::LossNotes& here) {
          if (!object) return;
          lines += lines_of(*object, annotation.tool(), part.classes.at(object->category), here);
        });
    return lines;
  }

  void write_lines(const Part& part, const std::string& image, std::string_view suffix,
                   const std::string& lines, const labels::LossNotes& notes) {
    written.write(part.prefix + "labels/" + labels::name_beside_image(image, suffix, ".txt"), image, lines,
                  notes);
  }

  void write_frames(const Part& part, const ParsedLabel& label, const labels::ImageNames& names,
                    std::string_view suffix, const labels::LossNotes& notes) {
    const std::size_t count = label.jobs().frame_count();
    for (std::size_t frame = 0; frame < count; ++frame) {
      const std::uint64_t number = label.jobs().frame_number(frame);
      const labels::LossNotes here = notes.at(number);
      std::string lines;
      bool has_objects = false;
      for (const JobInterface* job : part.jobs) {
        const ParsedJob* answer = label.jobs().find(job->name());
        if (answer == nullptr || answer->frames()[frame].empty()) continue;
        const std::size_t before = losses.sentences().size();
        lines += lines_of_answer(part, answer->frames()[frame], *job, 0, here);
        has_objects = has_objects || !lines.empty() || losses.sentences().size() != before;
      }
      if (!has_objects) continue;
      const auto image = names.frame(number, count);
      if (image) {
        write_lines(part, *image, suffix, lines, here);
      } else {
        here.add("the video has no such frame");
      }
    }
  }

  [[nodiscard]] labels::LossNotes notes_of(const labels::ImageNames& names) {
    return {losses, {.external_id = names.external_id()}};
  }

  void add(const ParsedLabel& label, const labels::ImageNames& names, std::string_view suffix) {
    const labels::LossNotes notes = notes_of(names);
    const bool is_video = label.jobs().is_video();
    const std::optional<int> rotation = is_video ? 0 : labels::rotation_of(label, notes);
    if (!rotation) return;
    for (const Part& part : parts) {
      if (is_video) {
        write_frames(part, label, names, suffix, notes);
        continue;
      }
      std::string lines;
      for (const JobInterface* job : part.jobs) {
        const ParsedJob* answer = label.jobs().find(job->name());
        if (answer != nullptr) lines += lines_of_answer(part, *answer, *job, *rotation, notes);
      }
      write_lines(part, names.image(), suffix, lines, notes);
    }
  }
};

YoloWriter::YoloWriter(std::filesystem::path folder, Ontology ontology, const YoloOptions& options)
    : data_(std::make_unique<Data>(
          Data{std::move(ontology), options, {}, labels::WrittenFiles(std::move(folder))})) {
  labels::check_has_images(data_->ontology, yolo_name);
  auto jobs = labels::jobs_to_export(data_->ontology, options.jobs, is_suited_to_yolo, yolo_name);
  if (options.merged) {
    data_->parts.push_back({{}, std::move(jobs), {}, {}});
  } else {
    for (const JobInterface* job : jobs)
      data_->parts.push_back({labels::name_of_folder(job->name()) + "/", {job}, {}, {}});
  }
  for (auto& part : data_->parts) {
    data_->number_classes(part);
    data_->write_classes(part);
  }
}
YoloWriter::YoloWriter(YoloWriter&&) noexcept = default;
YoloWriter& YoloWriter::operator=(YoloWriter&&) noexcept = default;
YoloWriter::~YoloWriter() = default;

void YoloWriter::add(const ParsedLabel& label, std::string_view external_id) {
  data_->add(label, labels::ImageNames(external_id), {});
}

void YoloWriter::add(const Asset& asset) {
  const labels::ImageNames names(asset);
  const labels::LossNotes notes = data_->notes_of(names);
  for (const auto& [suffix, label] : labels::labels_to_export(asset, data_->ontology, notes))
    data_->add(label, names, suffix);
}

const std::vector<std::string>& YoloWriter::skipped() const noexcept { return data_->losses.sentences(); }

}  // namespace v0_1
}  // namespace kili
