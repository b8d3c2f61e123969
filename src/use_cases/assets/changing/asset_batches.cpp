#include "use_cases/assets/changing/asset_batches.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "engine/error_cause.hpp"

namespace kili::use_cases {

void AssetBatches::run(engine::RepairableMutation& mutation, const engine::BatchOptions& options) {
  batches_.run(mutation, options);
  if (batches_.error()) throw_report();
}

engine::StateWatch AssetBatches::watch() const noexcept {
  return {.count = assets_.size(), .items_per_read = api::AssetsApi::asset_ids_per_request};
}

void AssetBatches::wait_until_shown(engine::RepairableMutation& mutation) const {
  engine::wait_until_shown(resources_, watch(), mutation, context_);
}

MutationOutcome AssetBatches::outcome_of(std::size_t position) const {
  const auto decided = decisions_ != nullptr ? decisions_->outcome_of(position) : std::nullopt;
  return decided.value_or(batches_.outcome(position));
}

std::string AssetBatches::reason_of(std::size_t position) const {
  std::string details = decisions_ != nullptr ? decisions_->details_of(position) : std::string();
  return details.empty() ? batches_.reason(position) : details;
}

std::vector<MutatedAsset> AssetBatches::report() const {
  std::vector<MutatedAsset> assets(assets_.mention_count());
  for (std::size_t position = 0; position < assets_.size(); ++position) {
    const MutationOutcome outcome = outcome_of(position);
    const bool needs_reason = outcome == MutationOutcome::failed || outcome == MutationOutcome::unknown;
    for (const std::size_t index : assets_.mentions(position)) {
      assets[index] = {.asset_id = assets_.ids()[position],
                       .index = index,
                       .outcome = outcome,
                       .reason = needs_reason ? reason_of(position) : std::string()};
    }
  }
  return assets;
}

void AssetBatches::throw_report() const {
  std::size_t done = 0;
  std::size_t unknown = 0;
  for (std::size_t position = 0; position < assets_.size(); ++position) {
    done += outcome_of(position) == MutationOutcome::done ? 1U : 0U;
    unknown += outcome_of(position) == MutationOutcome::unknown ? 1U : 0U;
  }
  if (done + unknown == 0) context_.check(resources_.clock->now());
  const engine::ItemIndexes& concerned = batches_.failed_items();
  std::vector<std::string> names;
  names.reserve(concerned.size());
  for (const std::size_t position : concerned) names.push_back(assets_.ids()[position]);
  throw MutationError(
      fmt::format("{} failed at index {}: {}. Assets concerned: {}. {} of {} assets are as asked{}; "
                  "MutationError::assets() tells what became of each",
                  context_.method_name, assets_.mentions(concerned.front()).front(),
                  batches_.reason(concerned.front()), named_in_message(names), done, assets_.size(),
                  unknown > 0 ? fmt::format(", of {} it is not known", unknown) : ""),
      engine::cause_of(batches_.error()).context, report(), batches_.error(),
      decisions_ != nullptr ? decisions_->outcome() : AssetActionOutcome{});
}

}  // namespace kili::use_cases
