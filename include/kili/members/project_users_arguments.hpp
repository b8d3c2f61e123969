#pragma once

/// @file
/// Arguments of `Client::project_users()` beside the filters.

#include <cstddef>
#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// How members are listed (`project_users`).
struct ProjectUsersArguments {
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Fields to request, nested ones with dots. Not given: "activated", "id", "role", "starred",
  /// "user.email", "user.id", "status".
  List<std::string> fields{};
  /// Most members to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// Members per request, 1 to 1000.
  std::size_t page_size = 100;
  /// Pages requested ahead of the one that is read, 0 to 64.
  std::size_t prefetch = 8;
  /// Number of members to skip.
  std::size_t skip = 0;
};

}  // namespace v0_1
}  // namespace kili
