#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/assets/asset_change.hpp"
#include "api/assets/asset_query.hpp"
#include "api/record_queries.hpp"
#include "api/service_capabilities.hpp"
#include "api/user.hpp"
#include "graphql/graphql_client.hpp"
#include "kili/assets/asset_action_outcome.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Parallel arrays of AppendManyAssetsData and AppendManyAssetsAsynchronouslyData. An asynchronous
/// import takes layers instead of contents, and no honeypots.
struct NewAssets {
  std::vector<std::string> contents;
  std::vector<std::string> external_ids;
  std::vector<std::string> ids;
  std::vector<bool> is_honeypot;
  std::vector<std::string> json_contents;
  std::vector<std::string> json_metadata;
  std::vector<nlohmann::json> layers;
};

/// How a mutation of one asset names it.
struct AssetName {
  std::optional<std::string> asset_id{};
  std::optional<std::string> external_id{};
};

/// An asset of which both names are known.
struct IdentifiedAsset {
  std::string external_id;
  std::string id;
};

/// What an asset shows, each member when the part it belongs to was read.
struct AssetState {
  std::vector<User> assignees;
  std::string external_id;
  std::string project_id;
  std::int32_t priority = 0;
  std::string status;            ///< AssetStatus; empty when it has none.
  std::string step_status;       ///< StatusInStep; empty when it is in no step.
  std::string workflow_version;  ///< Of its project.
};

/// What is read of an asset beside its external id and its project.
enum class AssetStatePart {
  assignees,
  names,  ///< Nothing more.
  priority,
  status,
  workflow,  ///< Status, step status and workflow version, which is V1 where the service knows no others.
};

/// Operations of the service on assets, each with its document, variables and answer. All may throw what
/// GraphQLClient::execute() throws. Thread-safe.
class AssetsApi {
 public:
  /// Most items of one request (docs/service.md, "Numbers").
  static constexpr std::size_t asset_ids_per_request = 1000;
  static constexpr std::size_t external_ids_per_request = 1000;
  static constexpr std::size_t records_per_page = RecordLookup::records_per_page;
  static constexpr std::size_t assets_per_mutation = 100;

  // Operations that came with service 26.2.
  static constexpr std::string_view add_assets_to_review_name = "addAssetsToReview";
  static constexpr std::string_view assign_assets_name = "assignAssets";
  static constexpr std::string_view count_asset_annotations_name = "countAssetAnnotations";
  static constexpr std::string_view delete_assets_name = "deleteAssets";
  static constexpr std::string_view send_assets_back_to_queue_name = "sendAssetsBackToQueue";
  static constexpr std::string_view set_assets_priority_name = "setAssetsPriority";

  AssetsApi(std::shared_ptr<const graphql::GraphQLClient> graphql,
            std::shared_ptr<const ServiceCapabilities> capabilities)
      : capabilities_(std::move(capabilities)), graphql_(std::move(graphql)), records_(graphql_) {}

  // asset_queries.cpp. The lookups by id take at most asset_ids_per_request ids; an empty project_id means in
  // whatever project, and assets that do not exist are missing in the result. What takes a query throws
  // UnsupportedByServiceError naming a filter that an earlier version of the service does not have.
  [[nodiscard]] std::size_t count_assets(const AssetQuery& query, const support::CallContext& context) const;
  /// Annotations of all labels of the assets.
  [[nodiscard]] std::size_t count_asset_annotations(const AssetQuery& query,
                                                    const support::CallContext& context) const;
  /// A page of records with these fields, their JSON texts decoded.
  /// @param fields dotted names. @param first at most records_per_page.
  [[nodiscard]] std::vector<nlohmann::json> assets(const AssetQuery& query,
                                                   std::span<const std::string> fields, std::size_t first,
                                                   std::size_t skip,
                                                   const support::CallContext& context) const;
  /// Which of these ids exist.
  [[nodiscard]] std::vector<std::string> existing_asset_ids(std::string_view project_id,
                                                            std::span<const std::string> asset_ids,
                                                            const support::CallContext& context) const;
  /// The assets with exactly these external ids (at most external_ids_per_request), in any order. Several
  /// assets may share an external id.
  [[nodiscard]] std::vector<IdentifiedAsset> assets_by_external_id(std::string_view project_id,
                                                                   std::span<const std::string> external_ids,
                                                                   const support::CallContext& context) const;
  /// Which of these external ids (at most external_ids_per_request) the project has.
  [[nodiscard]] std::vector<std::string> filter_existing_assets(std::string_view project_id,
                                                                std::span<const std::string> external_ids,
                                                                const support::CallContext& context) const;
  /// What these assets show, by id.
  [[nodiscard]] std::unordered_map<std::string, AssetState> asset_states(
      std::string_view project_id, std::span<const std::string> asset_ids, AssetStatePart part,
      const support::CallContext& context) const;
  /// The project of the first of these assets that exists; nothing when none does.
  [[nodiscard]] std::optional<std::string> project_of_assets(std::span<const std::string> asset_ids,
                                                             const support::CallContext& context) const;
  /// Metadata of each asset as JSON text, by id; empty when it has none.
  [[nodiscard]] std::unordered_map<std::string, std::string> metadata_texts(
      std::string_view project_id, std::span<const std::string> asset_ids,
      const support::CallContext& context) const;
  /// Which of these assets are as the changes ask; the elements of both lists belong together.
  [[nodiscard]] std::unordered_set<std::string> assets_as_asked(std::string_view project_id,
                                                                std::span<const std::string> asset_ids,
                                                                std::span<const AssetChange> changes,
                                                                const support::CallContext& context) const;
  /// Whether an asset is skipped; nothing when it does not exist.
  [[nodiscard]] std::optional<bool> is_skipped(std::string_view project_id, const std::string& asset_id,
                                               const support::CallContext& context) const;
  /// Whether an asset is used for consensus; nothing when it does not exist.
  [[nodiscard]] std::optional<bool> is_used_for_consensus(std::string_view project_id, const AssetName& asset,
                                                          const support::CallContext& context) const;

