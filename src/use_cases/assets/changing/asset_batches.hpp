#pragma once

#include <exception>
#include <string_view>
#include <vector>

#include "engine/mutation_batches.hpp"
#include "engine/state_watch.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A mutation of the assets of a call, sent in batches, with its report for each asset.
class AssetBatches {
 public:
  AssetBatches(const Resources& resources, const SelectedAssets& assets, const support::CallContext& context)
      : resources_(resources),
        assets_(assets),
        context_(context),
        batches_(resources, assets.ids(), context) {}

  /// @throws MutationError with what became of each asset; Cancelled and DeadlineExceeded when nothing was
  /// changed.
  void run(engine::RepairableMutation& mutation, const engine::BatchOptions& options);
  /// Reads the state until all assets are as asked, for two minutes at most.
  /// @param reader reads the state of up to 1000 assets.
  /// @param complaint what is said of assets that are not as asked in the end.
  /// @throws MutationError when some are not, or the state could not be read.
  void verify(const engine::StateReader& reader, std::string_view complaint);
  /// Returns when a confirmed change of all assets can be read, or a second later. Does not throw what
  /// reading throws.
  void wait_until_shown(engine::RepairableMutation& mutation) const;

 private:
  [[nodiscard]] engine::StateWatch watch() const noexcept;
  [[noreturn]] void throw_report(const std::exception_ptr& error, const engine::ItemIndexes& concerned) const;
  [[noreturn]] void throw_unverified(const std::exception_ptr& cause) const;
  [[nodiscard]] std::vector<MutatedAsset> report() const;

  const Resources& resources_;
  const SelectedAssets& assets_;
  const support::CallContext& context_;
  engine::MutationBatches batches_;
};

}  // namespace kili::use_cases
