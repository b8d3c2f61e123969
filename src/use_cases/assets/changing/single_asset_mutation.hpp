#pragma once

#include <functional>
#include <string>
#include <utility>

#include "support/call_context.hpp"
#include "engine/lost_answer_repair.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// A mutation of exactly one asset.
class SingleAssetMutation final : public AssetMutation {
 public:
  using Step = std::function<bool(const support::CallContext& context)>;

  /// @param send returns whether the answer confirms it. @param is_done reads the state.
  SingleAssetMutation(Step send, Step is_done) : send_(std::move(send)), is_done_(std::move(is_done)) {}

  [[nodiscard]] Positions send(const Positions& /*positions*/, const support::CallContext& context) override {
    return send_(context) ? Positions{} : Positions{0};
  }
  [[nodiscard]] Positions not_yet_done(const Positions& /*positions*/,
                                       const support::CallContext& context) override {
    return is_done_(context) ? Positions{} : Positions{0};
  }

  /// Carries it out while no other call of the client changes the asset. @throws what stopped it.
  void run(const Services& services, std::string asset, Repair repair, const support::CallContext& context) {
    const auto guard = services.asset_locks->lock({std::move(asset)}, *services.clock, context);
    Positions pending{0};
    bool unknown = false;
    carry_out(services, *this, repair, pending, unknown, context);
  }

 private:
  Step send_;
  Step is_done_;
};

}  // namespace kili::use_cases
