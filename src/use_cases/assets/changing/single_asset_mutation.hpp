#pragma once

#include <functional>
#include <string>
#include <utility>

#include "engine/lost_answer_repair.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A mutation of exactly one asset.
class SingleAssetMutation final : public engine::RepairableMutation {
 public:
  using Step = std::function<bool(const support::CallContext& context)>;

  /// @param send returns whether the answer confirms it. @param is_done reads the state.
  SingleAssetMutation(Step send, Step is_done) : send_(std::move(send)), is_done_(std::move(is_done)) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& /*positions*/,
                                         const support::CallContext& context) override {
    return send_(context) ? engine::ItemIndexes{} : engine::ItemIndexes{0};
  }
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& /*positions*/,
                                                 const support::CallContext& context) override {
    return is_done_(context) ? engine::ItemIndexes{} : engine::ItemIndexes{0};
  }

  /// Carries it out while no other call of the client changes the asset. @throws what stopped it.
  void run(const Resources& resources, std::string asset, engine::RepairPolicy repair,
           const support::CallContext& context) {
    const auto guard = resources.locks->lock({std::move(asset)}, *resources.clock, context);
    engine::MutationProgress progress{.pending = {0}};
    engine::send_with_repair(resources, *this, repair, progress, context);
  }

 private:
  Step send_;
  Step is_done_;
};

}  // namespace kili::use_cases
