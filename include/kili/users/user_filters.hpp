#pragma once

/// @file
/// Which users a call reads (`users`, `count_users`).

#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// Filters of `users()` and `count_users()`. An absent member does not filter.
struct UserFilters {
  /// The user whose API key this is. In kili 2.164 only; services take it all the same.
  std::optional<std::string> api_key{};
  std::optional<std::string> email{};            ///< The whole address.
  std::optional<std::string> organization_id{};  ///< Id of the organisation.
};

}  // namespace v0_1
}  // namespace kili
