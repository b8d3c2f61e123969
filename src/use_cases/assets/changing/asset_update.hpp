#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "engine/lost_answer_repair.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// Records of these assets by id, with these fields; those that do not exist are missing.
[[nodiscard]] std::unordered_map<std::string, nlohmann::json> records_of(
    const Services& services, const SelectedAssets& assets, const Positions& positions,
    std::string_view project_id, std::span<const std::string> fields, const support::CallContext& context);

/// Those of the positions whose assets are not among these ids.
[[nodiscard]] Positions missing_from(const std::vector<std::string>& ids, const SelectedAssets& assets,
                                     const Positions& positions);

/// Sets properties of assets: the mutation behind update_properties_in_assets() and
/// change_asset_external_ids().
class AssetUpdate final : public AssetMutation {
 public:
  /// What is to be set of an asset: AssetData.
  using DataOf = std::function<nlohmann::json(std::size_t position)>;

  AssetUpdate(const Services& services, const SelectedAssets& assets, std::string_view project_id,
              DataOf data_of)
      : services_(services), assets_(assets), project_id_(project_id), data_of_(std::move(data_of)) {}

  [[nodiscard]] Positions send(const Positions& positions, const support::CallContext& context) override;
  [[nodiscard]] Positions not_yet_done(const Positions& positions,
                                       const support::CallContext& context) override;

 private:
  const Services& services_;
  const SelectedAssets& assets_;
  std::string_view project_id_;
  DataOf data_of_;
};

}  // namespace kili::use_cases
