#pragma once

/// @file
/// One issue of a listing.

#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/date.hpp"
#include "kili/enums.hpp"
#include "kili/export.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of one issue or question, as they were when its page was read. Immutable, cheap to
/// copy. Every accessor throws FieldError when its field was not requested or has another type. References
/// and views are valid as long as the issue or a copy of it.
class KILI_EXPORT Issue : public detail::RecordFields {
 public:
  /// @param record the decoded fields, an object.
  explicit Issue(nlohmann::json record);

  [[nodiscard]] std::string_view id() const;                         ///< Field "id".
  [[nodiscard]] std::string_view asset_id() const;                   ///< Field "assetId".
  [[nodiscard]] std::string_view created_at() const;                 ///< Field "createdAt", ISO 8601.
  [[nodiscard]] Timestamp created_at_time() const;                   ///< Field "createdAt" as a time point.
  [[nodiscard]] IssueStatus status() const;                          ///< Field "status".
  [[nodiscard]] IssueType type() const;                              ///< Field "type".
  [[nodiscard]] std::optional<std::string_view> label_id() const;    ///< Field "labelId".
  [[nodiscard]] std::optional<std::string_view> object_mid() const;  ///< Field "objectMid".
  [[nodiscard]] std::optional<std::string_view> text() const;        ///< Field "text".
};

}  // namespace v0_1
}  // namespace kili
