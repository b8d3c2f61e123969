#pragma once

#include <cstdint>
#include <string_view>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The members of annotations in JSON.
enum class AnnotationMember : std::uint8_t {
  annotations,
  begin_offset,
  bounding_poly,
  categories,
  children,
  code,
  content,
  end_entities,
  end_objects,
  end_offset,
  is_key_frame,
  job_name,
  kind,
  mid,
  name,
  page_number_array,
  point,
  points,
  polyline,
  polys,
  score,
  start_entities,
  start_objects,
  type,
  other  ///< A member that is not known.
};

/// The member of that name.
[[nodiscard]] AnnotationMember annotation_member(std::string_view name) noexcept;

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
