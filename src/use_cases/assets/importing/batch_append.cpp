#include "use_cases/assets/importing/batch_append.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <utility>

#include "engine/repair_pace.hpp"

namespace kili::use_cases {
namespace {

/// Assets of an asynchronous import appear some time after it was accepted. How often to look for them before
/// sending again, and when the service has refused them, most likely since it is at work on them.
constexpr unsigned looks_after_loss = 3;
constexpr unsigned looks_after_refusal = 12;
constexpr auto longest_look_delay = std::chrono::milliseconds(16'000);

}  // namespace

BatchOutcome BatchAppend::run(const std::vector<PlannedAsset>& assets,
                              const std::vector<std::size_t>& positions) const {
  BatchOutcome result;
  result.outcomes.assign(positions.size(), ImportOutcome::created);
  Pending pending{.assets = assets, .positions = positions, .notification_id = {}};
  const bool asynchronous = assets[positions.front()].lane.asynchronous;
  try {
    for (const std::size_t position : positions) pending.maybe_sent |= assets[position].maybe_sent;
    if (journal_ != nullptr) journal_->note_sent(assets, positions);
    send_and_repair(pending);
  } catch (...) {
    result.error = std::current_exception();
  }
  result.looked_after = pending.answer_lost || pending.maybe_sent;
  result.notification_id = std::move(pending.notification_id);
  // Those that are pending in the end were accepted when there was no error.
  const std::unordered_set<std::size_t> left(pending.positions.begin(), pending.positions.end());
  std::vector<std::size_t> accepted;
  std::vector<std::size_t> created;
  std::vector<std::size_t> failed;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const PlannedAsset& asset = assets[positions[i]];
    if (!left.contains(positions[i])) {
      created.push_back(asset.index);
    } else if (!result.error) {
      result.outcomes[i] = asynchronous ? ImportOutcome::accepted : ImportOutcome::created;
      (asynchronous ? accepted : created).push_back(asset.index);
    } else {
      const bool may_exist = pending.answer_lost || asset.maybe_sent;
      result.outcomes[i] = may_exist ? ImportOutcome::unknown : ImportOutcome::failed;
      if (!may_exist) failed.push_back(asset.index);
    }
  }
  try {
    if (journal_ != nullptr) {
      journal_->note_finished(created, ImportJournal::State::created);
      journal_->note_finished(accepted, ImportJournal::State::accepted, result.notification_id);
      journal_->note_finished(failed, ImportJournal::State::failed);
    }
  } catch (...) {
    if (!result.error) result.error = std::current_exception();
  }
  return result;
}

void BatchAppend::send(Pending& pending) const {
  const ImportLane& lane = pending.assets[pending.positions.front()].lane;
  api::NewAssets data;
  for (const std::size_t position : pending.positions) {
    const PlannedAsset& asset = pending.assets[position];
    data.contents.push_back(asset.content);
    data.external_ids.push_back(asset.external_id);
    data.ids.push_back(asset.asset_id);
    data.is_honeypot.push_back(asset.is_honeypot);
    data.json_contents.push_back(asset.json_content);
    data.json_metadata.push_back(asset.json_metadata);
    if (lane.has_layers) data.layers.push_back(asset.layers);
  }
  if (lane.asynchronous) {
    pending.notification_id = services_.api->assets.append_many_frames_to_dataset_asynchronously(
        project_id_, data, lane.upload_type, context_);
  } else {
    services_.api->assets.append_many_assets(project_id_, data, context_);
  }
}

void BatchAppend::remove_existing(Pending& pending) const {
  std::vector<std::string> ids;
  ids.reserve(pending.positions.size());
  for (const std::size_t position : pending.positions) ids.push_back(pending.assets[position].asset_id);
  const auto found = services_.api->assets.existing_asset_ids(project_id_, ids, context_);
  const std::unordered_set<std::string> existing(found.begin(), found.end());
  std::erase_if(pending.positions,
                [&](std::size_t position) { return existing.contains(pending.assets[position].asset_id); });
}

/// Looks once, or, when the assets appear later, several times.
void BatchAppend::look_for(Pending& pending, bool refused) const {
  remove_existing(pending);
  if (!pending.assets[pending.positions.empty() ? 0 : pending.positions.front()].lane.asynchronous) return;
  support::Backoff backoff(std::chrono::milliseconds(1'000), longest_look_delay);
  for (unsigned look = 0; look < (refused ? looks_after_refusal : looks_after_loss); ++look) {
    if (pending.positions.empty()) return;
    backoff.wait(*services_.clock, context_);
    remove_existing(pending);
  }
}

/// Sends what is pending. Throws when some of it is not created in the end; it is left in `pending.positions`
/// then. Without an error, what is left there was accepted with the last answer.
void BatchAppend::send_and_repair(Pending& pending) const {
  support::Backoff backoff = engine::repair_backoff();
  for (unsigned repair = 0;; ++repair) {
    try {
      send(pending);
      return;
    } catch (const Error& failure) {
      // An error of the service after a lost answer may mean that the lost request was carried out meanwhile.
      const bool refused = (pending.answer_lost || pending.maybe_sent) &&
                           dynamic_cast<const GraphQLError*>(&failure) != nullptr;
      pending.answer_lost |= failure.context().outcome_unknown;
      if (!failure.context().outcome_unknown && !refused) throw;
      const std::size_t before = pending.positions.size();
      look_for(pending, refused);
      if (pending.positions.empty()) return;
      // Refused for another reason than that they exist; the lost request may still be under way.
      if (refused && pending.positions.size() == before) throw;
      if (repair >= engine::most_repairs) throw;
    }
    backoff.wait(*services_.clock, context_);
    remove_existing(pending);
    if (pending.positions.empty()) return;
  }
}

}  // namespace kili::use_cases
