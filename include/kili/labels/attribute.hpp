#pragma once

/// @file
/// The attributes of annotations by name.

#include <cstdint>
#include <string_view>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// An attribute of an annotation; see `Annotation::has()`.
enum class Attribute : std::uint8_t {
  annotations,
  begin_offset,
  bounding_poly,
  categories,
  category,
  children,
  content,
  end_entities,
  end_objects,
  end_offset,
  is_key_frame,
  kind,
  mid,
  page_number_array,
  point,
  points,
  polyline,
  polys,
  score,
  start_entities,
  start_objects,
  type
};

/// The name of the accessor, for example "bounding_poly".
[[nodiscard]] KILI_EXPORT std::string_view to_string(Attribute attribute) noexcept;

}  // namespace v0_1
}  // namespace kili
