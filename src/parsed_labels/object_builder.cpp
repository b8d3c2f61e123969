#include <fmt/format.h>

#include <algorithm>

#include "kili/errors.hpp"
#include "kili/labels/answers_builder.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/label_draft.hpp"
#include "parsed_labels/number.hpp"
#include "parsed_labels/outlines.hpp"
#include "parsed_labels/pdf_places.hpp"
#include "parsed_labels/placed_points.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"

namespace kili {
inline namespace v0_1 {

using detail::AnnotationData;
using detail::LabelAccess;
using labels::PartsOfRings;
using labels::PointPlacer;

namespace {

BoundingPoly outline_of(std::vector<Point> ring, const JobInterface& job, AnnotationTool tool) {
  auto outline = LabelAccess::make_bounding_poly(job, tool);
  outline.set_normalized_vertices(std::move(ring));
  return outline;
}

/// A part is a list of outlines; several parts are a list of such lists.
void put_outlines(AnnotationData& data, const JobInterface& job, PartsOfRings parts,
                  const ObjectOptions& options) {
  if (labels::has_places(job)) {
    labels::add_place(data, job, parts, *options.page);
    return;
  }
  auto& list = data.bounding_poly;
  LabelAccess::set_tool(list, data.tool);
  LabelAccess::set_present(list);
  auto& outlines = LabelAccess::items(list);
  for (auto& rings : parts) {
    for (auto& ring : rings) outlines.push_back(outline_of(std::move(ring), job, data.tool));
    if (parts.size() > 1) LabelAccess::part_ends(list).push_back(static_cast<std::uint32_t>(outlines.size()));
  }
}

PointPlacer placer_of(const ParsedJob& answer, std::string_view category, const ObjectOptions& options,
                      std::optional<ImageSize> size) {
  return {answer.interface(), category, options.unit, options.outside, size};
}

void check_page(const PointPlacer& placer, const JobInterface& job, const ObjectOptions& options,
                AnnotationTool tool) {
  if (!labels::has_places(job)) {
    if (options.page) placer.refuse("only objects in PDFs have a page");
    return;
  }
  if (!options.page) placer.refuse("an object in a PDF is on a page; set page");
  if (*options.page < 0)
    placer.refuse(fmt::format("the page {} is negative; pages count from 0", *options.page));
  if (tool != AnnotationTool::polygon && tool != AnnotationTool::rectangle &&
      tool != AnnotationTool::semantic) {
    placer.refuse(fmt::format("objects of the tool {} are not drawn in PDFs", to_string(tool)));
  }
}

}  // namespace

/// An object with everything but its shape.
std::unique_ptr<AnnotationData> AnswersBuilder::new_object(const ParsedJob& answer, std::string_view category,
                                                           AnnotationTool tool,
                                                           const ObjectOptions& options) const {
  const JobInterface& job = answer.interface();
  auto data = std::make_unique<AnnotationData>(job);
  data->tool = tool;
  labels::check_tool(*data, job, labels::LabelPath(job));
  data->categories.add_category(
      category, options.confidence ? std::optional<double>(options.confidence->percent()) : std::nullopt);
  const PointPlacer placer(job, category, CoordinateUnit::fractions, OutsideImage::refuse, std::nullopt);
  check_page(placer, job, options, tool);
  if (frame_) {
    data->is_key_frame = options.is_key_frame.value_or(true);
  } else if (options.is_key_frame) {
    placer.refuse("only objects in frames of videos have key frames");
  }
  if (options.score) data->score = labels::to_number(options.score->percent());
  data->mid = draft_->new_mid(options.mid, job, frame_);
  return data;
}

AnnotationBuilder AnswersBuilder::add_box(std::string_view job, std::string_view category,
                                          const PixelBox& box, const ObjectOptions& options) {
  if (box.width < 0 || box.height < 0) {
    const ParsedJob& answer = answer_to(job, MlTask::object_detection, "objects");
    placer_of(answer, category, options, draft_->image_size)
        .refuse(fmt::format("the box has the size {} x {}; sides are not negative", box.width, box.height));
  }
  return add_box(job, category, Point{box.x, box.y}, Point{box.x + box.width, box.y + box.height}, options);
}

AnnotationBuilder AnswersBuilder::add_box(std::string_view job, std::string_view category, Point corner,
                                          Point opposite, const ObjectOptions& options) {
  ParsedJob& answer = answer_to(job, MlTask::object_detection, "objects");
  auto data = new_object(answer, category, AnnotationTool::rectangle, options);
  const auto placer = placer_of(answer, category, options, draft_->image_size);
  put_outlines(*data, answer.interface(), {{placer.rectangle(corner, opposite)}}, options);
  return add(answer, std::move(data));
}

AnnotationBuilder AnswersBuilder::add_polygon(std::string_view job, std::string_view category,
                                              std::span<const Point> ring, const ObjectOptions& options) {
  return add_polygon(job, category, ring, {}, options);
}

AnnotationBuilder AnswersBuilder::add_polygon(std::string_view job, std::string_view category,
                                              std::span<const Point> ring,
                                              std::span<const std::vector<Point>> holes,
                                              const ObjectOptions& options) {
  ParsedJob& answer = answer_to(job, MlTask::object_detection, "objects");
  auto data = new_object(answer, category, AnnotationTool::polygon, options);
  const auto placer = placer_of(answer, category, options, draft_->image_size);
  std::vector<std::vector<Point>> rings{placer.ring(ring)};
  for (const auto& hole : holes) rings.push_back(placer.ring(hole));
  put_outlines(*data, answer.interface(), {std::move(rings)}, options);
  return add(answer, std::move(data));
}

AnnotationBuilder AnswersBuilder::add_mask(std::string_view job, std::string_view category,
                                           std::span<const MaskPart> parts, const ObjectOptions& options) {
  ParsedJob& answer = answer_to(job, MlTask::object_detection, "objects");
  auto data = new_object(answer, category, AnnotationTool::semantic, options);
  const auto placer = placer_of(answer, category, options, draft_->image_size);
  if (parts.empty()) placer.refuse("the mask has no parts");
  PartsOfRings placed;
  for (const MaskPart& part : parts) {
    auto& rings = placed.emplace_back();
    rings.push_back(placer.ring(part.outer));
    for (const auto& hole : part.holes) rings.push_back(placer.ring(hole));
  }
  put_outlines(*data, answer.interface(), std::move(placed), options);
  return add(answer, std::move(data));
}

namespace {

/// The outlines as fractions: the mask covers the image in any resolution.
std::vector<MaskPart> fractions_of(const BinaryMask& mask) {
  auto parts = mask_outlines(mask);
  const auto scale = [&mask](std::vector<Point>& ring) {
    for (Point& point : ring) {
      point = {point.x / static_cast<double>(mask.width), point.y / static_cast<double>(mask.height)};
    }
  };
  for (MaskPart& part : parts) {
    scale(part.outer);
    for (auto& hole : part.holes) scale(hole);
  }
  return parts;
}

ObjectOptions in_fractions(const ObjectOptions& options) {
  ObjectOptions changed = options;
  changed.unit = CoordinateUnit::fractions;
  return changed;
}

}  // namespace

std::optional<AnnotationBuilder> AnswersBuilder::add_mask(std::string_view job, std::string_view category,
                                                          const BinaryMask& mask,
                                                          const ObjectOptions& options) {
  // A mask without pixels is refused for the same reasons as one that has some.
  static_cast<void>(new_object(answer_to(job, MlTask::object_detection, "objects"), category,
                               AnnotationTool::semantic, options));
  const auto parts = fractions_of(mask);
  if (parts.empty()) return std::nullopt;
  return add_mask(job, category, parts, in_fractions(options));
}

std::vector<AnnotationBuilder> AnswersBuilder::add_mask_parts(std::string_view job, std::string_view category,
                                                              const BinaryMask& mask,
                                                              const ObjectOptions& options) {
  const ParsedJob& answer = answer_to(job, MlTask::object_detection, "objects");
  if (!options.mid.empty()) {
    placer_of(answer, category, in_fractions(options), std::nullopt)
        .refuse("the parts are objects of their own; leave mid empty");
  }
  static_cast<void>(new_object(answer, category, AnnotationTool::semantic, options));
  std::vector<AnnotationBuilder> added;
  for (const MaskPart& part : fractions_of(mask)) {
    added.push_back(add_mask(job, category, std::span(&part, 1), in_fractions(options)));
  }
  return added;
}

namespace {

/// The tool for lines that the job has.
AnnotationTool line_tool(const JobInterface& job) {
  const auto tools = job.tools();
  const auto has = [&tools](std::string_view tool) {
    return std::find(tools.begin(), tools.end(), tool) != tools.end();
  };
  return has("vector") && !has("polyline") ? AnnotationTool::vector : AnnotationTool::polyline;
}

detail::VertexList vertices_of(std::vector<Point> points) {
  detail::VertexList vertices;
  vertices.points = std::move(points);
  return vertices;
}

}  // namespace

AnnotationBuilder AnswersBuilder::add_polyline(std::string_view job, std::string_view category,
                                               std::span<const Point> vertices,
                                               const ObjectOptions& options) {
  ParsedJob& answer = answer_to(job, MlTask::object_detection, "objects");
  auto data = new_object(answer, category, line_tool(answer.interface()), options);
  const auto placer = placer_of(answer, category, options, draft_->image_size);
  if (vertices.size() < 2) {
    placer.refuse(fmt::format("a line has at least 2 vertices, not {}", vertices.size()));
  }
  data->polyline = vertices_of(placer.placed(vertices));
  return add(answer, std::move(data));
}

AnnotationBuilder AnswersBuilder::add_marker(std::string_view job, std::string_view category, Point point,
                                             const ObjectOptions& options) {
  ParsedJob& answer = answer_to(job, MlTask::object_detection, "objects");
  auto data = new_object(answer, category, AnnotationTool::marker, options);
  data->point = vertices_of({placer_of(answer, category, options, draft_->image_size).placed(point)});
  return add(answer, std::move(data));
}

namespace {

/// The point that the interface lists for the code; null when the interface lists none.
const PosePointInterface* point_of(const CategoryInterface& category, const std::string& code,
                                   const PointPlacer& placer) {
  if (code.empty()) placer.refuse("a point of the pose has no code");
  const auto& known = category.points;
  if (known.empty()) return nullptr;
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const PosePointInterface& point) { return point.code == code; });
  if (found != known.end()) return &*found;
  placer.refuse(fmt::format("the pose has no point '{}'{}", support::shown_text(code),
                            support::did_you_mean(code, known, [](const PosePointInterface& point) {
                              return std::string_view(point.code);
                            })));
}

}  // namespace

