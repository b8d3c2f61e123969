#include "engine/lost_answer_repair.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "kili/errors.hpp"
#include "engine/repair_pace.hpp"

namespace kili::use_cases {
namespace {

class LossRepair {
 public:
  LossRepair(const Services& services, AssetMutation& mutation, Repair repair, Positions& pending,
             bool& pending_unknown, const support::CallContext& context)
      : services_(services),
        mutation_(mutation),
        repair_(repair),
        pending_(pending),
        unknown_(pending_unknown),
        context_(context) {}

  void run() {
    for (unsigned attempt = 0;; ++attempt) {
      std::optional<Positions> unconfirmed;
      try {
        unconfirmed = mutation_.send(pending_, context_);
      } catch (const MutationError&) {
        throw;  // refused before it was sent
      } catch (const Error& failure) {
        judge(failure, attempt);
      }
      if (unconfirmed) {
        take_answer(*std::move(unconfirmed));
        return;
      }
      if (pending_.empty()) return;
      context_.sleep_until(*services_.clock, services_.clock->now() + delay_);
      delay_ = std::min(delay_ * 2, longest_repair_delay);
      if (repair_ != Repair::repeat) look();
      if (pending_.empty()) return;
    }
  }

 private:
  void take_answer(Positions unconfirmed) {
    pending_ = std::move(unconfirmed);
    unknown_ = !pending_.empty();
    if (pending_.empty()) return;
    pending_ = mutation_.not_yet_done(pending_, context_);
    unknown_ = was_lost_;
    if (pending_.empty()) return;
    ErrorContext context;
    context.attempts = 1;
    throw MutationError("the service answered without an error, but did not do it", std::move(context));
  }

  /// Returns when it is worth going on. @throws the failure that is being handled when it is not.
  void judge(const Error& failure, unsigned attempt) {
    const bool lost = failure.context().outcome_unknown;
    // A refusal after a loss may be due to the lost request having been carried out meanwhile.
    const bool refused_after_loss = was_lost_ && dynamic_cast<const GraphQLError*>(&failure) != nullptr;
    if (!lost && !refused_after_loss) throw;
    was_lost_ = was_lost_ || lost;
    // A lost request may still be carried out, whatever its repetition is answered.
    unknown_ = was_lost_;
    const std::size_t before = pending_.size();
    if (refused_after_loss || repair_ != Repair::repeat) look();
    if (pending_.empty()) return;
    if (refused_after_loss && !lost && pending_.size() == before) throw;
    if (attempt >= most_repairs) throw;
  }

  void look() {
    try {
      pending_ = mutation_.not_yet_done(pending_, context_);
    } catch (const GraphQLError&) {
      if (repair_ == Repair::look_only) {
        unknown_ = true;
        throw;
      }
    } catch (...) {
      unknown_ = true;
      throw;
    }
  }

  const Services& services_;
  AssetMutation& mutation_;
  Repair repair_;
  Positions& pending_;
  bool& unknown_;
  bool was_lost_ = false;
  const support::CallContext& context_;
  std::chrono::milliseconds delay_ = first_repair_delay;
};

}  // namespace

void carry_out(const Services& services, AssetMutation& mutation, Repair repair, Positions& pending,
               bool& pending_unknown, const support::CallContext& context) {
  LossRepair(services, mutation, repair, pending, pending_unknown, context).run();
}

}  // namespace kili::use_cases
