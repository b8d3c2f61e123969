#include "use_cases/assets/importing/import_pipeline.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "engine/error_cause.hpp"
#include "kili/errors.hpp"
#include "use_cases/assets/importing/tell/common_kind.hpp"

namespace kili::use_cases {
namespace {

/// Enough to keep every connection busy while a batch is appended; each holds at most 100 assets.
constexpr std::size_t most_open_batches = 4;
/// One is consumed while the existence of the next one's assets is looked up.
constexpr std::size_t most_windows = 2;

}  // namespace

ImportPipeline::ImportPipeline(const Resources& resources, Parts parts, const support::CallContext& context)
    : resources_(resources),
      parts_(parts),
      context_(context),
      errors_(parts_.patience),
      append_(resources_, parts_.project_id, parts_.journal, parts_.patience, context_),
      accepted_(resources_, parts_.project_id, parts_.journal, parts_.patience, parts_.report, context_),
      uploads_(resources_, parts_.project_id, parts_.patience, parts_.report, errors_, jobs_, context_),
      jobs_(resources.pool, context.stop_token,
            parts.live != nullptr ? std::function<void()>([bell = &parts.live->bell] { bell->ring(); })
                                  : nullptr) {
  context_.stop_token = jobs_.stop_token();
}

void ImportPipeline::begin() {
  read_windows();
  if (!windows_.empty() && !windows_.front()->rows.empty() &&
      may_need_upload_right(windows_.front()->rows.front().row.asset)) {
    parts_.right.ask();
  }
}

void ImportPipeline::run(ImportPlanner& planner) {
  planner_ = &planner;
  do advance();
  while (wait());
  if (!parts_.wait_until_availability) return;
  if (const auto error = accepted_.settle([this] { count_settled(); })) errors_.note(error);
}

/// Assets that the service imports asynchronously are settled when it has, where that is awaited.
void ImportPipeline::count_settled() {
  const ImportReport& report = parts_.report;
  const std::size_t open = report.count(ImportOutcome::not_sent) +
                           (parts_.wait_until_availability ? report.count(ImportOutcome::accepted) : 0);
  parts_.progress.advance_to(report.size() - open);
}

bool ImportPipeline::wait() {
  if (parts_.live != nullptr) return wait_for_live_input();
  if (jobs_.running() == 0) return false;
  static_cast<void>(jobs_.run_event(true));
  return true;
}

bool ImportPipeline::wait_for_live_input() {
  if (jobs_.run_event(false)) return true;
  const bool reads = !errors_.reading_stopped() && !parts_.intake.at_end();
  if (jobs_.running() == 0 && !reads) {
    if (errors_.reading_stopped()) parts_.live->queue.fail(errors_.stopped_by());
    return false;
  }
  std::optional<support::Clock::TimePoint> until;
  if (reads && windows_.size() < most_windows) until = parts_.live->queue.due_at();
  // Requests look at the deadline themselves.
  if (jobs_.running() == 0 && context_.deadline)
    until = until ? std::min(*until, *context_.deadline) : context_.deadline;
  parts_.live->bell.wait(until);
  return true;
}

void ImportPipeline::check_live_import() {
  try {
    context_.check(resources_.clock->now());
  } catch (...) {
    errors_.stop_reading(std::current_exception());
  }
  if (errors_.reading_stopped()) parts_.live->queue.fail(errors_.stopped_by());
  parts_.intake.report_dropped();
}

void ImportPipeline::advance() {
  if (parts_.live != nullptr) check_live_import();
  append_ready_batch();
  read_windows();
  plan_rows();
  append_ready_batch();
  count_settled();
  if (parts_.live != nullptr && parts_.wait_until_availability) follow_accepted();
}

/// One after the other: most end together.
void ImportPipeline::follow_accepted() {
  if (following_) return;
  auto next = accepted_.take_next();
  if (!next) return;
  following_ = true;
  const auto import = std::make_shared<const AcceptedImport>(*std::move(next));
  const auto end = std::make_shared<support::Outcome<AcceptedImports::End>>();
  jobs_.start([this, import, end] { end->fill([&] { return accepted_.wait_for_end(*import); }); },
              [this, import, end] {
                following_ = false;
                try {
                  accepted_.report(*import, end->take());
                } catch (...) {
                  errors_.note_of_asset(std::current_exception());
                  // What cannot be followed stays accepted.
                  for (const std::size_t index : import->indexes) parts_.report.settle(index);
                }
              },
              false);
}

void ImportPipeline::read_windows() {
  while (!errors_.reading_stopped() && !parts_.intake.at_end() && windows_.size() < most_windows) {
    if (!parts_.intake.is_ready()) return;
    try {
      context_.check(resources_.clock->now());
      // The rest goes on while a slow input is read.
      const auto window = std::make_shared<ImportWindow>(parts_.intake.read([this] {
        if (planner_ == nullptr || !jobs_.run_event(false)) return;
        append_ready_batch();
        count_settled();
      }));
      windows_.push_back(window);
      look_up(window);
    } catch (...) {
      errors_.stop_reading(std::current_exception());
    }
  }
}

void ImportPipeline::look_up(const WindowPointer& window) {
  if (window->asked_asset_ids.empty() && window->asked_external_ids.empty()) {
    window->looked_up = true;
    return;
  }
  const auto existing = std::make_shared<support::Outcome<ExistingAssets>>();
  jobs_.start(
      [this, window, existing] {
        existing->fill([&] {
          return parts_.patience.run(context_, [&] { return parts_.intake.look_up(*window, context_); });
        });
      },
      [this, window, existing] {
        try {
          parts_.intake.leave_out(*window, existing->take());
        } catch (...) {
          const auto error = std::current_exception();
          if (errors_.ends_with(error)) return;
          for (const NumberedRow& row : std::exchange(window->rows, {})) {
            parts_.report.set(row.row.index, row.maybe_sent ? ImportOutcome::unknown : ImportOutcome::failed,
                              engine::cause_of(error).message);
          }
        }
        window->looked_up = true;
      },
      true);
}

void ImportPipeline::plan_rows() {
  while (!errors_.reading_stopped() && !windows_.empty() && windows_.front()->looked_up &&
         open_batches_.size() < most_open_batches) {
    ImportWindow& window = *windows_.front();
    if (window.next < window.rows.size()) {
      plan_row(window.rows[window.next++]);
      continue;
    }
    windows_.pop_front();
    if (parts_.live != nullptr) {
      for (const auto& batch : std::exchange(filling_, {})) open(batch);
    }
    read_windows();
  }
  const bool all_planned = errors_.reading_stopped() || (windows_.empty() && parts_.intake.at_end());
  if (!all_planned) return;
  for (const auto& batch : std::exchange(filling_, {})) open(batch);
}

void ImportPipeline::plan_row(NumberedRow& row) {
  const std::size_t index = row.row.index;
  PlannedAsset asset;
  try {
    // The rest goes on while a slow content is read.
    asset = planner_->plan(row.row, [this] {
      context_.check(resources_.clock->now());
      if (jobs_.run_event(false)) append_ready_batch();
    });
  } catch (const UploadForbiddenError&) {
    errors_.stop_reading(std::current_exception());
    return;
  } catch (const ValidationError& error) {
    parts_.report.set(index, ImportOutcome::failed, error.what());
    errors_.note(std::current_exception());
    return;
  } catch (...) {
    errors_.stop_reading(std::current_exception());
    return;
  }
  asset.asset_id = std::move(row.asset_id);
  asset.external_id = std::move(row.external_id);
  asset.maybe_sent = row.maybe_sent;
  asset.row_hash = row.row_hash;
  row.row.asset = {};
  if (asset.lane.asynchronous) parts_.report.set_asynchronous(index);
  add_to_batch(std::move(asset));
}

void ImportPipeline::add_to_batch(PlannedAsset asset) {
  const auto is_of_lane = [&](const BatchPointer& batch) { return batch->lane() == asset.lane; };
  auto place = std::find_if(filling_.begin(), filling_.end(), is_of_lane);
  if (place == filling_.end()) {
    place = filling_.insert(place, new_batch(asset.lane));
  } else if (!(*place)->has_room_for(asset)) {
    open(std::exchange(*place, new_batch(asset.lane)));
  }
  (*place)->add(std::move(asset));
  if (!(*place)->is_full()) return;
  const BatchPointer full = *place;
  filling_.erase(place);
  open(full);
}

ImportPipeline::BatchPointer ImportPipeline::new_batch(const ImportLane& lane) const {
  const engine::TransferSizes& sizes = *resources_.sizes;
  if (!sizes.fixed_batch_size) {
    return std::make_shared<ImportBatch>(lane, lane.batch_size, sizes.mutations.bytes());
  }
  return std::make_shared<ImportBatch>(lane, std::min(lane.batch_size, *sizes.fixed_batch_size),
                                       std::numeric_limits<std::size_t>::max());
}

void ImportPipeline::open(const BatchPointer& batch) {
  if (appending_stopped_) return;
  open_batches_.push_back(batch);
  uploads_.begin(batch);
}

void ImportPipeline::append_ready_batch() {
  while (!open_batches_.empty()) {
    const BatchPointer batch = open_batches_.front();
    if (batch->finished) {
      open_batches_.pop_front();
      continue;
    }
    if (batch->appending || !batch->uploads_ended()) return;
    const auto positions = batch->complete_assets();
    if (appending_stopped_ || positions.empty() || context_.stop_token.stop_requested()) {
      batch->finished = true;
      continue;
    }
    batch->appending = true;
    const auto outcome = std::make_shared<BatchOutcome>();
    jobs_.start([this, batch, positions, outcome] { *outcome = append_.run(batch->assets(), positions); },
                [this, batch, positions, outcome] { take_outcome(*batch, positions, std::move(*outcome)); },
                true);
    return;
  }
}

void ImportPipeline::take_outcome(ImportBatch& batch, const std::vector<std::size_t>& positions,
                                  BatchOutcome outcome) {
  batch.finished = true;
  const std::string reason = outcome.error ? engine::cause_of(outcome.error).message : std::string();
  for (const AcceptedBatch& accepted : outcome.accepted) {
    AcceptedImport pending;
    pending.repaired = outcome.repaired;
    pending.notification_id = accepted.notification_id;
    for (const std::size_t position : accepted.positions) {
      pending.asset_ids.push_back(batch.assets()[position].asset_id);
      pending.indexes.push_back(batch.assets()[position].index);
    }
    accepted_.add(std::move(pending));
  }
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const PlannedAsset& asset = batch.assets()[positions[i]];
    const bool is_missing =
        outcome.outcomes[i] == ImportOutcome::failed || outcome.outcomes[i] == ImportOutcome::unknown;
    const bool is_followed = outcome.outcomes[i] == ImportOutcome::accepted && parts_.wait_until_availability;
    if (is_followed) {
      parts_.report.set_for_now(asset.index, ImportOutcome::accepted);
    } else {
      parts_.report.set(asset.index, outcome.outcomes[i], is_missing ? reason : std::string());
    }
  }
  batch.assets().clear();
  if (outcome.error) appending_stopped_ = errors_.ends_with(outcome.error) || appending_stopped_;
}

}  // namespace kili::use_cases
