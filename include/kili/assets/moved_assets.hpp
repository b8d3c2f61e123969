#pragma once

/// @file
/// Result of `Client::add_to_review()` and `Client::send_back_to_queue()`.

#include <string>
#include <vector>

namespace kili {
inline namespace v0_1 {

/// The assets that a call has moved.
class MovedAssets {
 public:
  /// The given assets that are now in review (add_to_review) or in the queue (send_back_to_queue), each once,
  /// in the order given.
  std::vector<std::string> asset_ids{};
  /// Id of the project. Empty when `project_id` was not given and no response of the service named it.
  std::string id{};
};

}  // namespace v0_1
}  // namespace kili
