#include "use_cases/issues/issue_creation.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/repair_pace.hpp"
#include "kili/errors.hpp"
#include "support/dates.hpp"

namespace kili::use_cases {
namespace {

/// By how much the clocks of the service and of this machine are believed to differ in most cases, and at
/// most.
constexpr std::chrono::minutes common_skew(2);
constexpr std::chrono::hours largest_skew(24);

bool are_alike(const api::NewIssue& left, const api::NewIssue& right) {
  return left.label_id == right.label_id && left.object_mid == right.object_mid && left.text == right.text &&
         left.type == right.type;
}

}  // namespace

engine::ItemIndexes IssueCreation::send(const engine::ItemIndexes& items,
                                        const support::CallContext& context) {
  note_sent(items);
  try {
    const auto ids = create(items, context);
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < items.size(); ++i) {
      items_[items[i]].id = ids[i];
      resources_.new_issues->note(ids[i]);
    }
    return {};
  } catch (const Error& error) {
    if (error.context().outcome_unknown) note_lost(items, std::current_exception());
    throw;
  }
}

std::vector<std::string> IssueCreation::create(const engine::ItemIndexes& items,
                                               const support::CallContext& context) const {
  const auto& service = resources_.api->issues;
  if (asset_id_) return {service.create_issue(*asset_id_, issues_[items.front()], context)};
  std::vector<api::NewIssue> batch;
  batch.reserve(items.size());
  for (const auto item : items) batch.push_back(issues_[item]);
  return service.create_issues(project_id_, batch, context);
}

void IssueCreation::note_sent(const engine::ItemIndexes& items) {
  const auto now = resources_.clock->wall_time();
  const std::scoped_lock lock(mutex_);
  for (const auto item : items) {
    if (items_[item].first_sent == WallTime{}) items_[item].first_sent = now;
  }
}

void IssueCreation::note_lost(const engine::ItemIndexes& items, const std::exception_ptr& loss) {
  const std::scoped_lock lock(mutex_);
  loss_ = loss;
  for (const auto item : items) items_[item].was_lost = true;
}

std::vector<api::IssueOnLabel> IssueCreation::read(const engine::ItemIndexes& items,
                                                   const support::CallContext& context) const {
  std::set<std::string> labels;
  for (const auto item : items) labels.insert(issues_[item].label_id);
  const std::vector<std::string> label_ids(labels.begin(), labels.end());
  const auto& service = resources_.api->issues;
  std::set<std::string> assets;
  for (const auto& [label, asset] : service.assets_of_labels(project_id_, label_ids, context))
    assets.insert(asset);
  if (assets.empty()) return {};
  const std::vector<std::string> asset_ids(assets.begin(), assets.end());
  return service.issues_on_labels(project_id_, asset_ids, context);
}

IssueCreation::Age IssueCreation::age_of(const std::string& created_at, WallTime sent) {
  const auto date = support::parse_iso_date(created_at);
  if (!date) return Age::doubtful;
  const auto first_sent = std::chrono::floor<std::chrono::milliseconds>(sent);
  if (date->end >= first_sent - common_skew) return Age::since;
  return date->end >= first_sent - largest_skew ? Age::doubtful : Age::before;
}

bool IssueCreation::is_missing(std::size_t item, const std::vector<api::IssueOnLabel>& there) {
  bool is_doubtful = false;
  for (const auto& issue : there) {
    // Another call of the client may have created one like it a moment ago.
    if (resources_.new_issues->contains(issue.id) || !are_alike(issue.issue, issues_[item])) continue;
    const Age age = age_of(issue.created_at, items_[item].first_sent);
    if (age == Age::before) continue;
    if (age == Age::since) {
      resources_.new_issues->note(issue.id);
      items_[item].id = issue.id;
      return false;
    }
    is_doubtful = true;
  }
  items_[item].is_doubtful = is_doubtful;
  return !is_doubtful;
}

engine::ItemIndexes IssueCreation::not_yet_done(const engine::ItemIndexes& items,
                                                const support::CallContext& context) {
  engine::ItemIndexes lost;
  {
    const std::scoped_lock lock(mutex_);
    std::copy_if(items.begin(), items.end(), std::back_inserter(lost),
                 [&](std::size_t item) { return items_[item].was_lost; });
  }
  if (lost.empty()) return items;  // refused as a whole, or never sent
  const auto there = read(lost, context);
  const std::scoped_lock lock(mutex_);
  engine::ItemIndexes missing;
  std::copy_if(items.begin(), items.end(), std::back_inserter(missing),
               [&](std::size_t item) { return !items_[item].was_lost || is_missing(item, there); });
  return missing;
}

/// A second issue would be made of one that is not seen yet, so it is looked for as long as reads may lag.
engine::ItemIndexes IssueCreation::not_done_after_failure(const engine::ItemIndexes& items, bool /*refused*/,
                                                          const support::CallContext& context) {
  constexpr std::chrono::seconds pause(1);
  const auto& clock = *resources_.clock;
  const auto until = clock.now() + engine::longest_read_lag;
  for (engine::ItemIndexes missing = items;;) {
    missing = not_yet_done(missing, context);
    if (missing.empty() || clock.now() >= until) return missing;
    context.sleep_until(clock, clock.now() + pause);
  }
}

}  // namespace kili::use_cases
