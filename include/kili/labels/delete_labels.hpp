#pragma once

/// @file
/// Arguments of `Client::delete_labels()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Labels to delete.
struct DeleteLabels {
  /// Hides the progress bar that is shown on a terminal.
  std::optional<bool> disable_tqdm{};
  List<std::string> ids{};
};

}  // namespace v0_1
}  // namespace kili
