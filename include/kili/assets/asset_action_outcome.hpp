#pragma once

/// @file
/// Results of actions on assets that the service decides one by one.

#include <string>
#include <vector>

namespace kili {
inline namespace v0_1 {

/// An asset that an action named.
struct AssetReference {
  std::string asset_id{};
  /// Empty when the service does not know the asset.
  std::string external_id{};
};

/// An asset for which an action failed inside the service.
struct AssetActionFailure {
  AssetReference asset{};
  std::string details{};  ///< What the service says of the failure.
};

/// What became of each asset of an action. Each asset is in one of the lists.
struct AssetActionOutcome {
  /// Assets to which the action does not apply in the state that they are in; they stay as they were.
  std::vector<AssetReference> declined{};
  std::vector<AssetActionFailure> failed{};
  /// Assets that are as asked now.
  std::vector<AssetReference> succeeded{};
};

}  // namespace v0_1
}  // namespace kili
