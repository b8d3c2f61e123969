#pragma once

/// @file
/// One step of the workflow of a project.

#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of a step, see `Client::get_steps()`. Every accessor throws FieldError when its field
/// was not requested or has another type.
class KILI_EXPORT ProjectStep : public detail::RecordFields {
 public:
  /// @param record the fields, an object.
  explicit ProjectStep(nlohmann::json record);

  [[nodiscard]] std::string_view id() const;                            ///< Field "steps.id".
  [[nodiscard]] std::string_view name() const;                          ///< Field "steps.name".
  [[nodiscard]] std::string_view type() const;                          ///< "DEFAULT" or "REVIEW".
  [[nodiscard]] std::optional<std::string_view> step_group_id() const;  ///< Field "steps.stepGroupId".
  /// Field "steps.assignees": the people of the step, an array.
  [[nodiscard]] const nlohmann::json& assignees() const;
};

}  // namespace v0_1
}  // namespace kili
