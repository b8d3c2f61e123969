#pragma once

/// @file
/// Result of `Client::add_to_review()` and `Client::send_back_to_queue()`.

#include <string>
#include <vector>

namespace kili {

/// Where the assets of a call stand after it.
class MovedAssets {
 public:
  /// Those of the given assets that are in review (add_to_review) or in the queue (send_back_to_queue) now,
  /// each once, in the order given.
  std::vector<std::string> asset_ids{};
  /// Id of the project. Empty when neither `project_id` was given nor an answer of the service arrived that
  /// names it.
  std::string id{};
};

}  // namespace kili
