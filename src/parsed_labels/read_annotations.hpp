#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/labels/annotation.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_members.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/annotation_value.hpp"
#include "parsed_labels/json_source.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/ml_task.hpp"
#include "parsed_labels/read_outlines.hpp"
#include "parsed_labels/read_values.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Builds annotations from JSON values.
/// @tparam Answers reads what stands below annotations: read_categories() and read_optional_children().
template <typename Source, typename Answers>
class AnnotationReader {
  using Access = detail::LabelAccess;

 public:
  /// Reads a list of annotations: those of an answer, or the places of one in a PDF.
  [[nodiscard]] static AnnotationList read_list(const Source& value, const JobInterface& job,
                                                const LabelPath& place) {
    auto list = Access::make_annotation_list(job);
    Access::set_present(list);
    if (is_empty_container(value)) return list;
    if (!value.is_array()) {
      throw_malformed(place, "the annotations are not a list of objects",
                      is_container(value) ? "TypeCheckError" : "TypeError");
    }
    Access::items(list).reserve(value.size());
    std::size_t index = 0;
    value.for_each_element([&](const Source& element) {
      Access::items(list).push_back(read_annotation(element, job, place.element(index++)));
    });
    return list;
  }

  [[nodiscard]] static Annotation read_annotation(const Source& value, const JobInterface& job,
                                                  const LabelPath& place) {
    if (!value.is_object()) throw_malformed(place, "the annotation is not an object", "TypeCheckError");
    auto data = read_annotation_data(value, job, place, true);
    check_tool(*data, job, place);
    return Access::make_annotation(job, std::move(data));
  }

 private:
  /// Members that are read when the tool is known, in Python's order.
  struct Deferred {
    std::optional<Source> categories;
    std::optional<Source> bounding_poly;
    std::optional<Source> points;
    std::optional<Source> children;
    std::optional<Source> places;
  };

  [[nodiscard]] static std::unique_ptr<detail::AnnotationData> read_annotation_data(const Source& value,
                                                                                    const JobInterface& job,
                                                                                    const LabelPath& place,
                                                                                    bool is_checked) {
    auto data = std::make_unique<detail::AnnotationData>(job);
    Deferred deferred;
    AnnotationTool outline_tool = AnnotationTool::absent;
    value.for_each_member([&](std::string_view key, const Source& member) {
      const AnnotationMember known = annotation_member(key);
      if (known == AnnotationMember::type) {
        outline_tool = read_type(member, *data);
      } else if (!defer(known, member, deferred) && !read_member(known, member, job, *data)) {
        data->unread.keep(key, member.to_json());
      }
    });
    read_deferred(deferred, job, outline_tool, *data, place);
    if (deferred.children) {
      if (is_truthy(*deferred.children) && is_checked) check_may_have_children(*data, job, place);
      data->children = Answers::read_optional_children(*deferred.children, job, place.member("children"));
    }
    if (deferred.places && !read_places(*deferred.places, job, *data, place.member("annotations"))) {
      data->unread.keep("annotations", deferred.places->to_json());
    }
    return data;
  }

  /// @return the tool for outlines, for which a type that is false in Python counts as absent.
  [[nodiscard]] static AnnotationTool read_type(const Source& type, detail::AnnotationData& data) {
    data.tool = type.kind() == JsonKind::string ? tool_of(type.text()) : AnnotationTool::other;
    if (data.tool == AnnotationTool::other) data.unread.keep("type", type.to_json());
    return is_truthy(type) ? data.tool : AnnotationTool::absent;
  }

  [[nodiscard]] static bool defer(AnnotationMember known, const Source& member, Deferred& deferred) {
    switch (known) {
      case AnnotationMember::categories:
        if (!member.is_array()) return false;
        deferred.categories = member;
        return true;
      case AnnotationMember::bounding_poly:
        if (!member.is_array()) return false;
        deferred.bounding_poly = member;
        return true;
      case AnnotationMember::points:
        if (!member.is_array()) return false;
        deferred.points = member;
        return true;
      case AnnotationMember::children:
        deferred.children = member;
        return true;
      case AnnotationMember::annotations:
        deferred.places = member;
        return true;
      default:
        return false;
    }
  }

  static void read_deferred(const Deferred& deferred, const JobInterface& job, AnnotationTool outline_tool,
                            detail::AnnotationData& data, const LabelPath& place) {
    if (deferred.categories) {
      data.categories = Answers::read_categories(*deferred.categories, job, place.member("categories"));
    }
    Access::set_tool(data.bounding_poly, outline_tool);
    if (deferred.bounding_poly) {
      read_outlines(*deferred.bounding_poly, job, outline_tool, data.bounding_poly,
                    place.member("boundingPoly"));
    }
    if (deferred.points) {
      data.rare_parts().points = read_pose_points(*deferred.points, job, place.member("points"));
    }
  }

  static void read_outlines(const Source& value, const JobInterface& job, AnnotationTool tool,
                            BoundingPolyList& list, const LabelPath& place) {
    Access::set_present(list);
    if (tool == AnnotationTool::semantic && begins_with_list(value)) {
      read_parts(value, job, tool, list, place);
      return;
    }
    Access::items(list).reserve(value.size());
    std::size_t index = 0;
    value.for_each_element([&](const Source& element) {
      Access::items(list).push_back(read_bounding_poly(element, job, tool, place.element(index++)));
    });
  }

