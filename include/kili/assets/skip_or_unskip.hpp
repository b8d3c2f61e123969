#pragma once

/// @file
/// Arguments of `Client::skip_or_unskip()`.

#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// What to do with an asset.
enum class SkipAction {
  skip,   ///< Take it out of the queue.
  unskip  ///< Put it back.
};

/// Which asset to skip or to put back. All members but `reason` are needed.
struct SkipOrUnskip {
  SkipAction action = SkipAction::skip;
  std::string asset_id{};
  std::string project_id{};
  /// Needed to skip.
  std::optional<std::string> reason{};
};

}  // namespace v0_1
}  // namespace kili
