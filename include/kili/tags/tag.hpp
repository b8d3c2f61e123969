#pragma once

/// @file
/// A tag of the organisation.

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of one tag, as they were when it was read. Immutable, cheap to copy. Every accessor
/// throws FieldError when its field was not requested or has another type.
class KILI_EXPORT Tag : public detail::RecordFields {
 public:
  /// @param record the fields, an object.
  explicit Tag(nlohmann::json record);

  [[nodiscard]] std::string_view id() const;               ///< Field "id".
  [[nodiscard]] std::string_view label() const;            ///< Field "label": its name.
  [[nodiscard]] std::string_view color() const;            ///< Field "color", for example "#ff0000".
  [[nodiscard]] std::string_view organization_id() const;  ///< Field "organizationId".
  /// Field "checkedForProjects": ids of the projects that have the tag.
  [[nodiscard]] std::vector<std::string> checked_for_projects() const;
};

}  // namespace v0_1
}  // namespace kili
