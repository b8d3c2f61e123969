#include "exports/yolo_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "exports/csv_line.hpp"
#include "exports/export_jobs.hpp"
#include "exports/export_shapes.hpp"
#include "exports/labels_to_export.hpp"
#include "exports/yaml_text.hpp"
#include "kili/assets/asset.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::string_view yolo_name = "YOLO";

/// The number as Python writes it: the shortest text with the same value, never an integer.
std::string number_text(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

/// The lines of an object: its box, or the outer ring of each part.
std::string lines_of(const ImageObject& object, AnnotationTool tool, std::size_t class_number,
                     const LossNotes& notes) {
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

bool is_suited_to_yolo(const JobInterface& job) {
  if (job.ml_task() != MlTask::object_detection || !job.has_tools()) return false;
  return std::ranges::all_of(job.tools(), [](const std::string& tool) {
    return tool == "rectangle" || tool == "polygon" || tool == "semantic";
  });
}

YoloFiles::YoloFiles(Ontology ontology, YoloOptions options, FileSink& sink, Losses& losses,
                     YoloExtras extras)
    : ontology_(std::move(ontology)),
      options_(std::move(options)),
      extras_(std::move(extras)),
      sink_(&sink),
      written_(sink),
      losses_(&losses) {
  check_has_images(ontology_, yolo_name);
  auto jobs = jobs_to_export(ontology_, options_.jobs, is_suited_to_yolo, yolo_name);
  if (options_.merged) {
    parts_.push_back({.prefix = {}, .jobs = std::move(jobs), .classes = {}, .class_names = {}});
  } else {
    for (const JobInterface* job : jobs) {
      parts_.push_back(
          {.prefix = name_of_folder(job->name()) + "/", .jobs = {job}, .classes = {}, .class_names = {}});
    }
  }
  for (auto& part : parts_) {
    number_classes(part);
    write_classes(part);
    if (extras_.sets) part.sets = std::make_unique<SetLists>(*extras_.sets, extras_.spools);
  }
}

void YoloFiles::number_classes(Part& part) const {
  for (const JobInterface* job : part.jobs) {
    for (const auto& category : job->categories()) {
      part.classes[&category] = part.class_names.size();
      part.class_names.push_back(options_.merged ? job->name() + "/" + category.name : category.name);
    }
  }
}

void YoloFiles::write_classes(const Part& part) {
  const LossNotes notes(*losses_, {});
  std::string text;
  switch (options_.version) {
    case YoloVersion::v4:
      for (std::size_t i = 0; i < part.class_names.size(); ++i) {
        const std::string name = one_line(part.class_names[i]);
        if (name != part.class_names[i]) {
          notes.add(fmt::format("the name of class {} is written as '{}', on one line", i,
                                support::shown_text(name)));
        }
        text += fmt::format("{} {}\n", i, name);
      }
      written_.write(part.prefix + "classes.txt", {}, text, notes);
      return;
    case YoloVersion::v5:
      text = "names:\n";
      for (std::size_t i = 0; i < part.class_names.size(); ++i)
        text += fmt::format("  {}: {}\n", i, yaml_text(part.class_names[i]));
      break;
    case YoloVersion::v7:
    case YoloVersion::v8:
      for (const auto& name : part.class_names) text += (text.empty() ? "" : ", ") + quoted_yaml_text(name);
      text = fmt::format("nc: {}\nnames: [{}]\n", part.class_names.size(), text);
      break;
  }
  if (extras_.sets) {
    for (const auto set : TrainingSets::names) text += fmt::format("{0}: {0}.txt\n", set);
  }
  written_.write(part.prefix + "data.yaml", {}, text, notes);
}

std::string YoloFiles::lines_of_answer(const Part& part, const ParsedJob& answer, const JobInterface& job,
                                       int rotation, const LossNotes& notes) {
  std::string lines;
  for_each_image_object(
      answer, job, rotation, notes,
      [&](const Annotation& annotation, const std::optional<ImageObject>& object, const LossNotes& here) {
        if (!object) return;
        lines += lines_of(*object, annotation.tool(), part.classes.at(object->category), here);
      });
  return lines;
}

bool YoloFiles::write_lines(Part& part, const Writing& writing, const std::string& image,
                            const std::string& lines, const LossNotes& notes) {
  const bool is_written = written_.write(
      part.prefix + "labels/" + name_beside_image(image, writing.suffix, ".txt"), image, lines, notes);
  // A trainer would take the labels of another image for those of this one.
  if (!is_written) return false;
  if (part.sets && part.listed.insert(image).second)
    part.sets->add(writing.names.external_id(), (part.prefix.empty() ? "./images/" : "../images/") + image);
  return true;
}

void YoloFiles::write_image(Part& part, const Writing& writing, int rotation) {
  std::string lines;
  for (const JobInterface* job : part.jobs) {
    const ParsedJob* answer = writing.label.jobs().find(job->name());
    if (answer != nullptr) lines += lines_of_answer(part, *answer, *job, rotation, writing.notes);
  }
  write_lines(part, writing, writing.names.image(), lines, writing.notes);
}

void YoloFiles::write_frames(Part& part, const Writing& writing) {
  const ParsedJobs& jobs = writing.label.jobs();
  const std::size_t count = jobs.frame_count();
  for (std::size_t frame = 0; frame < count; ++frame) {
    const std::uint64_t number = jobs.frame_number(frame);
    const LossNotes here = writing.notes.at(number);
    std::string lines;
    bool has_objects = false;
    for (const JobInterface* job : part.jobs) {
      const ParsedJob* answer = jobs.find(job->name());
      if (answer == nullptr || answer->frames()[frame].empty()) continue;
      const std::size_t before = losses_->count();
      lines += lines_of_answer(part, answer->frames()[frame], *job, 0, here);
      has_objects = has_objects || !lines.empty() || losses_->count() != before;
    }
    if (!has_objects) continue;
    const auto image = writing.names.frame(number, count);
    if (!image) {
      here.add("the video has no such frame");
      continue;
    }
    if (!write_lines(part, writing, *image, lines, here)) continue;
    if (extras_.video_metadata)
      part.frames[writing.names.external_id()].insert(name_beside_image(*image, {}, {}));
    // Each part has the same media.
    if (&part == &parts_.front() && writing.asset != nullptr)
      note_remote(writing, frame_url(*writing.asset, number), *image);
  }
}

void YoloFiles::add(const Writing& writing) {
  const bool is_video = writing.label.jobs().is_video();
  const std::optional<int> rotation = is_video ? 0 : rotation_of(writing.label, writing.notes);
  if (!rotation) return;
  for (Part& part : parts_) {
    if (is_video) {
      write_frames(part, writing);
    } else {
      write_image(part, writing, *rotation);
    }
  }
  if (!is_video && writing.asset != nullptr)
    note_remote(writing, content_url(*writing.asset), writing.names.image());
}

void YoloFiles::add(const ParsedLabel& label, const ImageNames& names, std::string_view suffix) {
  add(Writing{label, names, suffix, {*losses_, {.external_id = names.external_id()}}, nullptr});
}

void YoloFiles::add(const Asset& asset) {
  const ImageNames names(asset);
  const LossNotes notes(*losses_, {.external_id = names.external_id()});
  for (Part& part : parts_) part.listed.clear();
  for (const auto& [suffix, label] : labels_to_export(asset, ontology_, notes))
    add(Writing{label, names, suffix, notes, &asset});
}

void YoloFiles::note_remote(const Writing& writing, std::string_view url, const std::string& image) const {
  if (!extras_.remote_assets) return;
  if (extras_.remote_assets->size() == 0)
    extras_.remote_assets->append(csv_line({"external id", "url", "label file"}));
  extras_.remote_assets->append(
      csv_line({writing.names.external_id(), url, name_beside_image(image, writing.suffix, ".txt")}));
}

void YoloFiles::finish() {
  const LossNotes notes(*losses_, {});
  for (const Part& part : parts_) {
    if (part.sets) part.sets->write(part.prefix, *sink_);
    if (part.frames.empty()) continue;
    written_.write(part.prefix + "video_meta.json", {},
                   nlohmann::json(part.frames).dump(4, ' ', true, nlohmann::json::error_handler_t::replace),
                   notes);
  }
  if (extras_.remote_assets && extras_.remote_assets->size() > 0) {
    sink_->add_parts("images/remote_assets.csv", extras_.remote_assets->size(),
                     [this] { return extras_.remote_assets->next(); });
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
