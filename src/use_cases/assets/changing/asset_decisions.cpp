#include "use_cases/assets/changing/asset_decisions.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kili::use_cases {

AssetDecisions::AssetDecisions(const SelectedAssets& assets)
    : assets_(assets), decisions_(assets.size()), open_(assets.size(), true), unknown_(assets.size(), false) {
  positions_.reserve(assets.size());
  for (std::size_t position = 0; position < assets.size(); ++position) {
    positions_.emplace(assets.ids()[position], position);
  }
}

void AssetDecisions::set(std::size_t position, Decision decision) {
  decisions_[position] = std::move(decision);
  open_[position] = false;
}

void AssetDecisions::decide(const std::string& asset_id, Decision decision) {
  const auto found = positions_.find(asset_id);
  if (found != positions_.end()) set(found->second, std::move(decision));
}

void AssetDecisions::take(const AssetActionOutcome& outcome) {
  const std::scoped_lock lock(mutex_);
  for (const auto& asset : outcome.succeeded) decide(asset.asset_id, Succeeded{asset.external_id});
  for (const auto& asset : outcome.declined) decide(asset.asset_id, Declined{asset.external_id});
  for (const auto& failure : outcome.failed) {
    decide(failure.asset.asset_id, Failed{failure.asset.external_id, failure.details});
  }
}

void AssetDecisions::succeed(std::size_t position, std::string external_id) {
  const std::scoped_lock lock(mutex_);
  set(position, Succeeded{std::move(external_id)});
}

void AssetDecisions::decline(std::size_t position, std::string external_id) {
  const std::scoped_lock lock(mutex_);
  set(position, Declined{std::move(external_id)});
}

void AssetDecisions::reopen(const engine::ItemIndexes& positions) {
  const std::scoped_lock lock(mutex_);
  for (const std::size_t position : positions) open_[position] = true;
}

void AssetDecisions::leave_unknown(const engine::ItemIndexes& positions) {
  const std::scoped_lock lock(mutex_);
  for (const std::size_t position : positions) unknown_[position] = true;
}

void AssetDecisions::note_project(std::string_view project_id) {
  const std::scoped_lock lock(mutex_);
  if (project_id_.empty()) project_id_ = project_id;
}

bool AssetDecisions::knows_project() const {
  const std::scoped_lock lock(mutex_);
  return !project_id_.empty();
}

engine::ItemIndexes AssetDecisions::open(const engine::ItemIndexes& positions) const {
  const std::scoped_lock lock(mutex_);
  engine::ItemIndexes found;
  std::copy_if(positions.begin(), positions.end(), std::back_inserter(found),
               [this](std::size_t position) { return open_[position]; });
  return found;
}

engine::ItemIndexes AssetDecisions::failed(const engine::ItemIndexes& positions) const {
  const std::scoped_lock lock(mutex_);
  engine::ItemIndexes found;
  std::copy_if(positions.begin(), positions.end(), std::back_inserter(found),
               [this](std::size_t position) { return std::holds_alternative<Failed>(decisions_[position]); });
  return found;
}

std::optional<MutationOutcome> AssetDecisions::outcome_of(std::size_t position) const {
  const std::scoped_lock lock(mutex_);
  const Decision& decision = decisions_[position];
  if (std::holds_alternative<Succeeded>(decision)) return MutationOutcome::done;
  if (std::holds_alternative<Declined>(decision)) return MutationOutcome::declined;
  if (std::holds_alternative<Failed>(decision) && !open_[position]) return MutationOutcome::failed;
  if (unknown_[position]) return MutationOutcome::unknown;
  return std::nullopt;
}

std::string AssetDecisions::details_of(std::size_t position) const {
  const std::scoped_lock lock(mutex_);
  const auto* const failure = std::get_if<Failed>(&decisions_[position]);
  return failure != nullptr ? failure->details : std::string();
}

AssetActionOutcome AssetDecisions::outcome() const {
  const std::scoped_lock lock(mutex_);
  AssetActionOutcome all;
  all.id = project_id_;
  for (std::size_t position = 0; position < decisions_.size(); ++position) {
    const std::string& id = assets_.ids()[position];
    if (const auto* const succeeded = std::get_if<Succeeded>(&decisions_[position])) {
      all.asset_ids.push_back(id);
      all.succeeded.push_back({.asset_id = id, .external_id = succeeded->external_id});
    } else if (const auto* const declined = std::get_if<Declined>(&decisions_[position])) {
      all.declined.push_back({.asset_id = id, .external_id = declined->external_id});
    } else if (const auto* const failure = std::get_if<Failed>(&decisions_[position])) {
      all.failed.push_back(
          {.asset = {.asset_id = id, .external_id = failure->external_id}, .details = failure->details});
    }
  }
  return all;
}

}  // namespace kili::use_cases
