#include "use_cases/labels/writing/label_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "api/service_api.hpp"
#include "engine/error_cause.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "use_cases/labels/writing/lock_reasons.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_label_windows = 4;
constexpr std::size_t most_batches_running = 16;
constexpr std::size_t most_batches_waiting = 16;

}  // namespace

LabelWriter::LabelWriter(const Resources& resources, const LabelPlan& plan, detail::NewLabelSource& source,
                         const support::CallContext& context)
    : resources_(resources),
      plan_(plan),
      context_(context),
      intake_(resources, plan, source),
      progress_(context, resources.clock, "Creating labels",
                plan.total > 0 ? std::optional(plan.total) : std::nullopt,
                support::bar_unless(plan.disable_tqdm)),
      report_(plan.keeps_ids),
      jobs_(resources.pool, context.stop_token) {
  context_.stop_token = jobs_.stop_token();
}

void LabelWriter::run() {
  for (;;) {
    advance();
    if (jobs_.running() == 0) break;
    jobs_.run_event(true);
  }
  // Labels that are unfit are reported one by one; what the input did not give is not.
  if (intake_.error() && !stopped_) stop(intake_.error(), report_.size());
  if (!first_error_) return;
  // Of an input of known length every label is reported.
  while (plan_.total > report_.size() && !intake_.at_end()) {
    for (const ReadLabel& read : intake_.read().labels) report_.add(read.label.asset_id);
  }
  throw_report();
}

void LabelWriter::advance() {
  while (jobs_.run_event(false)) {
  }
  read_windows();
  plan_windows();
  if (intake_.at_end() && windows_.empty()) flush_all();
  start_batches();
}

void LabelWriter::read_windows() {
  while (!stopped_ && !intake_.at_end() && windows_.size() < most_label_windows &&
         queue_.size() < most_batches_waiting) {
    const auto window = std::make_shared<LabelWindow>(intake_.read());
    if (window->labels.empty()) return;
    windows_.push_back(window);
    jobs_.start([this, window] { intake_.look_up(*window, context_); },
                [window] { window->looked_up = true; }, true);
  }
}

void LabelWriter::plan_windows() {
  while (!windows_.empty() && windows_.front()->looked_up &&
         (stopped_ || queue_.size() < most_batches_waiting)) {
    const WindowPointer window = windows_.front();
    windows_.pop_front();
    if (window->error) stop(window->error, window->labels.front().label.index);
    for (ReadLabel& read : window->labels) plan_label(read, window->before);
  }
}

void LabelWriter::plan_label(ReadLabel& read, const LabelsBefore& before) {
  const std::size_t index = report_.add(read.label.asset_id.empty() ? read.external_id : read.label.asset_id);
  if (read.unfit) {
    report_.set(index, MutationOutcome::failed, engine::cause_of(read.unfit).message);
    progress_.advance(1);
    // The others are created all the same.
    if (!first_error_) {
      first_error_ = read.unfit;
      first_error_index_ = index;
    }
    return;
  }
  if (stopped_) return;
  const bool clears = plan_.clears() && cleared_assets_.insert(read.label.asset_id);
  add_to(clears ? clearing_ : plain_, std::move(read.label), before, clears);
}

void LabelWriter::add_to(BatchPointer& batch, PlannedLabel label, const LabelsBefore& before, bool clears) {
  const auto& fixed_size = resources_.sizes->fixed_batch_size;
  constexpr std::size_t most = api::LabelMutationsApi::labels_per_mutation;
  const std::size_t size = fixed_size ? std::min(*fixed_size, most) : most;
  if (batch && !fixed_size && batch->bytes + label.request_bytes > resources_.sizes->mutations.bytes()) {
    flush(batch);
  }
  if (!batch) {
    batch = std::make_shared<LabelBatch>();
    batch->clears = clears;
    batch->overwrite = plan_.kind.overwrite && (clears || !plan_.clears());
  }
  if (before && (batch->before.empty() || batch->before.back() != before)) batch->before.push_back(before);
  batch->bytes += label.request_bytes;
  batch->labels.push_back(std::move(label));
  if (batch->labels.size() >= size) flush(batch);
}

