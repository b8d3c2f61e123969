#include "engine/mutation_batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "engine/error_cause.hpp"

namespace kili::use_cases {
void MutationBatches::run(AssetMutation& mutation, const BatchOptions& options) {
  run_chunks(services_, context_, assets_.size(),
             {.first_alone = true,
              .most_at_once = options.in_order ? 1U : ChunkOptions{}.most_at_once,
              .size = options.size},
             [&](const Chunk& chunk, const support::CallContext& inner) {
               return run_batch(mutation, options.repair, chunk, inner);
             });
  if (first_error_) throw_report(first_error_, failed_);
}

bool MutationBatches::run_batch(AssetMutation& mutation, Repair repair, const Chunk& chunk,
                                const support::CallContext& context) {
  Positions pending(chunk.end - chunk.begin);
  std::iota(pending.begin(), pending.end(), chunk.begin);
  bool unknown = false;
  std::exception_ptr error;
  try {
    const auto ids = std::span(assets_.ids()).subspan(chunk.begin, chunk.end - chunk.begin);
    const auto guard = services_.asset_locks->lock({ids.begin(), ids.end()}, *services_.clock, context);
    try {
      carry_out(services_, mutation, repair, pending, unknown, context);
    } catch (const GraphQLError&) {
      error = std::current_exception();
      // Whether a service that refuses has done a part of it, its state tells.
      if (!unknown) pending = mutation.not_yet_done(pending, context);
    }
  } catch (const Error&) {
    if (!error) error = std::current_exception();
  } catch (...) {
    unknown = unknown || !error;
    if (!error) error = std::current_exception();
  }
  note(chunk, pending, unknown, error);
  return !error;
}

void MutationBatches::note(const Chunk& chunk, const Positions& pending, bool unknown,
                           const std::exception_ptr& error) {
  const std::scoped_lock lock(mutex_);
  for (std::size_t position = chunk.begin; position < chunk.end; ++position) {
    outcomes_[position] = MutationOutcome::done;
  }
  if (!error) return;
  const bool was_sent = cause_of(error).context.attempts > 0;
  for (const std::size_t position : pending) {
    outcomes_[position] = unknown    ? MutationOutcome::unknown
                          : was_sent ? MutationOutcome::failed
                                     : MutationOutcome::not_sent;
  }
  reasons_.emplace(chunk.begin, cause_of(error).message);
  if (first_error_) return;
  first_error_ = error;
  failed_ = pending;
  if (pending.empty()) {
    failed_.resize(chunk.end - chunk.begin);
    std::iota(failed_.begin(), failed_.end(), chunk.begin);
  }
}

std::vector<MutatedAsset> MutationBatches::report() const {
  std::vector<MutatedAsset> assets(assets_.mention_count());
  for (std::size_t position = 0; position < assets_.size(); ++position) {
    const MutationOutcome outcome = outcomes_[position];
    const bool needs_reason = outcome == MutationOutcome::failed || outcome == MutationOutcome::unknown;
    for (const std::size_t index : assets_.mentions(position)) {
      assets[index] = {.asset_id = assets_.ids()[position],
                       .index = index,
                       .outcome = outcome,
                       .reason = needs_reason ? reason_of(position) : std::string()};
    }
  }
  return assets;
}

std::string MutationBatches::reason_of(std::size_t position) const {
  const auto behind = reasons_.upper_bound(position);
  return behind == reasons_.begin() ? std::string() : std::prev(behind)->second;
}

std::size_t MutationBatches::count(MutationOutcome outcome) const {
  return static_cast<std::size_t>(std::count(outcomes_.begin(), outcomes_.end(), outcome));
}

void MutationBatches::throw_report(const std::exception_ptr& error, const Positions& concerned) {
  const auto done = count(MutationOutcome::done);
  const auto unknown = count(MutationOutcome::unknown);
  if (done + unknown == 0) context_.check(services_.clock->now());
  std::vector<std::string> names;
  for (const std::size_t position : concerned) names.push_back(assets_.ids()[position]);
  throw MutationError(
      fmt::format("{} failed at index {}: {}. Assets concerned: {}. {} of {} assets are as asked{}; "
                  "MutationError::assets() tells what became of each",
                  context_.method_name, assets_.mentions(concerned.front()).front(),
                  reason_of(concerned.front()), named_in_message(names), done, outcomes_.size(),
                  unknown > 0 ? fmt::format(", of {} it is not known", unknown) : ""),
      error ? cause_of(error).context : ErrorContext{}, report(), error);
}

void MutationBatches::fail(const Positions& not_done, std::string_view reason) {
  for (const std::size_t position : not_done) outcomes_[position] = MutationOutcome::failed;
  reasons_.insert_or_assign(0, std::string(reason));
  throw_report(nullptr, not_done);
}

void MutationBatches::fail_unverified(const std::exception_ptr& cause) {
  const ErrorCause why = cause_of(cause);
  throw MutationError(
      fmt::format("{}: the service confirmed the change of all {} assets, but whether it is made could "
                  "not be verified: {}",
                  context_.method_name, outcomes_.size(), why.message),
      why.context, report(), cause);
}

}  // namespace kili::use_cases
