#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/mutation_batches.hpp"
#include "engine/state_watch.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/changing/asset_decisions.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A mutation of the assets of a call, sent in batches, with its report for each asset.
class AssetBatches {
 public:
  /// @param decisions of the service, when it decides for each asset; they go into the report of an error.
  AssetBatches(const Resources& resources, const SelectedAssets& assets, const support::CallContext& context,
               const AssetDecisions* decisions = nullptr)
      : resources_(resources),
        assets_(assets),
        context_(context),
        decisions_(decisions),
        batches_(resources, assets.ids(), context) {}

  /// @throws MutationError with what became of each asset; Cancelled and DeadlineExceeded when nothing was
  /// changed.
  void run(engine::RepairableMutation& mutation, const engine::BatchOptions& options);
  /// Returns when a confirmed change of all assets can be read, or a second later. Does not throw what
  /// reading throws.
  void wait_until_shown(engine::RepairableMutation& mutation) const;

 private:
  [[nodiscard]] engine::StateWatch watch() const noexcept;
  [[noreturn]] void throw_report() const;
  [[nodiscard]] std::vector<MutatedAsset> report() const;
  [[nodiscard]] MutationOutcome outcome_of(std::size_t position) const;
  /// Why an asset is not as asked.
  [[nodiscard]] std::string reason_of(std::size_t position) const;

  const Resources& resources_;
  const SelectedAssets& assets_;
  const support::CallContext& context_;
  const AssetDecisions* decisions_;
  engine::MutationBatches batches_;
};

}  // namespace kili::use_cases
