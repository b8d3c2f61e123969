#include "engine/mutation_batches.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "engine/error_cause.hpp"

namespace kili::engine {
namespace {

/// Notes that objects may have been changed, however a mutation ends.
class ChangesNoted {
 public:
  ChangesNoted(const Runtime& runtime, std::span<const std::string> names)
      : runtime_(runtime), names_(names) {}
  ~ChangesNoted() {
    try {
      runtime_.changes->note(names_, runtime_.clock->now());
    } catch (...) {
      // Without memory: what is not noted is not waited for.
      static_cast<void>(names_);
    }
  }
  ChangesNoted(const ChangesNoted&) = delete;
  ChangesNoted& operator=(const ChangesNoted&) = delete;

 private:
  const Runtime& runtime_;
  std::span<const std::string> names_;
};

}  // namespace

void MutationBatches::run(RepairableMutation& mutation, const BatchOptions& options) {
  const auto& fixed_size = runtime_.sizes->fixed_batch_size;
  ChunkOptions chunks{.first_alone = true,
                      .most_at_once = options.in_order ? 1U : ChunkOptions{}.most_at_once,
                      .size = options.size};
  if (options.bytes_of && fixed_size) {
    chunks.size = std::min(options.size, *fixed_size);
  } else if (options.bytes_of) {
    chunks.end_of = [&](std::size_t begin, std::size_t end) {
      return end_of_request(begin, end, runtime_.sizes->mutations.bytes(), options.bytes_of);
    };
  }
  if (!options.ends.empty()) {
    chunks.end_of = [&options, end_by_size = std::move(chunks.end_of)](std::size_t begin, std::size_t end) {
      const auto next = std::upper_bound(options.ends.begin(), options.ends.end(), begin);
      const std::size_t latest = next == options.ends.end() ? end : std::min(end, *next);
      return end_by_size ? end_by_size(begin, latest) : latest;
    };
  }
  if (options.progress != nullptr) chunks.after_chunks = [&options] { options.progress->report(); };
  run_chunks(runtime_, context_, names_.size(), chunks,
             [&](const Chunk& chunk, const support::CallContext& inner) {
               return run_batch(mutation, options, chunk, inner);
             });
}

bool MutationBatches::run_batch(RepairableMutation& mutation, const BatchOptions& options, const Chunk& chunk,
                                const support::CallContext& context) {
  MutationProgress progress{.pending = ItemIndexes(chunk.end - chunk.begin)};
  std::iota(progress.pending.begin(), progress.pending.end(), chunk.begin);
  std::exception_ptr error;
  try {
    const auto names = names_.subspan(chunk.begin, chunk.end - chunk.begin);
    const auto guard = runtime_.locks->lock({names.begin(), names.end()}, *runtime_.clock, context);
    progress.reads_shown_from = runtime_.changes->surely_shown_from(names, runtime_.clock->now());
    const ChangesNoted noted(runtime_, names);
    try {
      send_sized(runtime_, mutation, options.bytes_of, options.repair, progress, context);
    } catch (const GraphQLError&) {
      error = std::current_exception();
      // A service that refuses may have done a part of it: read which.
      if (!progress.pending_unknown) progress.pending = mutation.not_yet_done(progress.pending, context);
    }
  } catch (const Error&) {
    if (!error) error = std::current_exception();
  } catch (...) {
    progress.pending_unknown = progress.pending_unknown || !error;
    if (!error) error = std::current_exception();
  }
  record(chunk, progress, error);
  if (options.progress != nullptr) count(chunk, error != nullptr, *options.progress);
  return !error;
}

void MutationBatches::count(const Chunk& chunk, bool failed, support::CallProgress& progress) {
  if (!failed) {
    progress.add_done(chunk.end - chunk.begin);
    return;
  }
  const std::scoped_lock lock(mutex_);
  for (std::size_t item = chunk.begin; item < chunk.end; ++item)
    progress.add_failed(outcomes_[item] == MutationOutcome::not_sent ? 0 : 1);
}

void MutationBatches::record(const Chunk& chunk, const MutationProgress& progress,
                             const std::exception_ptr& error) {
  const std::scoped_lock lock(mutex_);
  for (std::size_t item = chunk.begin; item < chunk.end; ++item) outcomes_[item] = MutationOutcome::done;
  if (!error) return;
  const ErrorCause cause = cause_of(error);
  const bool was_sent = cause.context.attempts > 0;
  for (const std::size_t item : progress.pending) {
    outcomes_[item] = progress.pending_unknown ? MutationOutcome::unknown
                      : was_sent               ? MutationOutcome::failed
                                               : MutationOutcome::not_sent;
  }
  reasons_.emplace(chunk.begin, cause.message);
  if (first_error_) return;
  first_error_ = error;
  failed_ = progress.pending;
  if (failed_.empty()) {
    failed_.resize(chunk.end - chunk.begin);
    std::iota(failed_.begin(), failed_.end(), chunk.begin);
  }
}

std::string MutationBatches::reason(std::size_t item) const {
  const auto behind = reasons_.upper_bound(item);
  return behind == reasons_.begin() ? std::string() : std::prev(behind)->second;
}

}  // namespace kili::engine
