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

/// What became of each asset of an action. Each asset is in one of the lists `declined`, `failed` and
/// `succeeded`, which have the assets in the order in which the call names them first; an assignment has
/// those of the same users together.
struct AssetActionOutcome {
  /// Ids of the assets that are as asked now: those under `succeeded`.
  std::vector<std::string> asset_ids{};
  /// Assets to which the action does not apply in the state that they are in; they stay as they were.
  std::vector<AssetReference> declined{};
  /// Assets for which the action failed inside the service, also when it was tried again.
  std::vector<AssetActionFailure> failed{};
  /// Id of the project; empty when the call does not name it and the service does not know any of the assets.
  std::string id{};
  /// Assets that are as asked now.
  std::vector<AssetReference> succeeded{};
};

}  // namespace v0_1
}  // namespace kili
