#pragma once

/// @file
/// The facade: one method per operation of the specification.

#include <concepts>
#include <cstddef>
#include <memory>
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
#include "kili/labels/append_labels.hpp"
#include "kili/labels/append_to_labels.hpp"
#include "kili/labels/create_honeypot.hpp"
#include "kili/labels/create_predictions.hpp"
#include "kili/labels/delete_labels.hpp"
#include "kili/labels/new_label.hpp"
#include "kili/labels/update_properties_in_label.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {
struct ClientFactory;
}

/// A handle to a connection to the Kili service: transport, worker threads, key and settings. Copies are
/// cheap and share the connection, which ends with its last handle; ranges keep it alive too. All methods of
/// one handle, and of several handles of one connection, may be called from any number of threads at once;
/// assigning to a handle needs the same care as assigning to any other object. Calls of a
/// moved-from handle throw ValidationError.
///
/// fork(): the threads of a connection exist in the process that made it. In a child process every method of
/// an inherited client, and every read of an inherited range, throws UsedAfterForkError at once; destroying
/// them there does nothing. Create the client after fork(), in each process its own.
///
/// Clients may be used, made and destroyed as long as the process runs, also by the destructors of global
/// objects after main() has returned.
///
/// Every method that does I/O throws AuthenticationError, GraphQLError, HttpError, ConnectionError, Cancelled
/// and DeadlineExceeded in addition to the errors named at the method. A project that does not exist or is
/// not accessible is a NotFoundError that names project_id, for every method that takes a project_id and
/// needs it to find the assets.
class KILI_EXPORT Client {
 public:
  /// Starts a connection and checks the key, unless ClientOptions::skip_checks is set: one request for the
  /// owner of the key and one for its expiry date. A key that expires within 30 days is warned of.
  /// @throws AuthenticationError no key, or the service refuses it; ValidationError an option is not usable.
  explicit Client(const ClientOptions& options = {});
  ~Client();
  Client(const Client&) noexcept;
  Client(Client&&) noexcept;
  Client& operator=(const Client&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// Lists the assets of a project that match (specification: `assets`). Nothing is sent before the range is
  /// read.
  /// @param project_id id of the project.
  /// @param filters which assets; all when empty.
  /// @param arguments which fields, how many assets, how many to skip.
  /// @return a lazy range; `.to_vector()` is the list, `.to_table()` a table of typed columns.
  /// @throws ValidationError an argument has an unusable value. Reading the range throws NotFoundError for an
  /// unknown project.
  [[nodiscard]] AssetRange assets(std::string_view project_id, const AssetFilters& filters = {},
                                  const AssetsArguments& arguments = {},
                                  const CallOptions& options = {}) const;

  /// Counts the assets of a project that match (specification: `count_assets`).
  /// @return the number of assets that assets() would deliver.
  /// @throws ValidationError, NotFoundError (unknown project).
  [[nodiscard]] std::size_t count_assets(std::string_view project_id, const AssetFilters& filters = {},
                                         const CallOptions& options = {}) const;

  /// Imports assets (specification: `append_many_to_dataset`). Files are streamed, several at once; batches
  /// of 100 are appended in input order. The client chooses the ids: when the response to an append is
  /// lost, the client asks the service which assets exist and sends only the others again. The others are
  /// imported also when one asset cannot be uploaded.
  /// @return the project's id, the ids of the created assets in input order, and the assets that were skipped
  /// or are imported asynchronously.
  /// @throws ValidationError and its subclasses before anything is created; NotFoundError for an unknown
  /// project; ImportError when it failed half-way, with the outcome of each asset.
  AppendResult append_many_to_dataset(std::string_view project_id, const AppendManyToDataset& arguments,
                                      const CallOptions& options = {}) const;
  /// The same for any input range of `NewAsset`, read as it is needed: a million assets may come from a
  /// generator. An asset that cannot be imported fails alone and is reported at the end. The first asset
  /// determines whether the contents are texts, files or URLs.
  /// @throws NotFoundError, UploadForbiddenError, ImportError; what the range throws, if nothing was created
  /// before.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewAsset> AppendResult
  append_many_to_dataset(std::string_view project_id, Range&& assets, const AppendSettings& settings = {},
                         const CallOptions& options = {})
  const {
    detail::NewAssetRange<std::remove_reference_t<Range>> source(assets);
    return append_range(project_id, source, settings, options);
  }

  // Mutations of assets. Assets are named by `asset_ids`, or by `external_ids` with `project_id`; external
  // ids are matched exactly. With an empty list the call gives a warning and sends nothing. A request changes
  // up to 100 assets; the first batch is sent alone, the following ones concurrently. Calls of one connection
  // that change the same asset wait for each other. When the response to a mutation is lost, the client reads
  // the state of its assets and sends again only the changes that are missing. All mutations but
  // skip_or_unskip() and update_asset_consensus() throw: MissingArgumentError, IncompatibleArgumentsError and
  // ValidationError before anything is sent; NotFoundError when the project of the external ids is unknown,
  // when an external id is unknown or when several assets have it; MutationError when a request failed: it
  // has the outcome of each asset, and its type() is that of its cause.

  /// Changes properties (specification: `update_properties_in_assets`). For an asset that is named
  /// several times the last values count.
  /// @return the ids of the assets, in input order.
  std::vector<std::string> update_properties_in_assets(const UpdatePropertiesInAssets& arguments,
                                                       const CallOptions& options = {}) const;

  /// Renames assets (specification: `change_asset_external_ids`), in input order.
  /// @return the ids of the assets, in input order.
  std::vector<std::string> change_asset_external_ids(const ChangeAssetExternalIds& arguments,
                                                     const CallOptions& options = {}) const;

  // The five actions below return what became of each asset: AssetActionOutcome. Today's service decides that
  // in its response. Assets for which an action failed inside the service are sent twice again, after 1 and 2
  // seconds. When a batch fails, MutationError::outcome() has what was decided before. A service before 26.2
  // gets the operations of its time: the client then reads from the state what became of the assets, and
  // waits until it shows the change, for two minutes at most. Without `project_id` one more request asks for
  // the project.

  /// Deletes assets (specification: `delete_many_from_dataset`).
  /// @return under `succeeded` the assets that do not exist any more, also those that did not exist before.
  /// @throws MutationError of a service before 26.2 also when assets are still listed two minutes later.
  AssetActionOutcome delete_many_from_dataset(const DeleteManyFromDataset& arguments,
                                              const CallOptions& options = {}) const;

  /// Puts labelled assets into review (specification: `add_to_review`).
  /// @return under `succeeded` the assets that are in review now. Assets without a label, in a step that is
  /// not done or that somebody labels are declined.
  /// @throws MutationError of a service before 26.2 also when labelled assets are not in review two minutes
  /// later.
  MovedAssets add_to_review(const AddToReview& arguments, const CallOptions& options = {}) const;

  /// Sends assets back to the labelling queue (specification: `send_back_to_queue`).
  /// @return under `succeeded` the assets that are in the queue again. Assets still to be labelled are
  /// declined, and in workflows V2 and V3 skipped ones.
  /// @throws MutationError of a service before 26.2 also when assets are not in the queue two minutes later.
  MovedAssets send_back_to_queue(const SendBackToQueue& arguments, const CallOptions& options = {}) const;

  /// Sets the priority of assets (`set_assets_priority` of the service's newest client).
  /// @return under `succeeded` the assets that have the priority now. An asset that is being labelled, was
  /// labelled or is skipped is declined; a service before 26.2 declines unknown assets only.
  AssetActionOutcome set_assets_priority(const SetAssetsPriority& arguments,
                                         const CallOptions& options = {}) const;

  /// Assigns assets to the users who are to label them (specification: `assign_assets_to_labelers`): one
  /// request for each distinct list of users and 100 assets.
  /// @return under `succeeded` the assets that are assigned now. An asset of which somebody would be
  /// unassigned who has a label in progress is declined by service 26.2.
  AssetActionOutcome assign_assets_to_labelers(const AssignAssetsToLabelers& arguments,
                                               const CallOptions& options = {}) const;

  /// Adds to the metadata of assets (specification: `add_metadata`).
  /// @return the ids of the assets, in input order.
  std::vector<std::string> add_metadata(const AddMetadata& arguments, const CallOptions& options = {}) const;

  /// Replaces the metadata of assets (specification: `set_metadata`).
  /// @return the ids of the assets, in input order.
  std::vector<std::string> set_metadata(const SetMetadata& arguments, const CallOptions& options = {}) const;

  /// Takes one asset out of the queue, or puts it back (specification: `skip_or_unskip`).
  /// @return the id of the asset.
  /// @throws MissingArgumentError, NotFoundError (unknown project), GraphQLError (unknown asset),
  /// MutationError the service did not make the change. The service refuses to skip an asset that is used for
  /// consensus (GraphQLError).
  std::string skip_or_unskip(const SkipOrUnskip& arguments, const CallOptions& options = {}) const;

  /// Switches consensus of one asset on or off (specification: `update_asset_consensus`).
  /// @return whether consensus is on now.
  /// @throws MissingArgumentError, ValidationError neither asset_id nor external_id, NotFoundError (unknown
  /// project), GraphQLError (unknown asset).
  bool update_asset_consensus(const UpdateAssetConsensus& arguments, const CallOptions& options = {}) const;

  // Labels.

  // Writing labels. A request creates up to 100 labels; the first batch is sent alone, the following ones
  // concurrently; labels of the same asset are created in the order given. When the response to a batch is
  // lost, the client reads which of its labels are there and sends only the others again, so that no label is
  // created twice; what cannot be told is reported as unknown (docs/reliability.md). For that the labels that
  // are on the assets are read before, with one request for 1,000 assets.

  /// Creates labels (specification: `append_labels`). Everything is checked before anything is sent.
  /// @return the ids of the labels, in input order.
  /// @throws MissingArgumentError, IncompatibleArgumentsError and ValidationError before anything is sent;
  /// NotFoundError for an unknown project, external id or step; MutationError when a batch failed, with the
  /// outcome of each label.
  std::vector<std::string> append_labels(const AppendLabels& arguments,
                                         const CallOptions& options = {}) const;
  /// The same for any input range of `NewLabel`, read as it is needed: a million labels may come from a
  /// generator. A label that is not fit or whose asset is unknown fails alone, and is reported at the end.
  /// @throws what the range throws, if nothing was created before; MutationError.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewLabel> std::vector<std::string>
  append_labels(Range&& labels, const AppendLabelsSettings& settings = {}, const CallOptions& options = {})
  const {
    detail::NewLabelRange<std::remove_reference_t<Range>> source(labels);
    return append_label_range(source, settings, options);
  }

  /// Creates predictions (specification: `create_predictions`): labels of type PREDICTION.
  /// @throws what append_labels() throws.
  CreatedPredictions create_predictions(std::string_view project_id, const CreatePredictions& arguments,
                                        const CallOptions& options = {}) const;
  /// The same for any input range of `NewLabel`, read as it is needed; the memory that it takes does not
  /// depend on how large the predictions are. A prediction that is not fit fails alone.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewLabel> CreatedPredictions
  create_predictions(std::string_view project_id, Range&& predictions, const PredictionSettings& settings,
                     const CallOptions& options = {})
  const {
    detail::NewLabelRange<std::remove_reference_t<Range>> source(predictions);
    return create_prediction_range(project_id, source, settings, options);
  }

  /// Creates one label (specification: `append_to_labels`). Deprecated by the service: append_labels().
  /// @return the id of the label.
  /// @throws MissingArgumentError, IncompatibleArgumentsError, ValidationError; NotFoundError (unknown
  /// external id); GraphQLError (unknown asset or author).
  std::string append_to_labels(const AppendToLabels& arguments, const CallOptions& options = {}) const;

  /// Makes an asset a honeypot (specification: `create_honeypot`): its new label of type REVIEW has the right
  /// answers, by which labelers are measured.
  /// @return the id of the label. @throws what append_to_labels() throws.
  std::string create_honeypot(const CreateHoneypot& arguments, const CallOptions& options = {}) const;

  /// Deletes labels (specification: `delete_labels`), 100 with each request. Unknown ids are passed over.
  /// With an empty list the call gives a warning and sends nothing.
  /// @return the ids that were deleted, in input order; after a lost response also those that were not there.
  /// @throws ValidationError; MutationError with the outcome of each label.
  std::vector<std::string> delete_labels(const DeleteLabels& arguments,
                                         const CallOptions& options = {}) const;

  /// Changes properties of a label (`update_properties_in_label` of version 2.164).
  /// @return the id of the label. @throws MissingArgumentError, ValidationError; GraphQLError (unknown
  /// label).
  std::string update_properties_in_label(const UpdatePropertiesInLabel& arguments,
                                         const CallOptions& options = {}) const;

  // Projects and their members.

  // Issues.

  // Users and tags of the organisation.

  /// URL of the API, without credentials.
  [[nodiscard]] const std::string& api_endpoint() const;

 private:
  friend struct detail::ClientFactory;
  class Implementation;
  explicit Client(std::shared_ptr<const Implementation> implementation) noexcept;
  AppendResult append_range(std::string_view project_id, detail::NewAssetSource& assets,
                            const AppendSettings& settings, const CallOptions& options) const;

  std::vector<std::string> append_label_range(detail::NewLabelSource& labels,
                                              const AppendLabelsSettings& settings,
                                              const CallOptions& options) const;
  CreatedPredictions create_prediction_range(std::string_view project_id, detail::NewLabelSource& predictions,
                                             const PredictionSettings& settings,
                                             const CallOptions& options) const;

  [[nodiscard]] const Implementation& connection() const;

  std::shared_ptr<const Implementation> implementation_;
};

}  // namespace v0_1
}  // namespace kili
