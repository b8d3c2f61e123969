#include "use_cases/labels/writing/label_report.hpp"

#include <algorithm>

namespace kili::use_cases {

std::size_t LabelReport::add(std::string_view asset_id) {
  if (size_ % block_size == 0) {
    if (!blocks_.empty()) blocks_.back().text.shrink_to_fit();
    Block& begun = blocks_.emplace_back();
    begun.ends.reserve(block_size);
    begun.outcomes.reserve(block_size);
  }
  Block& block = blocks_.back();
  block.text += asset_id;
  block.ends.push_back(static_cast<std::uint32_t>(block.text.size()));
  block.outcomes.push_back(static_cast<std::uint8_t>(MutationOutcome::not_sent));
  if (keeps_ids_) ids_.emplace_back();
  return size_++;
}

void LabelReport::set(std::size_t index, MutationOutcome became, std::string reason) {
  outcome(index) = static_cast<std::uint8_t>(became);
  if (!reason.empty()) reasons_.insert_or_assign(index, std::move(reason));
}

void LabelReport::set_created(std::size_t index, std::string label_id) {
  outcome(index) = static_cast<std::uint8_t>(MutationOutcome::done);
  if (keeps_ids_) ids_[index] = std::move(label_id);
}

std::size_t LabelReport::count(MutationOutcome wanted) const {
  std::size_t number = 0;
  for (const Block& block : blocks_) {
    number += static_cast<std::size_t>(
        std::count(block.outcomes.begin(), block.outcomes.end(), static_cast<std::uint8_t>(wanted)));
  }
  return number;
}

std::string_view LabelReport::asset_id(std::size_t index) const {
  const Block& block = blocks_[index / block_size];
  const std::size_t place = index % block_size;
  const std::size_t begin = place == 0 ? 0 : block.ends[place - 1];
  return std::string_view(block.text).substr(begin, block.ends[place] - begin);
}

std::vector<MutatedAsset> LabelReport::entries() const {
  std::vector<MutatedAsset> entries;
  entries.reserve(size());
  for (std::size_t index = 0; index < size(); ++index) {
    const auto reason = reasons_.find(index);
    entries.push_back({.asset_id = std::string(asset_id(index)),
                       .created_id = keeps_ids_ ? ids_[index] : std::string(),
                       .index = index,
                       .outcome = outcome(index),
                       .reason = reason == reasons_.end() ? std::string() : reason->second});
  }
  return entries;
}

}  // namespace kili::use_cases
