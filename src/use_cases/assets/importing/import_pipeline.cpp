#include "use_cases/assets/importing/import_pipeline.hpp"

#include <algorithm>
#include <limits>
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
      append_(resources_, parts_.project_id, parts_.journal, context_),
      accepted_(resources_, parts_.project_id, parts_.journal, parts_.report, context_),
      uploads_(resources_, parts_.project_id, parts_.report, errors_, jobs_, context_),
      jobs_(resources.pool, context.stop_token) {
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
  advance();
  while (jobs_.running() > 0) {
    static_cast<void>(jobs_.run_event(true));
    advance();
  }
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

void ImportPipeline::advance() {
  append_ready_batch();
  read_windows();
  plan_rows();
  append_ready_batch();
  count_settled();
}

void ImportPipeline::read_windows() {
  while (!errors_.reading_stopped() && !parts_.intake.at_end() && windows_.size() < most_windows) {
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
      [this, window, existing] { existing->fill([&] { return parts_.intake.look_up(*window, context_); }); },
      [this, window, existing] {
        try {
          parts_.intake.leave_out(*window, existing->take());
          window->looked_up = true;
        } catch (...) {
          errors_.stop_reading(std::current_exception());
        }
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
    parts_.report.set(asset.index, outcome.outcomes[i], is_missing ? reason : std::string());
  }
  batch.assets().clear();
  if (!outcome.error) return;
  errors_.stop_reading(outcome.error);
  appending_stopped_ = true;
}

}  // namespace kili::use_cases
