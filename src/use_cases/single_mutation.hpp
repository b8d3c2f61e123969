#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>

#include "engine/error_cause.hpp"
#include "engine/lost_answer_repair.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A mutation of exactly one object of the service.
class SingleMutation : public engine::RepairableMutation {
 public:
  using Step = std::function<bool(const support::CallContext& context)>;

  /// @param send returns whether the answer confirms it. @param is_done reads the state.
  SingleMutation(Step send, Step is_done) : send_(std::move(send)), is_done_(std::move(is_done)) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& /*positions*/,
                                         const support::CallContext& context) final {
    return send_(context) ? engine::ItemIndexes{} : engine::ItemIndexes{0};
  }
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& /*positions*/,
                                                 const support::CallContext& context) final {
    return is_done_(context) ? engine::ItemIndexes{} : engine::ItemIndexes{0};
  }

  /// Carries it out while no other call of the client changes the object.
  /// @param object its id, or another name of which no other object has the like.
  /// @throws what stopped it.
  void run(const Resources& resources, const std::string& object, engine::RepairPolicy repair,
           const support::CallContext& context) {
    const std::span<const std::string> names(&object, 1);
    const auto guard = resources.locks->lock({object}, *resources.clock, context);
    engine::MutationProgress progress{
        .pending = {0},
        .reads_shown_from = resources.changes->surely_shown_from(names, resources.clock->now())};
    try {
      engine::send_with_repair(resources, *this, repair, progress, context);
      resources.changes->note(names, resources.clock->now());
    } catch (const Error& error) {
      resources.changes->note(names, resources.clock->now());
      // What stopped it need not be the loss: a state that could not be read, the deadline.
      if (!progress.pending_unknown || error.context().outcome_unknown) throw;
      engine::throw_with_unknown_outcome(error);
    }
  }

 private:
  Step send_;
  Step is_done_;
};

}  // namespace kili::use_cases
