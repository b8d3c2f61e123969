#pragma once

/// @file
/// The facade: one method per operation of the specification.

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "kili/assets/add_metadata.hpp"
#include "kili/assets/add_to_review.hpp"
#include "kili/assets/append_many_to_dataset.hpp"
#include "kili/assets/asset_filters.hpp"
#include "kili/assets/asset_range.hpp"
#include "kili/assets/assets_arguments.hpp"
#include "kili/assets/assign_assets_to_labelers.hpp"
#include "kili/assets/change_asset_external_ids.hpp"
#include "kili/assets/delete_many_from_dataset.hpp"
#include "kili/assets/moved_assets.hpp"
#include "kili/assets/send_back_to_queue.hpp"
#include "kili/assets/set_assets_priority.hpp"
#include "kili/assets/set_metadata.hpp"
#include "kili/assets/skip_or_unskip.hpp"
#include "kili/assets/update_asset_consensus.hpp"
#include "kili/assets/update_properties_in_assets.hpp"
#include "kili/call_options.hpp"
#include "kili/client_options.hpp"
#include "kili/export.hpp"

namespace kili {

namespace detail {
struct ClientFactory;
}

/// A connection to the Kili service. Thread-safe, cheap to move. Ranges and results keep what they need of it
/// alive. Every method that does I/O throws AuthenticationError, GraphQLError, HttpError, ConnectionError,
/// Cancelled and DeadlineExceeded beside what it names itself.
class KILI_EXPORT Client {
 public:
  /// Connects and, unless told otherwise, checks the key: one request, and one for its expiry date (a warning
  /// is given when it expires within 30 days).
  /// @throws AuthenticationError no key, or refused; ValidationError an option is not usable.
  explicit Client(const ClientOptions& options = {});
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Lists the assets of a project that match (specification: `assets`). Sends nothing itself.
  /// @param project_id id of the project.
  /// @param filters which assets; all when empty.
  /// @param arguments which fields, how many, from where on.
  /// @return a lazy range; `.to_vector()` is the list, `.to_table()` a table of typed columns.
  /// @throws ValidationError an argument has a value that cannot be meant.
  [[nodiscard]] AssetRange assets(std::string_view project_id, const AssetFilters& filters = {},
                                  const AssetsArguments& arguments = {},
                                  const CallOptions& options = {}) const;

  /// Counts the assets of a project that match (specification: `count_assets`).
  /// @return the number of assets that assets() would deliver.
  /// @throws ValidationError, GraphQLError (unknown project).
  [[nodiscard]] std::size_t count_assets(std::string_view project_id, const AssetFilters& filters = {},
                                         const CallOptions& options = {}) const;

  /// Imports assets (specification: `append_many_to_dataset`). Files are streamed, several at once; batches
  /// of 100 are appended in input order. Ids are chosen by the client: when the answer to an append is lost,
  /// the service is asked which assets exist and only the others are sent again. An asset that cannot be
  /// uploaded does not keep the others from being imported.
  /// @return the project's id, the ids of the created assets in input order, and what was left out or is
  /// imported asynchronously.
  /// @throws ValidationError and its subclasses before anything is created; NotFoundError for an unknown
  /// project; ImportError when it failed half-way, with what became of each asset.
  AppendResult append_many_to_dataset(std::string_view project_id, const AppendManyToDataset& arguments,
                                      const CallOptions& options = {}) const;
  /// The same for any input range of `NewAsset`, read as it is needed: a million assets may come from a
  /// generator. An asset that is not fit for import fails alone, and is reported at the end; the first asset
  /// decides what the contents are (texts, files, URLs).
  /// @throws NotFoundError, UploadForbiddenError, ImportError; what the range throws, when nothing was
  /// created yet.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewAsset> AppendResult
  append_many_to_dataset(std::string_view project_id, Range&& assets, const AppendSettings& settings = {},
                         const CallOptions& options = {})
  const {
    detail::NewAssetRange<std::remove_reference_t<Range>> source(assets);
    return append_range(project_id, source, settings, options);
  }

