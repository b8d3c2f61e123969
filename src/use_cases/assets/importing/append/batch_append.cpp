#include "use_cases/assets/importing/append/batch_append.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "engine/lost_answer_repair.hpp"
#include "engine/sized_mutation.hpp"
#include "support/backoff.hpp"

namespace kili::use_cases {
namespace {

/// Assets of an asynchronous import appear some time after it was accepted. How often to ask for them before
/// sending again, and when the service has refused them, most likely because it is working on them.
constexpr unsigned reads_after_loss = 3;
constexpr unsigned reads_after_refusal = 12;
constexpr auto first_read_pause = std::chrono::milliseconds(1'000);
constexpr auto longest_read_pause = std::chrono::milliseconds(16'000);

/// The mutation that creates assets of one lane. Its items are positions in the list of planned assets.
class AppendMutation final : public engine::RepairableMutation {
 public:
  AppendMutation(const Resources& resources, const std::string& project_id,
                 const std::vector<PlannedAsset>& assets, const ImportLane& lane)
      : resources_(resources), project_id_(project_id), assets_(assets), lane_(lane) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& positions,
                                         const support::CallContext& context) override {
    const api::NewAssets data = new_assets(positions);
    try {
      if (lane_.asynchronous) {
        std::string notification_id = resources_.api->assets.append_many_assets_asynchronously(
            project_id_, data, lane_.upload_type, context);
        accepted_.push_back({.notification_id = std::move(notification_id), .positions = positions});
      } else {
        resources_.api->assets.append_many_assets(project_id_, data, context);
      }
    } catch (const GraphQLError& refusal) {
      answer_lost_ |= refusal.context().outcome_unknown;
      if (!names_one_of(refusal, positions)) throw;
      // The ids are ours alone: something on the way has delivered the request before, and hid its answer.
      answer_lost_ = true;
      ErrorContext lost = refusal.context();
      lost.outcome_unknown = true;
      throw GraphQLError(refusal.what(), std::move(lost), refusal.messages());
    } catch (const Error& failure) {
      answer_lost_ |= failure.context().outcome_unknown;
      throw;
    }
    answered_.insert(positions.begin(), positions.end());
    return {};
  }

  /// What the bodies of requests have of an asset.
  [[nodiscard]] std::size_t bytes_of(std::size_t position) const { return assets_[position].request_bytes; }

  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                                 const support::CallContext& context) override {
    engine::ItemIndexes missing = positions;
    // Those that an asynchronous import has accepted need not be there yet.
    std::erase_if(missing, [&](std::size_t position) { return answered_.contains(position); });
    if (missing.empty()) return missing;
    std::vector<std::string> ids;
    ids.reserve(missing.size());
    for (const std::size_t position : missing) ids.push_back(assets_[position].asset_id);
    const auto found = resources_.api->assets.existing_asset_ids(project_id_, ids, context);
    const std::unordered_set<std::string> existing(found.begin(), found.end());
    std::erase_if(missing,
                  [&](std::size_t position) { return existing.contains(assets_[position].asset_id); });
    return missing;
  }

  [[nodiscard]] engine::ItemIndexes not_done_after_failure(const engine::ItemIndexes& positions, bool refused,
                                                           const support::CallContext& context) override {
    engine::ItemIndexes missing = not_yet_done(positions, context);
    if (!lane_.asynchronous) return missing;
    support::Backoff backoff(first_read_pause, longest_read_pause);
    const unsigned reads = refused ? reads_after_refusal : reads_after_loss;
    for (unsigned read = 0; read < reads && !missing.empty(); ++read) {
      backoff.wait(*resources_.clock, context);
      missing = not_yet_done(missing, context);
    }
    return missing;
  }

  /// Positions of the assets that the service has created or accepted, as its answers say.
  [[nodiscard]] const std::unordered_set<std::size_t>& answered() const noexcept { return answered_; }
  [[nodiscard]] bool answer_lost() const noexcept { return answer_lost_; }
  /// The asynchronous imports that the service has accepted.
  [[nodiscard]] std::vector<AcceptedBatch>& accepted() noexcept { return accepted_; }

 private:
  [[nodiscard]] bool names_one_of(const GraphQLError& refusal, const engine::ItemIndexes& positions) const {
    const std::string_view message = refusal.what();
    return std::any_of(positions.begin(), positions.end(), [&](std::size_t position) {
      return message.find(assets_[position].asset_id) != std::string_view::npos;
    });
  }
  [[nodiscard]] api::NewAssets new_assets(const engine::ItemIndexes& positions) const {
    api::NewAssets data;
    for (const std::size_t position : positions) {
      const PlannedAsset& asset = assets_[position];
      data.contents.push_back(asset.content);
      data.external_ids.push_back(asset.external_id);
      data.ids.push_back(asset.asset_id);
      data.is_honeypot.push_back(asset.is_honeypot);
      data.json_contents.push_back(asset.json_content);
      data.json_metadata.push_back(asset.json_metadata);
      if (lane_.has_layers) data.layers.push_back(asset.layers);
    }
    return data;
  }

  const Resources& resources_;
  const std::string& project_id_;
  const std::vector<PlannedAsset>& assets_;
  const ImportLane& lane_;
  std::vector<AcceptedBatch> accepted_;
  std::unordered_set<std::size_t> answered_;
  bool answer_lost_ = false;
};

}  // namespace

BatchOutcome BatchAppend::run(const std::vector<PlannedAsset>& assets,
                              const std::vector<std::size_t>& positions) const {
  const ImportLane& lane = assets[positions.front()].lane;
  AppendMutation mutation(resources_, project_id_, assets, lane);
  engine::MutationProgress progress{
      .pending = positions,
      .sent_before = std::any_of(positions.begin(), positions.end(),
                                 [&](std::size_t position) { return assets[position].maybe_sent; })};
  BatchOutcome result;
  result.outcomes.assign(positions.size(), ImportOutcome::created);
  try {
    if (journal_ != nullptr) journal_->note_sent(assets, positions);
    patience_.run(context_, [&] {
      if (progress.pending.empty()) return;
      progress.sent_before = progress.sent_before || mutation.answer_lost();
      engine::send_sized(
          resources_, mutation, [&](std::size_t position) { return mutation.bytes_of(position); },
          engine::RepairPolicy::read_only, progress, context_);
    });
  } catch (...) {
    result.error = std::current_exception();
  }
  std::vector<std::string> ids;
  ids.reserve(positions.size());
  for (const std::size_t position : positions) ids.push_back(assets[position].asset_id);
  resources_.changes->note(ids, resources_.clock->now());
  result.repaired = mutation.answer_lost() || progress.sent_before;
  const std::unordered_set<std::size_t> pending(progress.pending.begin(), progress.pending.end());
  std::vector<std::size_t> created;
  std::vector<std::size_t> failed;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const PlannedAsset& asset = assets[positions[i]];
    if (mutation.answered().contains(positions[i])) {
      if (lane.asynchronous) {
        result.outcomes[i] = ImportOutcome::accepted;
      } else {
        created.push_back(asset.index);
      }
    } else if (pending.contains(positions[i])) {
      const bool may_exist = mutation.answer_lost() || asset.maybe_sent;
      result.outcomes[i] = may_exist ? ImportOutcome::unknown : ImportOutcome::failed;
      if (!may_exist) failed.push_back(asset.index);
    } else {
      created.push_back(asset.index);
    }
  }
  result.accepted = std::move(mutation.accepted());
  try {
    note_outcomes(assets, result.accepted, created, failed);
  } catch (...) {
    if (!result.error) result.error = std::current_exception();
  }
  return result;
}

void BatchAppend::note_outcomes(const std::vector<PlannedAsset>& assets,
                                const std::vector<AcceptedBatch>& accepted,
                                const std::vector<std::size_t>& created,
                                const std::vector<std::size_t>& failed) const {
  if (journal_ == nullptr) return;
  journal_->note_finished(created, ImportJournal::State::created);
  for (const AcceptedBatch& batch : accepted) {
    std::vector<std::size_t> indexes;
    indexes.reserve(batch.positions.size());
    for (const std::size_t position : batch.positions) indexes.push_back(assets[position].index);
    journal_->note_finished(indexes, ImportJournal::State::accepted, batch.notification_id);
  }
  journal_->note_finished(failed, ImportJournal::State::failed);
}

}  // namespace kili::use_cases
