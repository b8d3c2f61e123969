#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "support/call_context.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// Positions of assets in the list of a call.
using Positions = std::vector<std::size_t>;

/// How the answer to a mutation got lost is repaired.
enum class Repair {
  /// The state shows whether it was carried out; where the state cannot be read it may be repeated all the
  /// same, for twice is the same as once.
  look_or_repeat,
  /// The state shows whether it was carried out; it is never repeated without having looked.
  look_only,
  /// The state does not show all of it, but twice is the same as once.
  repeat
};

/// A mutation of some assets as the repair needs it. Called from several threads at once, for different
/// assets.
class AssetMutation {
 public:
  AssetMutation() = default;
  AssetMutation(const AssetMutation&) = delete;
  AssetMutation& operator=(const AssetMutation&) = delete;
  virtual ~AssetMutation() = default;

  /// Sends the mutation of these assets, once.
  /// @return those that the answer does not confirm.
  [[nodiscard]] virtual Positions send(const Positions& assets, const support::CallContext& context) = 0;
  /// Reads the state. @return those of these assets that are not as asked.
  [[nodiscard]] virtual Positions not_yet_done(const Positions& assets,
                                               const support::CallContext& context) = 0;
};

/// Sends a mutation and sees to it that it is carried out once although answers get lost: after a loss the
/// state is read, and what is missing is sent again a little later. The caller keeps others from changing the
/// assets meanwhile.
/// @param pending the assets; those that are as asked are taken out, also when it throws.
/// @param pending_unknown whether those that are pending may have been changed all the same.
/// @throws what stopped it.
void carry_out(const Services& services, AssetMutation& mutation, Repair repair, Positions& pending,
               bool& pending_unknown, const support::CallContext& context);

}  // namespace kili::use_cases