  // Changing assets. Assets are named by `asset_ids`, or by `external_ids` with `project_id`: external ids
  // are matched exactly. An argument that is an empty list is warned of, and nothing happens. Mutations are
  // sent for up to 100 assets at once, the first alone, then several side by side; calls of one client that
  // change the same asset wait for each other. A mutation whose answer was lost is looked after: the state is
  // read, and only what is missing is sent again. All but skip_or_unskip() and update_asset_consensus()
  // throw, beside what they name themselves: MissingArgumentError, IncompatibleArgumentsError and
  // ValidationError before anything is sent; NotFoundError when an external id is unknown, or several assets
  // have it; MutationError when something failed on the way: its type() is that of its cause, and it tells
  // what became of each asset.

  /// Changes properties (specification: `update_properties_in_assets`). An asset named several times gets
  /// what stands last.
  /// @return the ids of the assets, in input order.
  std::vector<std::string> update_properties_in_assets(const UpdatePropertiesInAssets& arguments,
                                                       const CallOptions& options = {}) const;

  /// Renames assets (specification: `change_asset_external_ids`), in input order.
  /// @return the ids of the assets, in input order.
  std::vector<std::string> change_asset_external_ids(const ChangeAssetExternalIds& arguments,
                                                     const CallOptions& options = {}) const;

  /// Deletes assets (specification: `delete_many_from_dataset`) and waits until none of them is listed any
  /// more.
  /// @return the id of the project, or nothing when nothing was there to delete. The id is empty when neither
  /// `project_id` was given nor an answer of the service arrived that names it.
  /// @throws MutationError also when assets are still listed two minutes later.
  std::optional<std::string> delete_many_from_dataset(const DeleteManyFromDataset& arguments,
                                                      const CallOptions& options = {}) const;

  /// Puts labelled assets into review (specification: `add_to_review`) and waits until they are.
  /// @return the project and those of the assets that are in review now, or nothing when no asset changed.
  /// @throws MutationError also when labelled assets are not in review two minutes later.
  std::optional<MovedAssets> add_to_review(const AddToReview& arguments,
                                           const CallOptions& options = {}) const;

  /// Has assets labelled again (specification: `send_back_to_queue`) and waits until they are in the queue.
  /// @return the project and those of the assets that are in the queue now, or nothing when no asset changed.
  /// @throws MutationError also when assets are not in the queue two minutes later.
  std::optional<MovedAssets> send_back_to_queue(const SendBackToQueue& arguments,
                                                const CallOptions& options = {}) const;

  /// Sets the priority of assets (`set_assets_priority` of the service's newest client).
  /// @return what became of each asset: an asset that is being labelled, or was, is declined.
  AssetActionOutcome set_assets_priority(const SetAssetsPriority& arguments,
                                         const CallOptions& options = {}) const;

  /// Adds to the metadata of assets (contract, cases metadata--add*).
  /// @return the ids of the assets, in input order.
  std::vector<std::string> add_metadata(const AddMetadata& arguments, const CallOptions& options = {}) const;

  /// Replaces the metadata of assets (contract, cases metadata--set*).
  /// @return the ids of the assets, in input order.
  std::vector<std::string> set_metadata(const SetMetadata& arguments, const CallOptions& options = {}) const;

  /// Says who is to label assets (contract, cases assign--*).
  /// @return the ids of the assets, in input order.
  std::vector<std::string> assign_assets_to_labelers(const AssignAssetsToLabelers& arguments,
                                                     const CallOptions& options = {}) const;

  /// Takes one asset out of the queue, or back (contract, cases skip--*).
  /// @return the id of the asset.
  /// @throws MissingArgumentError, GraphQLError (unknown asset), MutationError the service did not do it.
  std::string skip_or_unskip(const SkipOrUnskip& arguments, const CallOptions& options = {}) const;

  /// Switches consensus of one asset on or off (contract, cases consensus--*).
  /// @return whether consensus is on now.
  /// @throws MissingArgumentError, ValidationError neither asset_id nor external_id, GraphQLError (unknown
  /// asset).
  bool update_asset_consensus(const UpdateAssetConsensus& arguments, const CallOptions& options = {}) const;

  /// URL of the API, without credentials.
  [[nodiscard]] const std::string& api_endpoint() const noexcept;

 private:
  friend struct detail::ClientFactory;
  class Implementation;
  explicit Client(std::shared_ptr<const Implementation> implementation) noexcept;
  AppendResult append_range(std::string_view project_id, detail::NewAssetSource& assets,
                            const AppendSettings& settings, const CallOptions& options) const;

  std::shared_ptr<const Implementation> implementation_;
};

}  // namespace kili