AnnotationBuilder AnswersBuilder::add_pose(std::string_view job_name, std::string_view category,
                                           std::span<const PoseVertex> points, const ObjectOptions& options) {
  ParsedJob& answer = answer_to(job_name, MlTask::object_detection, "objects");
  const JobInterface& job = answer.interface();
  auto data = new_object(answer, category, AnnotationTool::pose, options);
  const auto placer = placer_of(answer, category, options, draft_->image_size);
  if (points.empty()) placer.refuse("the pose has no points");
  auto& pose = data->rare_parts().points.emplace();
  for (const PoseVertex& vertex : points) {
    labels::check_is_utf8(vertex.code, "code", job);
    const PosePointInterface* known = point_of(*job.find_category(category), vertex.code, placer);
    const bool is_there = std::any_of(pose.begin(), pose.end(),
                                      [&](const PosePoint& other) { return other.code() == vertex.code; });
    if (is_there) {
      placer.refuse(fmt::format("the point '{}' is there already", support::shown_text(vertex.code)));
    }
    auto point = std::make_unique<AnnotationData>(job);
    point->tool = AnnotationTool::marker;
    point->point = vertices_of({placer.placed(vertex.point)});
    point->mid = draft_->new_mid({}, job, frame_);
    point->rare_parts().code = vertex.code;
    if (known != nullptr && !known->name.empty()) point->rare_parts().name = known->name;
    point->rare_parts().job_name = job.name();
    pose.push_back(LabelAccess::make_pose_point(job, std::move(point)));
  }
  return add(answer, std::move(data));
}

}  // namespace v0_1
}  // namespace kili
