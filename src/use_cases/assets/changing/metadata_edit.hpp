#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/assets/asset_change.hpp"
#include "engine/lost_answer_repair.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Keys of the metadata of an asset that are set together, with their values as JSON text.
using MetadataMembers = std::vector<std::pair<std::string, std::string>>;

/// How given metadata and those that an asset has become one.
enum class MetadataEdit {
  add,     ///< All keys that an asset has stay unless they are given.
  replace  ///< Only those stay that the service itself uses.
};

/// Changes the metadata of assets for add_metadata() and set_metadata(). What an asset has is read right
/// before it is written, so that a repetition keeps what others have added meanwhile.
class MetadataMutation final : public engine::RepairableMutation {
 public:
  /// @param given a JSON object for each mention of an asset.
  MetadataMutation(const Resources& resources, const SelectedAssets& assets, std::string_view project_id,
                   const std::vector<Json>& given, MetadataEdit edit)
      : resources_(resources), assets_(assets), project_id_(project_id), given_(given), edit_(edit) {}

  /// What is given for an asset; what it has is not known before its batch is made.
  [[nodiscard]] std::size_t bytes_of(std::size_t position) const;

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& positions,
                                         const support::CallContext& context) override;
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                                 const support::CallContext& context) override;

 private:
  /// JSON texts by the id of their asset.
  using MetadataById = std::unordered_map<std::string, std::string>;

  /// @return the ids that the service names.
  [[nodiscard]] std::vector<std::string> update(const std::vector<std::string>& ids,
                                                const std::vector<api::AssetChange>& changes,
                                                const support::CallContext& context) const;
  [[nodiscard]] MetadataById read(const engine::ItemIndexes& positions,
                                  const support::CallContext& context) const;
  [[nodiscard]] MetadataMembers wanted(std::size_t position) const;
  [[nodiscard]] std::string edited(std::size_t position, const std::string& metadata) const;

  const Resources& resources_;
  const SelectedAssets& assets_;
  std::string_view project_id_;
  const std::vector<Json>& given_;
  MetadataEdit edit_;
};

/// Checks the arguments, finds the assets and changes their metadata.
/// @return the ids of the assets as they were named.
[[nodiscard]] std::vector<std::string> edit_metadata(const Resources& resources,
                                                     const AssetIdentifiers& identifiers,
                                                     const List<Json>& json_metadata, MetadataEdit edit,
                                                     const support::CallContext& context);

}  // namespace kili::use_cases
