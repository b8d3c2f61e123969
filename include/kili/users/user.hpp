#pragma once

/// @file
/// One user of the organisation.

#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/members/member_enums.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of one user, as they were when they were read. Immutable, cheap to copy. Every
/// accessor throws FieldError when its field was not requested or has another type. References and views are
/// valid as long as the user or a copy of it.
class KILI_EXPORT User : public detail::RecordFields {
 public:
  /// @param record the decoded fields, an object.
  explicit User(nlohmann::json record);

  [[nodiscard]] std::string_view id() const;                                ///< Field "id".
  [[nodiscard]] std::string_view email() const;                             ///< Field "email".
  [[nodiscard]] std::optional<bool> activated() const;                      ///< Field "activated".
  [[nodiscard]] std::optional<std::string_view> firstname() const;          ///< Field "firstname".
  [[nodiscard]] std::optional<std::string_view> lastname() const;           ///< Field "lastname".
  [[nodiscard]] std::optional<OrganizationRole> organization_role() const;  ///< Field "organizationRole".
};

}  // namespace v0_1
}  // namespace kili
