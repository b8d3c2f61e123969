#include "use_cases/assets/importing/import_report.hpp"

#include <utility>

namespace kili::use_cases {

void ImportReport::add(std::string_view asset_id, std::string_view external_id) {
  entries_.push_back({.text_begin = texts_.size(),
                      .asset_id_size = static_cast<std::uint32_t>(asset_id.size()),
                      .external_id_size = static_cast<std::uint32_t>(external_id.size())});
  texts_ += asset_id;
  texts_ += external_id;
  ++counts_[static_cast<std::size_t>(ImportOutcome::not_sent)];
}

void ImportReport::set(std::size_t index, ImportOutcome outcome, std::string reason) {
  set_for_now(index, outcome, std::move(reason));
  settle(index);
}

void ImportReport::settle(std::size_t index) {
  if (entries_[index].settled) return;
  entries_[index].settled = true;
  while (settled_below_ < entries_.size() && entries_[settled_below_].settled) ++settled_below_;
  if (observer_ != nullptr) observer_->settled(asset(index));
}

void ImportReport::settle_all(const std::string& reason) {
  for (std::size_t index = settled_below_; index < entries_.size(); ++index) {
    const Entry& entry = entries_[index];
    if (entry.settled) continue;
    if (entry.outcome == ImportOutcome::not_sent && !reasons_.contains(index)) reasons_[index] = reason;
    settle(index);
  }
}

void ImportReport::set_for_now(std::size_t index, ImportOutcome outcome, std::string reason) {
  --counts_[static_cast<std::size_t>(entries_[index].outcome)];
  ++counts_[static_cast<std::size_t>(outcome)];
  entries_[index].outcome = outcome;
  if (reason.empty()) {
    reasons_.erase(index);
  } else {
    reasons_[index] = std::move(reason);
  }
}

std::string_view ImportReport::asset_id(const Entry& entry) const noexcept {
  return std::string_view(texts_).substr(entry.text_begin, entry.asset_id_size);
}

std::string ImportReport::external_id(std::size_t index) const {
  const Entry& entry = entries_[index];
  return texts_.substr(entry.text_begin + entry.asset_id_size, entry.external_id_size);
}

ImportedAsset ImportReport::asset(std::size_t index) const {
  const Entry& entry = entries_[index];
  ImportedAsset asset;
  if (entry.outcome != ImportOutcome::skipped) asset.asset_id = asset_id(entry);
  asset.external_id = external_id(index);
  asset.index = index;
  asset.outcome = entry.outcome;
  if (const auto reason = reasons_.find(index); reason != reasons_.end()) asset.reason = reason->second;
  return asset;
}

AppendResult ImportReport::result(std::string_view project_id) const {
  AppendResult result;
  result.id = project_id;
  result.asset_ids.reserve(count(ImportOutcome::created));
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    const Entry& entry = entries_[index];
    if (entry.outcome == ImportOutcome::skipped || entry.outcome == ImportOutcome::not_sent) {
      result.skipped.push_back(asset(index));
    } else if (entry.asynchronous) {
      result.accepted.push_back(asset(index));
    } else {
      result.asset_ids.emplace_back(asset_id(entry));
    }
  }
  return result;
}

std::vector<ImportedAsset> ImportReport::assets() const {
  std::vector<ImportedAsset> assets;
  assets.reserve(entries_.size());
  for (std::size_t index = 0; index < entries_.size(); ++index) assets.push_back(asset(index));
  return assets;
}

}  // namespace kili::use_cases
