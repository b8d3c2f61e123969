#pragma once

/// @file
/// Arguments of `Client::issues()` beside the filters.

#include <cstddef>
#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// How issues are listed (`issues`).
struct IssuesArguments {
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Fields to request, nested ones with dots. Not given: "id", "createdAt", "status", "type",
  /// "assetId".
  List<std::string> fields{};
  /// Most issues to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// Issues per request, 1 to 1000.
  std::size_t page_size = 100;
  /// Pages requested ahead of the one that is read, 0 to 64.
  std::size_t prefetch = 8;
  /// Number of issues to skip.
  std::size_t skip = 0;
};

}  // namespace v0_1
}  // namespace kili
