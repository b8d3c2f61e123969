#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/assets/asset_change.hpp"
#include "engine/lost_answer_repair.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Sets properties of assets: the mutation behind update_properties_in_assets() and
/// change_asset_external_ids().
class AssetUpdate final : public engine::RepairableMutation {
 public:
  /// What is to be set of the asset at a position.
  using ChangeOf = std::function<api::AssetChange(std::size_t position)>;

  /// @param project_id where the state is read; empty: anywhere.
  AssetUpdate(const Resources& resources, const SelectedAssets& assets, std::string_view project_id,
              ChangeOf change_of)
      : resources_(resources),
        assets_(assets),
        project_id_(project_id),
        change_of_(std::move(change_of)),
        bytes_(assets.size()) {}

  /// What an asset adds to the body of a request. Of one asset not on several threads at once.
  [[nodiscard]] std::size_t bytes_of(std::size_t position);

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& positions,
                                         const support::CallContext& context) override;
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                                 const support::CallContext& context) override;

 private:
  [[nodiscard]] std::vector<api::AssetChange> changes_at(const engine::ItemIndexes& positions) const;

  const Resources& resources_;
  const SelectedAssets& assets_;
  std::string_view project_id_;
  ChangeOf change_of_;
  std::vector<std::size_t> bytes_;  ///< By position; 0: not known yet.
};

}  // namespace kili::use_cases