  /// A list of parts, each a list of outlines. Python's label classes refuse it, its export to GeoJSON does
  /// not.
  static void read_parts(const Source& value, const JobInterface& job, AnnotationTool tool,
                         BoundingPolyList& list, const LabelPath& place) {
    std::size_t part_index = 0;
    value.for_each_element([&](const Source& part) {
      const LabelPath where = place.element(part_index++);
      if (!part.is_array()) throw_malformed(where, "the part is not a list of outlines", "TypeCheckError");
      std::size_t index = 0;
      part.for_each_element([&](const Source& element) {
        Access::items(list).push_back(read_bounding_poly(element, job, tool, where.element(index++)));
      });
      Access::part_ends(list).push_back(static_cast<std::uint32_t>(Access::items(list).size()));
    });
  }

  [[nodiscard]] static std::vector<PosePoint> read_pose_points(const Source& value, const JobInterface& job,
                                                               const LabelPath& place) {
    std::vector<PosePoint> points;
    points.reserve(value.size());
    std::size_t index = 0;
    value.for_each_element([&](const Source& element) {
      const LabelPath where = place.element(index++);
      if (!element.is_object()) {
        throw_malformed(where, "the point is not an object",
                        is_container(element) ? "AttributeError" : "TypeError");
      }
      points.push_back(Access::make_pose_point(job, read_annotation_data(element, job, where, false)));
    });
    return points;
  }

  /// Reads a member with its usual structure. @return false when the structure or the member is unknown.
  [[nodiscard]] static bool read_member(AnnotationMember known, const Source& value, const JobInterface& job,
                                        detail::AnnotationData& data) {
    switch (known) {
      case AnnotationMember::mid:
        return read_text(value, data.mid);
      case AnnotationMember::content:
        return read_text(value, data.content);
      case AnnotationMember::begin_offset:
        return read_integer(value, data.begin_offset);
      case AnnotationMember::end_offset:
        return read_integer(value, data.end_offset);
      case AnnotationMember::is_key_frame:
        return read_boolean(value, data.is_key_frame);
      case AnnotationMember::score:
        if (!is_number(value)) return false;
        data.score = number_of(value);
        return true;
      case AnnotationMember::point:
        data.point.emplace();
        if (read_vertex(value, *data.point)) return true;
        data.point.reset();
        return false;
      case AnnotationMember::polyline:
        data.polyline.emplace();
        if (read_vertices(value, *data.polyline)) return true;
        data.polyline.reset();
        return false;
      default:
        return read_rare_member(known, value, job, data);
    }
  }

  [[nodiscard]] static bool read_rare_member(AnnotationMember known, const Source& value,
                                             const JobInterface& job, detail::AnnotationData& data) {
    switch (known) {
      case AnnotationMember::code:
        return read_text(value, data.rare_parts().code);
      case AnnotationMember::job_name:
        return read_text(value, data.rare_parts().job_name);
      case AnnotationMember::kind:
        return read_text(value, data.rare_parts().kind);
      case AnnotationMember::name:
        return read_text(value, data.rare_parts().name);
      case AnnotationMember::start_entities:
        return read_mids(value, data.rare_parts().start_entities);
      case AnnotationMember::end_entities:
        return read_mids(value, data.rare_parts().end_entities);
      case AnnotationMember::start_objects:
        return read_mids(value, data.rare_parts().start_objects);
      case AnnotationMember::end_objects:
        return read_mids(value, data.rare_parts().end_objects);
      case AnnotationMember::page_number_array:
        return read_page_numbers(value, data.rare_parts().page_number_array);
      case AnnotationMember::polys:
        data.rare_parts().polys.emplace();
        if (read_polys(value, job, *data.rare->polys)) return true;
        data.rare->polys.reset();
        return false;
      default:
        return false;
    }
  }

  /// The places of an annotation in a PDF. As in Python, a malformed one is an error only when it is read.
  /// @return false when the JSON value must be kept as the only thing that is written.
  [[nodiscard]] static bool read_places(const Source& value, const JobInterface& job,
                                        detail::AnnotationData& data, const LabelPath& place) {
    if (!has_places(job) || place.depth() > support::max_json_depth) return false;
    try {
      data.rare_parts().annotations = read_list(value, job, place);
    } catch (const LabelError&) {
      return false;
    }
    if (!value.is_array()) return false;  // read as an empty list, but never written as one
    // What stands in places is part of the value of the outermost ones.
    if (!place.is_nested_list() && says_more_than_outlines(value)) {
      data.rare->places_as_read = std::make_unique<detail::PlacesAsRead>(detail::PlacesAsRead{
          .value = value.to_json(), .written = places_as_written(*data.rare->annotations)});
    }
    return true;
  }

  /// Whether a place has members that may be written differently or not at all, such as a class whose
  /// confidence is null.
  [[nodiscard]] static bool says_more_than_outlines(const Source& places) {
    bool more = false;
    places.for_each_element([&](const Source& place) {
      place.for_each_member([&](std::string_view key, const Source& member) {
        const AnnotationMember known = annotation_member(key);
        more = more || known == AnnotationMember::annotations || known == AnnotationMember::categories ||
               known == AnnotationMember::children || known == AnnotationMember::points ||
               (known == AnnotationMember::bounding_poly && !member.is_array());
      });
    });
    return more;
  }
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