  // asset_mutations.cpp. None of them is repeated by itself: after a lost answer the state tells what
  // happened. They take at most assets_per_mutation ids.
  /// @param changes one for each asset. @return the ids of the assets that were changed.
  /// @throws DeprecatedArgumentError when the project's workflow does not take isUsedForConsensus.
  [[nodiscard]] std::vector<std::string> update_properties_in_assets(
      std::span<const std::string> asset_ids, std::span<const AssetChange> changes,
      const support::CallContext& context) const;

  // The actions of service 26.2. @return what the service decided for each asset.
  [[nodiscard]] AssetActionOutcome delete_assets(std::span<const std::string> asset_ids,
                                                 const support::CallContext& context) const;
  [[nodiscard]] AssetActionOutcome add_assets_to_review(std::span<const std::string> asset_ids,
                                                        const support::CallContext& context) const;
  [[nodiscard]] AssetActionOutcome send_assets_back_to_queue(std::span<const std::string> asset_ids,
                                                             const support::CallContext& context) const;
  [[nodiscard]] AssetActionOutcome set_assets_priority(std::span<const std::string> asset_ids,
                                                       std::int32_t priority,
                                                       const support::CallContext& context) const;
  /// @param user_ids ids or emails; none: the assets are assigned to nobody.
  [[nodiscard]] AssetActionOutcome assign_assets(std::span<const std::string> asset_ids,
                                                 std::span<const std::string> user_ids,
                                                 const support::CallContext& context) const;

  // What a service before 26.2 has instead.
  /// @return the project, or nothing when none of the assets was there.
  [[nodiscard]] std::optional<std::string> delete_many_from_dataset(
      std::span<const std::string> asset_ids, const support::CallContext& context) const;
  /// @return the project, or nothing when no asset changed.
  [[nodiscard]] std::optional<std::string> add_all_labeled_assets_to_review(
      std::span<const std::string> asset_ids, const support::CallContext& context) const;
  /// @return the project, or nothing when no asset changed.
  [[nodiscard]] std::optional<std::string> send_back_assets_to_queue(
      std::span<const std::string> asset_ids, const support::CallContext& context) const;
  /// @return the ids of the assets that were assigned.
  [[nodiscard]] std::vector<std::string> assign_assets_to_labelers(std::string_view asset_id,
                                                                   std::span<const std::string> user_ids,
                                                                   const support::CallContext& context) const;

  /// @return whether consensus is on now.
  [[nodiscard]] bool set_asset_consensus(std::string_view project_id, const AssetName& asset,
                                         bool is_consensus, const support::CallContext& context) const;
  /// @return whether the service says that it was done.
  [[nodiscard]] bool skip_asset(std::string_view project_id, std::string_view asset_id,
                                std::string_view reason, const support::CallContext& context) const;
  /// @return whether the service says that it was done.
  [[nodiscard]] bool unskip_asset(std::string_view project_id, std::string_view asset_id,
                                  const support::CallContext& context) const;

  // asset_imports.cpp. Not idempotent: after a lost answer ask existing_asset_ids() first.
  void append_many_assets(std::string_view project_id, const NewAssets& assets,
                          const support::CallContext& context) const;
  /// As the service before 26.2 has it, where that is the service.
  /// @param upload_type GEO_SATELLITE, NATIVE_VIDEO, FRAME_VIDEO or TILED_IMAGE.
  /// @return id of the notification that tells the end.
  [[nodiscard]] std::string append_many_assets_asynchronously(std::string_view project_id,
                                                              const NewAssets& assets,
                                                              std::string_view upload_type,
                                                              const support::CallContext& context) const;

 private:
  [[nodiscard]] std::vector<nlohmann::json> records_by_id(std::string_view project_id,
                                                          std::span<const std::string> asset_ids,
                                                          std::span<const std::string> fields,
                                                          const support::CallContext& context) const;
  /// Reads one value of each asset. @param value_of gives nothing for a record without it.
  template <typename ValueOf>
  [[nodiscard]] auto values_by_id(std::string_view project_id, std::span<const std::string> asset_ids,
                                  std::span<const std::string> fields, const support::CallContext& context,
                                  const ValueOf& value_of) const;

  std::shared_ptr<const ServiceCapabilities> capabilities_;
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  RecordQueries records_;
};

}  // namespace kili::api
