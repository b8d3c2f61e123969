#include "engine/lost_answer_repair.hpp"

#include <optional>
#include <utility>

#include "engine/repair_pace.hpp"
#include "kili/errors.hpp"

namespace kili::engine {
namespace {

class LostAnswerRepair {
 public:
  LostAnswerRepair(const Runtime& runtime, RepairableMutation& mutation, RepairPolicy policy,
                   MutationProgress& progress, const support::CallContext& context)
      : runtime_(runtime), mutation_(mutation), policy_(policy), progress_(progress), context_(context) {}

  void run() {
    support::Backoff backoff = repair_backoff();
    for (unsigned repetition = 0;; ++repetition) {
      std::optional<ItemIndexes> unconfirmed;
      try {
        unconfirmed = mutation_.send(progress_.pending, context_);
      } catch (const MutationError&) {
        throw;  // refused before it was sent
      } catch (const Error& failure) {
        handle(failure, repetition);
      }
      if (unconfirmed) {
        take_answer(*std::move(unconfirmed));
        return;
      }
      if (progress_.pending.empty()) return;
      backoff.wait(*runtime_.clock, context_);
      if (policy_ != RepairPolicy::repeat) {
        read_state([&] { return mutation_.not_yet_done(progress_.pending, context_); });
      }
      if (progress_.pending.empty()) return;
    }
  }

 private:
  void take_answer(ItemIndexes unconfirmed) {
    progress_.pending = std::move(unconfirmed);
    progress_.pending_unknown = !progress_.pending.empty();
    if (progress_.pending.empty()) return;
    progress_.pending = mutation_.not_yet_done(progress_.pending, context_);
    progress_.pending_unknown = was_lost_;
    if (progress_.pending.empty()) return;
    ErrorContext context;
    context.attempts = 1;
    throw MutationError("the service answered without an error, but did not do it", std::move(context));
  }

  /// Returns when the mutation may be sent again. Throws the failure that is being handled when not.
  void handle(const Error& failure, unsigned repetition) {
    const bool lost = failure.context().outcome_unknown;
    // A refusal after a loss may be due to the lost request having been carried out meanwhile.
    const bool refused =
        (was_lost_ || progress_.sent_before) && dynamic_cast<const GraphQLError*>(&failure) != nullptr;
    if (!lost && !refused) throw;
    was_lost_ = was_lost_ || lost;
    // A lost request may still be carried out, whatever its repetition is answered.
    progress_.pending_unknown = was_lost_;
    const std::size_t before = progress_.pending.size();
    if (refused || policy_ != RepairPolicy::repeat) {
      read_state([&] { return mutation_.not_done_after_failure(progress_.pending, refused, context_); });
    }
    if (refused) await_what_was_lost();
    if (progress_.pending.empty()) return;
    if (refused && !lost && progress_.pending.size() == before) throw;
    if (repetition >= most_repairs) throw;
  }

  /// A refusal after a loss may mean that the lost request was carried out: reads need not show it yet.
  void await_what_was_lost() {
    const auto until = runtime_.clock->now() + longest_read_lag;
    support::Backoff backoff = repair_backoff();
    while (!progress_.pending.empty() && runtime_.clock->now() < until) {
      backoff.wait(*runtime_.clock, context_);
      read_state([&] { return mutation_.not_yet_done(progress_.pending, context_); });
    }
  }

  template <typename Read>
  void read_state(const Read& read) {
    try {
      // A state of before the last change may be as asked without being so any more.
      if (progress_.reads_shown_from && *progress_.reads_shown_from > runtime_.clock->now()) {
        context_.sleep_until(*runtime_.clock, *progress_.reads_shown_from);
      }
      progress_.pending = read();
    } catch (const GraphQLError&) {
      if (policy_ == RepairPolicy::read_only) {
        progress_.pending_unknown = true;
        throw;
      }
    } catch (...) {
      progress_.pending_unknown = true;
      throw;
    }
  }

  const Runtime& runtime_;
  RepairableMutation& mutation_;
  RepairPolicy policy_;
  MutationProgress& progress_;
  bool was_lost_ = false;
  const support::CallContext& context_;
};

}  // namespace

ItemIndexes RepairableMutation::not_done_after_failure(const ItemIndexes& items, bool /*refused*/,
                                                       const support::CallContext& context) {
  return not_yet_done(items, context);
}

void send_with_repair(const Runtime& runtime, RepairableMutation& mutation, RepairPolicy policy,
                      MutationProgress& progress, const support::CallContext& context) {
  LostAnswerRepair(runtime, mutation, policy, progress, context).run();
}

}  // namespace kili::engine
