#include "readers/area_adder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

FileBox box_around(const std::vector<MaskPart>& parts) {
  if (parts.front().outer.empty()) return {};
  FileBox box{.corner = parts.front().outer.front(), .opposite = parts.front().outer.front()};
  for (const MaskPart& part : parts) {
    for (const Point& point : part.outer) {
      box.corner = {std::min(box.corner.x, point.x), std::min(box.corner.y, point.y)};
      box.opposite = {std::max(box.opposite.x, point.x), std::max(box.opposite.y, point.y)};
    }
  }
  return box;
}

}  // namespace

std::optional<FileBox> upright_box(const std::vector<Point>& ring) {
  const bool is_closed = ring.size() == 5 && ring.front() == ring.back();
  if (ring.size() != 4 && !is_closed) return std::nullopt;
  // Each corner shares one coordinate with the next, x and y in turn.
  const bool first_shares_x = ring[0].x == ring[1].x;
  for (std::size_t i = 0; i < 4; ++i) {
    const Point& here = ring[i];
    const Point& next = ring[(i + 1) % 4];
    const bool shares_x = (i % 2 == 0) == first_shares_x;
    if (shares_x ? here.x != next.x : here.y != next.y) return std::nullopt;
  }
  if (ring[0].x == ring[2].x || ring[0].y == ring[2].y) return std::nullopt;
  return FileBox{.corner = ring[0], .opposite = ring[2]};
}

AreaAdder::AreaAdder(std::optional<AnnotationTool> tool, FileLosses& losses) : tool_(tool), losses_(&losses) {
  const bool has_area = !tool || *tool == AnnotationTool::polygon || *tool == AnnotationTool::rectangle ||
                        *tool == AnnotationTool::semantic;
  if (!has_area) throw ValidationError("tool: give rectangle, polygon or semantic, which have an area");
}

AnnotationTool AreaAdder::tool_of(const ClassTarget& target, const FileArea& area) const {
  const JobInterface& job = *target.job;
  if (area.parts.empty()) return AnnotationTool::rectangle;
  const bool has_rectangle = has_tool(job, AnnotationTool::rectangle);
  const bool has_polygon = has_tool(job, AnnotationTool::polygon);
  const bool has_semantic = has_tool(job, AnnotationTool::semantic);
  if (area.tool && has_tool(job, *area.tool)) return *area.tool;
  if (tool_ && has_tool(job, *tool_)) return *tool_;
  if (area.outline_may_be_box && has_rectangle && area.parts.size() == 1 &&
      area.parts.front().holes.empty() && upright_box(area.parts.front().outer)) {
    return AnnotationTool::rectangle;
  }
  if (has_semantic && (area.is_mask || area.parts.size() > 1)) return AnnotationTool::semantic;
  if (has_polygon) return AnnotationTool::polygon;
  return has_semantic || !has_rectangle ? AnnotationTool::semantic : AnnotationTool::rectangle;
}

AddedArea AreaAdder::add_polygons(LabelBuilder& label, const ClassTarget& target, const FileArea& area,
                                  ObjectOptions options, std::string_view place) const {
  AddedArea added;
  for (const MaskPart& part : area.parts) {
    try {
      added.objects.push_back(
          label.add_polygon(target.job->name(), target.category->name, part.outer, part.holes, options));
      options.mid.clear();  // further parts are objects of their own
    } catch (const Error& error) {
      added.problem = error.what();
      if (area.parts.size() > 1)
        losses_->add(place, fmt::format("a part of it is left out: {}", added.problem));
    }
  }
  if (added.objects.empty()) return added;
  added.problem.clear();
  if (added.objects.size() > 1) {
    losses_->add(
        place, fmt::format("its {} parts are {} polygons: the job '{}' has no masks, which can "
                           "have several parts",
                           area.parts.size(), added.objects.size(), support::shown_text(target.job->name())));
  }
  return added;
}

AnnotationBuilder AreaAdder::add_box(LabelBuilder& label, const ClassTarget& target, const FileArea& area,
                                     const ObjectOptions& options, std::string_view file) const {
  const bool is_one_ring = area.parts.size() == 1 && area.parts.front().holes.empty();
  const auto exact = is_one_ring ? upright_box(area.parts.front().outer) : std::nullopt;
  const FileBox box = exact ? *exact : area.box ? *area.box : box_around(area.parts);
  auto added = label.add_box(target.job->name(), target.category->name, box.corner, box.opposite, options);
  if (!exact && !area.parts.empty()) {
    losses_->add_once(fmt::format("{}, class '{}'", file, support::shown_text(area.class_name)),
                      fmt::format("outlines of objects are left out, boxes are kept: the job '{}' has the "
                                  "tool rectangle for them",
                                  support::shown_text(target.job->name())));
  }
  return added;
}

AddedArea AreaAdder::add(LabelBuilder& label, const ClassTarget& target, const FileArea& area,
                         ObjectOptions options, std::string_view file, std::string_view place) const {
  AddedArea added;
  try {
    switch (tool_of(target, area)) {
      case AnnotationTool::rectangle:
        added.objects.push_back(add_box(label, target, area, options, file));
        break;
      case AnnotationTool::polygon:
        added = add_polygons(label, target, area, std::move(options), place);
        break;
      default:
        added.objects.push_back(
            label.add_mask(target.job->name(), target.category->name, area.parts, options));
        break;
    }
  } catch (const Error& error) {
    added.problem = error.what();
  }
  return added;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