void LabelWriter::flush(BatchPointer& batch) {
  // What clears an asset goes before what is added to it.
  if (batch && !batch->clears && clearing_) queue_.push_back(std::exchange(clearing_, nullptr));
  if (batch) queue_.push_back(std::exchange(batch, nullptr));
}

void LabelWriter::flush_all() {
  flush(clearing_);
  flush(plain_);
}

void LabelWriter::start_batches() {
  while (!stopped_ && !queue_.empty() && may_start(*queue_.front())) {
    const BatchPointer batch = std::move(queue_.front());
    queue_.pop_front();
    start(batch);
  }
}

/// The first batch goes alone, so that what is wrong with all of them is found before others are under way.
bool LabelWriter::may_start(const LabelBatch& batch) const {
  if (batches_running_ >= (batches_done_ == 0 ? 1 : most_batches_running)) return false;
  return std::none_of(batch.labels.begin(), batch.labels.end(),
                      [this](const PlannedLabel& label) { return busy_assets_.contains(label.asset_id); });
}

void LabelWriter::start(const BatchPointer& batch) {
  for (const PlannedLabel& label : batch->labels) busy_assets_.insert(label.asset_id);
  ++batches_running_;
  const auto outcome = std::make_shared<LabelBatchOutcome>();
  jobs_.start(
      [this, batch, outcome] {
        const auto send = [this](const api::LabelBatchKind& kind,
                                 std::span<const api::LabelToAppend* const> labels,
                                 const support::CallContext& context) {
          return resources_.api->label_mutations.append_many_labels(kind, labels, context);
        };
        *outcome = send_label_batch(resources_, plan_.kind, *batch, send, context_);
      },
      [this, batch, outcome] { take(*batch, *outcome); }, false);
}

void LabelWriter::take(const LabelBatch& batch, LabelBatchOutcome& outcome) {
  --batches_running_;
  ++batches_done_;
  const std::string reason = outcome.error ? engine::cause_of(outcome.error).message : std::string();
  for (std::size_t i = 0; i < batch.labels.size(); ++i) {
    const PlannedLabel& label = batch.labels[i];
    const auto busy = busy_assets_.find(label.asset_id);
    if (busy != busy_assets_.end()) busy_assets_.erase(busy);
    if (!outcome.ids[i].empty()) {
      report_.set_created(label.index, std::move(outcome.ids[i]));
    } else {
      report_.set(label.index, outcome.outcomes[i],
                  outcome.outcomes[i] == MutationOutcome::not_sent ? std::string() : reason);
    }
  }
  progress_.advance(batch.labels.size());
  if (outcome.error) stop(outcome.error, batch.labels.front().index);
}

void LabelWriter::stop(const std::exception_ptr& error, std::size_t index) {
  if (!stopped_) {
    first_error_ = error;
    first_error_index_ = index;
  }
  stopped_ = true;
  queue_.clear();
}

void LabelWriter::throw_report() {
  const std::size_t done = report_.count(MutationOutcome::done);
  const std::size_t unknown = report_.count(MutationOutcome::unknown);
  if (done + unknown == 0) {
    context_.check(resources_.clock->now());
    // Nothing was created: the input's own error says everything.
    if (intake_.error() && first_error_ == intake_.error()) std::rethrow_exception(first_error_);
  }
  const std::exception_ptr cause = with_lock_reason(first_error_);
  const engine::ErrorCause parts = engine::cause_of(cause);
  const bool names_label = parts.message.starts_with("label ");
  const std::string place = names_label || first_error_index_ >= report_.size()
                                ? std::string()
                                : fmt::format(" at label {} (asset '{}')", first_error_index_,
                                              support::shown_text(report_.asset_id(first_error_index_)));
  throw MutationError(
      fmt::format(
          "{} failed{}: {}. {} of {} labels were created{}; MutationError::assets() tells what became "
          "of each",
          context_.method_name, place, parts.message, done, report_.size(),
          unknown > 0 ? fmt::format(", of {} it is not known", unknown) : ""),
      parts.context, report_.entries(), cause);
}

}  // namespace kili::use_cases
