#pragma once

/// @file
/// One member of a project.

#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/members/member_enums.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of a user in a project, as they were when they were read. Immutable, cheap to copy.
/// Every accessor throws FieldError when its field was not requested or has another type. References and
/// views are valid as long as the member or a copy of it.
class KILI_EXPORT ProjectUser : public detail::RecordFields {
 public:
  /// @param record the decoded fields, an object.
  explicit ProjectUser(nlohmann::json record);

  [[nodiscard]] std::string_view id() const;          ///< Field "id": that of the role, not of the user.
  [[nodiscard]] bool activated() const;               ///< Field "activated".
  [[nodiscard]] ProjectRole role() const;             ///< Field "role".
  [[nodiscard]] bool starred() const;                 ///< Field "starred".
  [[nodiscard]] ProjectUserStatus status() const;     ///< Field "status".
  [[nodiscard]] std::string_view user_email() const;  ///< Field "user.email".
  [[nodiscard]] std::string_view user_id() const;     ///< Field "user.id".
};

}  // namespace v0_1
}  // namespace kili
