#include "use_cases/assets/changing/asset_batches.hpp"

#include <fmt/format.h>

#include <string>

#include "engine/error_cause.hpp"

namespace kili::use_cases {

void AssetBatches::run(engine::RepairableMutation& mutation, const engine::BatchOptions& options) {
  batches_.run(mutation, options);
  if (batches_.error()) throw_report(batches_.error(), batches_.failed_items());
}

engine::StateWatch AssetBatches::watch() const noexcept {
  return {.count = assets_.size(), .items_per_read = api::AssetsApi::asset_ids_per_request};
}

void AssetBatches::verify(const engine::StateReader& reader, std::string_view complaint) {
  engine::ItemIndexes left;
  try {
    left = engine::watch_state(resources_, watch(), reader, context_);
  } catch (...) {
    throw_unverified(std::current_exception());
  }
  if (left.empty()) return;
  batches_.mark_failed(left, complaint);
  throw_report(nullptr, left);
}

void AssetBatches::wait_until_shown(engine::RepairableMutation& mutation) const {
  engine::wait_until_shown(resources_, watch(), mutation, context_);
}

std::vector<MutatedAsset> AssetBatches::report() const {
  std::vector<MutatedAsset> assets(assets_.mention_count());
  for (std::size_t position = 0; position < assets_.size(); ++position) {
    const MutationOutcome outcome = batches_.outcome(position);
    const bool needs_reason = outcome == MutationOutcome::failed || outcome == MutationOutcome::unknown;
    for (const std::size_t index : assets_.mentions(position)) {
      assets[index] = {.asset_id = assets_.ids()[position],
                       .index = index,
                       .outcome = outcome,
                       .reason = needs_reason ? batches_.reason(position) : std::string()};
    }
  }
  return assets;
}

void AssetBatches::throw_report(const std::exception_ptr& error, const engine::ItemIndexes& concerned) const {
  const auto done = batches_.count(MutationOutcome::done);
  const auto unknown = batches_.count(MutationOutcome::unknown);
  if (done + unknown == 0) context_.check(resources_.clock->now());
  std::vector<std::string> names;
  names.reserve(concerned.size());
  for (const std::size_t position : concerned) names.push_back(assets_.ids()[position]);
  throw MutationError(
      fmt::format("{} failed at index {}: {}. Assets concerned: {}. {} of {} assets are as asked{}; "
                  "MutationError::assets() tells what became of each",
                  context_.method_name, assets_.mentions(concerned.front()).front(),
                  batches_.reason(concerned.front()), named_in_message(names), done, assets_.size(),
                  unknown > 0 ? fmt::format(", of {} it is not known", unknown) : ""),
      error ? engine::cause_of(error).context : ErrorContext{}, report(), error);
}

void AssetBatches::throw_unverified(const std::exception_ptr& cause) const {
  const engine::ErrorCause why = engine::cause_of(cause);
  throw MutationError(
      fmt::format("{}: the service confirmed the change of all {} assets, but whether it is made could "
                  "not be verified: {}",
                  context_.method_name, assets_.size(), why.message),
      why.context, report(), cause);
}

}  // namespace kili::use_cases
