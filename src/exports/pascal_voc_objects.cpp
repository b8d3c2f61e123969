#include "exports/pascal_voc_objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "exports/export_shapes.hpp"
#include "exports/xml_text.hpp"
#include "kili/labels/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::string_view rectangle_tool = "rectangle";

bool has_only_rectangles(const JobInterface& job) {
  return std::ranges::all_of(job.tools(), [](const std::string& tool) { return tool == rectangle_tool; });
}

/// Rounds half to even, as Python does.
std::int64_t whole_pixels(double value) noexcept { return static_cast<std::int64_t>(std::nearbyint(value)); }

/// A side of no length is none for readers: it gets a pixel of the image.
bool widen_to_a_pixel(std::int64_t& low, std::int64_t& high, std::int64_t side) noexcept {
  if (low != high) return false;
  low = std::min(low, side - 1);
  high = low + 1;
  return true;
}

/// The box around the ring, whose vertices are fractions of the image.
PascalVocBox box_around(const Ring& ring, ImageSize size, const LossNotes& notes) {
  const auto [left, right] = std::ranges::minmax(ring, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(ring, {}, &Point::y);
  const double low_x = left.x;
  const double high_x = right.x;
  const double low_y = top.y;
  const double high_y = bottom.y;
  constexpr double rounding = 1e-6;  // of fractions that were computed
  const bool is_upright = std::ranges::all_of(ring, [&](const Point& vertex) {
    return std::min(vertex.x - low_x, high_x - vertex.x) <= rounding &&
           std::min(vertex.y - low_y, high_y - vertex.y) <= rounding;
  });
  if (!is_upright) notes.add("its corners are not those of an upright box; the box around them is written");
  PascalVocBox box{.left = whole_pixels(low_x * size.width),
                   .right = whole_pixels(high_x * size.width),
                   .top = whole_pixels(low_y * size.height),
                   .bottom = whole_pixels(high_y * size.height)};
  const bool was_narrow = widen_to_a_pixel(box.left, box.right, whole_pixels(size.width));
  const bool was_flat = widen_to_a_pixel(box.top, box.bottom, whole_pixels(size.height));
  if (was_narrow || was_flat) notes.add("a side of less than a pixel is written as one pixel");
  return box;
}

void note_changed_name(std::string_view kind, const std::string& name, const LossNotes& notes) {
  if (fits_xml(name)) return;
  notes.add(fmt::format("XML lacks characters of its {} '{}'; U+FFFD is written for them", kind,
                        support::shown_text(name)));
}

/// The classes of the annotation that the job has.
std::vector<std::string> classes_of(const Annotation& annotation, const JobInterface& job,
                                    const LossNotes& notes) {
  std::vector<std::string> names;
  try {
    const CategoryList& categories = annotation.categories();
    if (categories.empty()) notes.add("it has no class");
    for (const Category& chosen : categories) {
      const CategoryInterface* category = class_named(chosen.name(), job, notes);
      if (category == nullptr) continue;
      names.push_back(category->name);
      note_changed_name("class", category->name, notes);
    }
  } catch (const LabelError& error) {
    notes.add(error.what());
  }
  return names;
}

/// Why the annotation is not written as a box, or an empty text.
std::string tool_problem(const Annotation& annotation, const JobInterface& job) {
  const AnnotationTool tool = annotation.tool();
  if (tool == AnnotationTool::rectangle) return {};
  if (tool == AnnotationTool::absent) {
    return has_only_rectangles(job) ? std::string() : "Pascal VOC has boxes only, and it has no tool";
  }
  return fmt::format("Pascal VOC has boxes only, and its tool is {}",
                     tool == AnnotationTool::other ? "another" : to_string(tool));
}

}  // namespace

bool is_suited_to_pascal_voc(const JobInterface& job) {
  if (job.ml_task() != MlTask::object_detection || !job.has_tools()) return false;
  return std::ranges::any_of(job.tools(), [](const std::string& tool) { return tool == rectangle_tool; });
}

void append_pascal_voc_objects(std::vector<PascalVocObject>& objects, const ParsedJob& answer,
                               const JobInterface& job, ImageSize size, int rotation,
                               const LossNotes& notes) {
  for_each_annotation(answer, job, notes, [&](const Annotation& annotation, const LossNotes& here) {
    if (const std::string problem = tool_problem(annotation, job); !problem.empty()) {
      here.add(problem);
      return;
    }
    const auto parts = parts_in_image(annotation, rotation, here);
    if (parts.empty()) return;
    const auto classes = classes_of(annotation, job, here);
    if (classes.empty()) return;
    note_changed_name("job", job.name(), here);
    for (const AreaPart& part : parts) {
      if (!part.holes.empty()) {
        here.add(fmt::format("the box of its outer ring is written, without {} holes", part.holes.size()));
      }
      const PascalVocBox box = box_around(part.outer, size, here);
      for (const auto& name : classes) objects.push_back({.box = box, .category = name, .job = job.name()});
    }
  });
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
