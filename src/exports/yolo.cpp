#include "kili/exports/yolo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "exports/export_files.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "kili/labels/geometry.hpp"
#include "parsed_labels/annotation_rules.hpp"

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

std::string without_image_ending(std::string_view name) {
  static constexpr auto extensions =
      std::to_array<std::string_view>({".jpeg", ".jpg", ".png", ".bmp", ".gif", ".webp", ".ico"});
  for (const auto extension : extensions) {
    if (name.size() > extension.size() && name.ends_with(extension))
      return std::string(name.substr(0, name.size() - extension.size()));
  }
  return std::string(name);
}

/// The object as a line, or an empty text when it has no outline.
std::string line_of(const Annotation& annotation, std::size_t class_number, int rotation) {
  if (!annotation.has(Attribute::bounding_poly) || annotation.bounding_poly().empty()) return {};
  // Fractions of the image are pixels of an image of size 1.
  const auto polygon = pixel_polygon(annotation.bounding_poly()[0].normalized_vertices(), {1, 1}, rotation);
  std::string line = std::to_string(class_number);
  const auto append = [&line](double value) { line += " " + number_text(value); };
  if (annotation.is<RectangleAnnotation>()) {
    const auto [left, right] = std::ranges::minmax(polygon, {}, &Point::x);
    const auto [top, bottom] = std::ranges::minmax(polygon, {}, &Point::y);
    append((left.x + right.x) / 2);
    append((top.y + bottom.y) / 2);
    append(right.x - left.x);
    append(bottom.y - top.y);
  } else if (annotation.is<PolygonAnnotation>() || annotation.is<SemanticAnnotation>()) {
    for (const Point& point : polygon) {
      append(point.x);
      append(point.y);
    }
  }
  return line + "\n";
}

/// The name as a quoted YAML string.
std::string quoted(const std::string& name) {
  std::string text = "'";
  for (const char character : name) text += character == '\'' ? std::string("''") : std::string(1, character);
  return text + "'";
}

}  // namespace

struct YoloWriter::Data {
  /// The content of one folder.
  struct Part {
    std::filesystem::path folder;
    std::vector<const JobInterface*> jobs;
    std::map<const CategoryInterface*, std::size_t> classes;
    std::vector<std::string> class_names;  // by number
  };

  std::filesystem::path folder;
  Ontology ontology;
  YoloOptions options;
  std::vector<Part> parts;
  labels::WrittenFiles written;

  void number_classes(Part& part) const {
    for (const JobInterface* job : part.jobs) {
      for (const auto& category : job->categories()) {
        part.classes[&category] = part.class_names.size();
        part.class_names.push_back(options.merged ? job->name() + "/" + category.name : category.name);
      }
    }
  }

  void write_classes(const Part& part) const {
    std::string text;
    switch (options.version) {
      case YoloVersion::v4:
        for (std::size_t i = 0; i < part.class_names.size(); ++i)
          text += fmt::format("{} {}\n", i, part.class_names[i]);
        labels::write_file(labels::file_below(part.folder, "classes.txt", ""), text);
        return;
      case YoloVersion::v5:
        text = "names:\n";
        for (std::size_t i = 0; i < part.class_names.size(); ++i)
          text += fmt::format("  {}: {}\n", i, part.class_names[i]);
        break;
      case YoloVersion::v7:
      case YoloVersion::v8:
        for (const auto& name : part.class_names) text += (text.empty() ? "" : ", ") + quoted(name);
        text = fmt::format("nc: {}\nnames: [{}]\n", part.class_names.size(), text);
        break;
    }
    labels::write_file(labels::file_below(part.folder, "data.yaml", ""), text);
  }

  static std::string lines_of(const Part& part, const JobInterface& job, const ParsedJob& answer,
                              int rotation) {
    std::string lines;
    if (answer.empty()) return lines;
    for (const Annotation& annotation : answer.annotations()) {
      const auto& category =
          labels::find_category(job, annotation.categories()[0].name(), labels::LabelPath(job));
      lines += line_of(annotation, part.classes.at(&category), rotation);
    }
    return lines;
  }

  void write_lines(const Part& part, const std::string& name, const std::string& lines) {
    written.write(labels::file_below(part.folder / "labels", without_image_ending(name), ".txt"), name,
                  lines);
  }

  void write_frames(const Part& part, const ParsedLabel& label, std::string_view external_id) {
    const std::size_t count = label.jobs().frame_count();
    for (std::size_t frame = 0; frame < count; ++frame) {
      std::string lines;
      bool has_objects = false;
      for (const JobInterface* job : part.jobs) {
        const ParsedJob* answer = label.jobs().find(job->name());
        if (answer == nullptr || answer->frames()[frame].empty()) continue;
        has_objects = has_objects || !answer->frames()[frame].annotations().empty();
        lines += lines_of(part, *job, answer->frames()[frame], 0);
      }
      if (has_objects)
        write_lines(part, labels::frame_name(external_id, label.jobs().frame_number(frame), count), lines);
    }
  }

  void add(const ParsedLabel& label, std::string_view external_id) {
    for (const Part& part : parts) {
      if (label.jobs().is_video()) {
        write_frames(part, label, external_id);
        continue;
      }
      std::string lines;
      for (const JobInterface* job : part.jobs) {
        const ParsedJob* answer = label.jobs().find(job->name());
        if (answer != nullptr) lines += lines_of(part, *job, *answer, label.rotation());
      }
      write_lines(part, std::string(external_id), lines);
    }
  }
};

YoloWriter::YoloWriter(std::filesystem::path folder, Ontology ontology, const YoloOptions& options)
    : data_(std::make_unique<Data>(Data{std::move(folder), std::move(ontology), options, {}, {}})) {
  labels::check_has_images(data_->ontology, yolo_name);
  auto jobs = labels::jobs_to_export(data_->ontology, options.jobs, is_suited_to_yolo, yolo_name);
  if (options.merged) {
    data_->parts.push_back({data_->folder, std::move(jobs), {}, {}});
  } else {
    for (const JobInterface* job : jobs) data_->parts.push_back({data_->folder / job->name(), {job}, {}, {}});
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
  data_->add(label, external_id);
}

void YoloWriter::add(const Asset& asset) {
  for (const auto& [name, label] : labels::labels_to_export(asset, data_->ontology)) data_->add(label, name);
}

}  // namespace v0_1
}  // namespace kili
