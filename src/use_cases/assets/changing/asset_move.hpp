#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "kili/assets/moved_assets.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/changing/project_mutation.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A mutation that moves assets from one status to another, for add_to_review() and send_back_to_queue().
struct AssetMove {
  ProjectMutation::Send send;
  /// Whether an asset of this status is still to be moved.
  std::function<bool(std::string_view status)> is_to_move;
  /// Status of assets that were moved.
  std::string_view target;
};

/// Moves the assets and waits until none is to be moved any more.
/// @return nothing when nothing changed.
[[nodiscard]] std::optional<MovedAssets> move_assets(const Resources& resources,
                                                     const AssetIdentifiers& identifiers,
                                                     const AssetMove& move,
                                                     const support::CallContext& context);

}  // namespace kili::use_cases
