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
#include "kili/assets/asset_import.hpp"
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
#include "kili/exports/export_labels.hpp"
#include "kili/graphql.hpp"
#include "kili/issues/append_to_issues.hpp"
#include "kili/issues/create_issues.hpp"
#include "kili/issues/issue_filters.hpp"
#include "kili/issues/issue_range.hpp"
#include "kili/issues/issues_arguments.hpp"
#include "kili/issues/update_issue_status.hpp"
#include "kili/labels/append_labels.hpp"
#include "kili/labels/append_to_labels.hpp"
#include "kili/labels/create_honeypot.hpp"
#include "kili/labels/create_predictions.hpp"
#include "kili/labels/delete_labels.hpp"
#include "kili/labels/label_filters.hpp"
#include "kili/labels/label_range.hpp"
#include "kili/labels/labels_arguments.hpp"
#include "kili/labels/new_label.hpp"
#include "kili/labels/update_properties_in_label.hpp"
#include "kili/list.hpp"
#include "kili/members/append_to_roles.hpp"
#include "kili/members/delete_from_roles.hpp"
#include "kili/members/project_user_filters.hpp"
#include "kili/members/project_user_range.hpp"
#include "kili/members/project_users_arguments.hpp"
#include "kili/members/update_properties_in_project_user.hpp"
#include "kili/members/update_properties_in_role.hpp"
#include "kili/projects/create_project.hpp"
#include "kili/projects/get_steps.hpp"
#include "kili/projects/project_filters.hpp"
#include "kili/projects/project_range.hpp"
#include "kili/projects/project_step.hpp"
#include "kili/projects/projects_arguments.hpp"
#include "kili/projects/update_properties_in_project.hpp"
#include "kili/tags/create_tag.hpp"
#include "kili/tags/delete_tag.hpp"
#include "kili/tags/tag.hpp"
#include "kili/tags/tag_project.hpp"
#include "kili/tags/tags_arguments.hpp"
#include "kili/tags/untag_project.hpp"
#include "kili/tags/update_tag.hpp"
#include "kili/users/create_user.hpp"
#include "kili/users/get_current_user.hpp"
#include "kili/users/update_password.hpp"
#include "kili/users/update_properties_in_user.hpp"
#include "kili/users/user_filters.hpp"
#include "kili/users/user_range.hpp"
#include "kili/users/users_arguments.hpp"

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
  ~Client();                                  ///< Ends the connection when this is its last handle.
  Client(const Client&) noexcept;             ///< Another handle to the same connection.
  Client(Client&&) noexcept;                  ///< Takes the handle over.
  Client& operator=(const Client&) noexcept;  ///< Becomes another handle to the same connection.
  Client& operator=(Client&&) noexcept;       ///< Takes the handle over.

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
  AppendResult append_many_to_dataset(std::string_view project_id, Range&& assets,
                                      const AppendSettings& settings = {},
                                      const CallOptions& options = {}) const {
    static_assert(std::convertible_to<std::ranges::range_reference_t<Range>, NewAsset>,
                  "append_many_to_dataset() takes a range of kili::NewAsset; paths and URLs alone go into "
                  "AppendManyToDataset::content_array");
    detail::RangeSource<NewAsset, std::remove_reference_t<Range>> source(assets);
    return append_range(project_id, source, settings, options);
  }

  /// Opens an import for assets that come one by one, such as the frames of a camera. Requests are sent by a
  /// thread of the import, the first ones at once.
  /// @param options deadline and stop token of the whole import.
  /// @throws MissingArgumentError, ValidationError before anything is sent. That the project does not exist
  /// is told by the calls of the import.
  [[nodiscard]] AssetImport open_import(std::string_view project_id, const AssetImportSettings& settings = {},
                                        const CallOptions& options = {}) const;

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

  /// Lists the labels of a project that match (Python SDK: `labels`). Nothing is sent before the range is
  /// read.
  /// @param project_id id of the project.
  /// @param filters which labels; all when empty.
  /// @param arguments which fields, how many labels, how many to skip.
  /// @return a lazy range; `.to_vector()` is the list, `.to_table()` a table of typed columns.
  /// @throws ValidationError an argument has an unusable value. Reading the range throws NotFoundError for an
  /// unknown project, and HttpError for a response that the service gives by a URL that leads to nothing.
  [[nodiscard]] LabelRange labels(std::string_view project_id, const LabelFilters& filters = {},
                                  const LabelsArguments& arguments = {},
                                  const CallOptions& options = {}) const;

  /// Counts the labels of a project that match (Python SDK: `count_labels`).
  /// @return the number of labels that labels() would deliver.
  /// @throws ValidationError, NotFoundError (unknown project).
  [[nodiscard]] std::size_t count_labels(std::string_view project_id, const LabelFilters& filters = {},
                                         const CallOptions& options = {}) const;

  /// Lists the labels of type PREDICTION (Python SDK: `predictions`). As labels(), with other default fields.
  /// @throws ValidationError also when the filters have type_in.
  [[nodiscard]] LabelRange predictions(std::string_view project_id, const LabelFilters& filters = {},
                                       const LabelsArguments& arguments = {},
                                       const CallOptions& options = {}) const;

  /// Lists the labels of type INFERENCE (Python SDK: `inferences`). As predictions().
  [[nodiscard]] LabelRange inferences(std::string_view project_id, const LabelFilters& filters = {},
                                      const LabelsArguments& arguments = {},
                                      const CallOptions& options = {}) const;

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
  std::vector<std::string> append_labels(Range&& labels, const AppendLabelsSettings& settings = {},
                                         const CallOptions& options = {}) const {
    static_assert(std::convertible_to<std::ranges::range_reference_t<Range>, NewLabel>,
                  "append_labels() takes a range of kili::NewLabel; responses alone go into "
                  "AppendLabels::json_response_array");
    detail::RangeSource<NewLabel, std::remove_reference_t<Range>> source(labels);
    return append_label_range(source, settings, options);
  }

  /// Creates predictions (specification: `create_predictions`): labels of type PREDICTION.
  /// @throws what append_labels() throws.
  CreatedPredictions create_predictions(std::string_view project_id, const CreatePredictions& arguments,
                                        const CallOptions& options = {}) const;
  /// The same for any input range of `NewLabel`, read as it is needed; the memory that it takes does not
  /// depend on how large the predictions are. A prediction that is not fit fails alone.
  template <std::ranges::input_range Range>
  CreatedPredictions create_predictions(std::string_view project_id, Range&& predictions,
                                        const PredictionSettings& settings,
                                        const CallOptions& options = {}) const {
    static_assert(std::convertible_to<std::ranges::range_reference_t<Range>, NewLabel>,
                  "create_predictions() takes a range of kili::NewLabel; responses alone go into "
                  "CreatePredictions::json_response_array");
    detail::RangeSource<NewLabel, std::remove_reference_t<Range>> source(predictions);
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

  /// Writes the labels of a project to an archive or a folder (Python SDK: `export_labels`). Assets are
  /// written as they are read, so that a project of any size is exported in bounded memory; what is written
  /// appears under its name when it is complete. What the format cannot express is left out and reported;
  /// docs/exports.md has the formats and their files.
  /// @throws MissingArgumentError, NotCompatibleOptionsError, NotCompatibleInputTypeError and other
  /// ValidationErrors before anything is written; NotFoundError for an unknown project or external id;
  /// NotExportableAssetError the sizes of all images are unknown; ExportLossError with `fail_on_loss`;
  /// FileWriteError. Media that were downloaded stay beside the target for the next attempt.
  ExportReport export_labels(const ExportLabels& arguments, const CallOptions& options = {}) const;

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

  // Projects and their members. Archived projects are listed and changed like others; deleted ones are gone.

  /// Lists projects that match. Nothing is sent before the range is read.
  /// @return a lazy range; `.to_vector()` is the list, `.to_table()` a table of typed columns.
  /// @throws ValidationError an argument has an unusable value. Reading the range throws it too, for a label
  /// in `tags_in` that no tag has, or several have.
  [[nodiscard]] ProjectRange projects(const ProjectFilters& filters = {},
                                      const ProjectsArguments& arguments = {},
                                      const CallOptions& options = {}) const;

  /// Counts the projects that match.
  /// @return the number of projects that projects() would deliver. @throws ValidationError as projects().
  [[nodiscard]] std::size_t count_projects(const ProjectFilters& filters = {},
                                           const CallOptions& options = {}) const;

  /// The project that has exactly this title; archived ones are found too, deleted ones are not.
  /// @param fields as ProjectsArguments::fields; "id" is added.
  /// @throws NotFoundError no project has it; ValidationError several have it, named by their ids.
  [[nodiscard]] Project find_project_by_title(std::string_view title, const List<std::string>& fields = {},
                                              const CallOptions& options = {}) const;

  /// Creates a project, gives it its tags, and returns when it can be read: for a minute at most the client
  /// asks for it every second. Tags and the project to copy are looked up before anything is created. When
  /// the response is lost, the client looks for a project of this title that was not there before the call;
  /// while it is not found for a minute, nothing is sent again, so that never two are made.
  /// @return the id of the project.
  /// @throws MissingArgumentError, IncompatibleArgumentsError and ValidationError before anything is sent;
  /// ValidationError a tag is unknown or ambiguous, NotFoundError `project_id` is unknown: nothing was
  /// created; MutationError the project was created, but instructions or tags are not set (its one item has
  /// the id), or it is not known whether it was created (the item is MutationOutcome::unknown).
  std::string create_project(const CreateProject& arguments, const CallOptions& options = {}) const;

  /// Changes properties of a project. When the response is lost, the client reads them, and sends the change
  /// again only if it was not made.
  /// @return the changed fields and "id".
  /// @throws MissingArgumentError, ValidationError before anything is sent; NotFoundError.
  Project update_properties_in_project(const UpdatePropertiesInProject& arguments,
                                       const CallOptions& options = {}) const;

  /// Puts a project away. @return its id. @throws MissingArgumentError, NotFoundError.
  std::string archive_project(std::string_view project_id, const CallOptions& options = {}) const;
  /// Brings a project back that archive_project() put away. @return its id. @throws as archive_project().
  std::string unarchive_project(std::string_view project_id, const CallOptions& options = {}) const;

  /// Deletes a project with all its assets and labels. The service does it in the background.
  /// @return the id of the project. @throws MissingArgumentError, NotFoundError.
  std::string delete_project(std::string_view project_id, const CallOptions& options = {}) const;

  /// Hides who labelled what from the people of the project, or shows it again.
  /// @return the id of the project. @throws MissingArgumentError, NotFoundError.
  std::string update_project_anonymization(std::string_view project_id, bool should_anonymize = true,
                                           const CallOptions& options = {}) const;

  /// The steps of the workflow of a project.
  /// @throws NotFoundError the project is unknown, or has the legacy workflow (V1), which has no steps;
  /// UnsupportedByServiceError a service of before 26.1 has no workflows.
  [[nodiscard]] std::vector<ProjectStep> get_steps(std::string_view project_id,
                                                   const GetSteps& arguments = {},
                                                   const CallOptions& options = {}) const;

  /// Lists the members of a project (`project_users`). Nothing is sent before the range is read.
  /// @param project_id id of the project. @param filters which members; all when empty.
  /// @param arguments which fields, how many members, how many to skip; those that do not match do not count.
  /// @throws ValidationError an argument has an unusable value. Reading the range throws NotFoundError for an
  /// unknown project.
  [[nodiscard]] ProjectUserRange project_users(std::string_view project_id,
                                               const ProjectUserFilters& filters = {},
                                               const ProjectUsersArguments& arguments = {},
                                               const CallOptions& options = {}) const;

  /// Counts the members of a project (`count_project_users`): one request for each status that is named.
  /// @return the number of members that project_users() would deliver.
  /// @throws ValidationError, NotFoundError (unknown project).
  [[nodiscard]] std::size_t count_project_users(std::string_view project_id,
                                                const ProjectUserFilters& filters = {},
                                                const CallOptions& options = {}) const;

  /// Makes a user a member of a project, or changes the role of a member (`append_to_roles`). Somebody whom
  /// the organisation does not know is invited. After a lost response the client looks whether the member has
  /// the role, and sends again only what is missing; twice has the same effect as once.
  /// @return the member, with the fields "id", "role", "user.email" and "user.id".
  /// @throws MissingArgumentError, NotFoundError (unknown project), GraphQLError (no such address),
  /// MutationError the service did not make the change.
  ProjectUser append_to_roles(const AppendToRoles& arguments, const CallOptions& options = {}) const;

  /// Removes a member from a project (`delete_from_roles`).
  /// @return the id of the project. Empty when the response to the removal of a `role_id` was lost and the
  /// service does not know the role any more.
  /// @throws ValidationError neither way to name the member is complete, IncompatibleArgumentsError both are
  /// given, NotFoundError (unknown project), GraphQLError (no such member).
  std::string delete_from_roles(const DeleteFromRoles& arguments, const CallOptions& options = {}) const;

  /// Changes the role of a member (`update_properties_in_role`). Deprecated:
  /// update_properties_in_project_user().
  /// @return the member, with the fields "id", "role", "user.email" and "user.id".
  /// @throws MissingArgumentError, NotFoundError (unknown project), GraphQLError (no such member),
  /// MutationError the service did not make the change.
  ProjectUser update_properties_in_role(const UpdatePropertiesInRole& arguments,
                                        const CallOptions& options = {}) const;

  /// Changes the role of a member (`update_properties_in_project_user` of the service's newest client).
  /// Returns and throws as update_properties_in_role().
  ProjectUser update_properties_in_project_user(const UpdatePropertiesInProjectUser& arguments,
                                                const CallOptions& options = {}) const;

  // Issues.

  /// Lists the issues and questions of a project (`issues`). Nothing is sent before the range is read.
  /// @param project_id id of the project. @param filters which issues; all when empty.
  /// @param arguments which fields, how many issues, how many to skip.
  /// @throws ValidationError an argument has an unusable value. Reading the range throws NotFoundError for an
  /// unknown project.
  [[nodiscard]] IssueRange issues(std::string_view project_id, const IssueFilters& filters = {},
                                  const IssuesArguments& arguments = {},
                                  const CallOptions& options = {}) const;

  /// Counts the issues and questions of a project (`count_issues`).
  /// @return the number of issues that issues() would deliver.
  /// @throws ValidationError, NotFoundError (unknown project).
  [[nodiscard]] std::size_t count_issues(std::string_view project_id, const IssueFilters& filters = {},
                                         const CallOptions& options = {}) const;

  /// Creates issues on labels of a project (`create_issues`), 100 in a request; the first request is sent
  /// alone, the following ones concurrently. With an empty list nothing is sent. When a response is lost, the
  /// client looks which of the issues exist (docs/members_and_issues.md) and sends only the others again.
  /// @param project_id id of the project.
  /// @return the ids of the issues, in input order.
  /// @throws MissingArgumentError and ValidationError before anything is sent; NotFoundError (unknown
  /// project); MutationError when a request failed: it has the outcome of each issue, and its type() is that
  /// of its cause.
  std::vector<std::string> create_issues(std::string_view project_id, const CreateIssues& arguments,
                                         const CallOptions& options = {}) const;

  /// Creates one issue or question on a label (`append_to_issues`). Deprecated: create_issues().
  /// @return the id of the issue.
  /// @throws MissingArgumentError, ValidationError (the project has no such label), NotFoundError (unknown
  /// project), GraphQLError.
  std::string append_to_issues(const AppendToIssues& arguments, const CallOptions& options = {}) const;

  /// Sets the status of an issue (`update_issue_status`). Sent again when the response is lost: twice has the
  /// same effect as once.
  /// @return the id of the issue.
  /// @throws MissingArgumentError, GraphQLError (no such issue).
  std::string update_issue_status(const UpdateIssueStatus& arguments, const CallOptions& options = {}) const;

  // Users and tags of the organisation.

  /// The tags of the organisation, or of one project.
  /// @throws ValidationError a field cannot be one; NotFoundError unknown project.
  [[nodiscard]] std::vector<Tag> tags(const TagsArguments& arguments = {},
                                      const CallOptions& options = {}) const;

  /// Creates a tag. When the response is lost, a tag of this label that is found is taken for it.
  /// @return "id", "color" and "label".
  /// @throws MissingArgumentError; GraphQLError a tag has this label already.
  Tag create_tag(const CreateTag& arguments, const CallOptions& options = {}) const;

  /// Gives a tag another label. @return its id.
  /// @throws MissingArgumentError; ValidationError no tag has this label, or several have.
  std::string update_tag(const UpdateTag& arguments, const CallOptions& options = {}) const;

  /// Deletes a tag, also from the projects that have it. @return whether it was deleted.
  /// @throws ValidationError neither id nor label, no tag has this label, or several have;
  /// IncompatibleArgumentsError; GraphQLError unknown id.
  bool delete_tag(const DeleteTag& arguments, const CallOptions& options = {}) const;

  /// Gives tags to a project, one request for each that it does not have.
  /// @return the ids of the tags, each once, also of those that the project had before.
  /// @throws MissingArgumentError, IncompatibleArgumentsError; ValidationError a tag is unknown or ambiguous:
  /// nothing was changed; NotFoundError; MutationError a request failed, with the outcome of each tag under
  /// MutatedAsset::asset_id.
  std::vector<std::string> tag_project(const TagProject& arguments, const CallOptions& options = {}) const;

  /// Takes tags from a project, one request for each.
  /// @return the ids of the tags. @throws as tag_project(); ValidationError also when the project does not
  /// have a tag.
  std::vector<std::string> untag_project(const UntagProject& arguments,
                                         const CallOptions& options = {}) const;

  /// Lists users (`users`). Nothing is sent before the range is read.
  /// @param filters which users; all whom the key may see when empty.
  /// @param arguments which fields, how many users, how many to skip.
  /// @throws ValidationError an argument has an unusable value.
  [[nodiscard]] UserRange users(const UserFilters& filters = {}, const UsersArguments& arguments = {},
                                const CallOptions& options = {}) const;

  /// Counts users (`count_users`).
  /// @return the number of users that users() would deliver.
  /// @throws ValidationError an argument has an unusable value.
  [[nodiscard]] std::size_t count_users(const UserFilters& filters = {},
                                        const CallOptions& options = {}) const;

  /// The owner of the API key (`get_current_user`).
  /// @throws ValidationError a field is not a name.
  [[nodiscard]] User get_current_user(const GetCurrentUser& arguments = {},
                                      const CallOptions& options = {}) const;

  /// Adds a user to the organisation (`create_user`). Asks first whether there is one of the address, so that
  /// it is known after a lost response which of them is there.
  /// @return the id of the user.
  /// @throws MissingArgumentError, GraphQLError (there is a user of this address; the password is not taken).
  std::string create_user(const CreateUser& arguments, const CallOptions& options = {}) const;

  /// Changes a password (`update_password`). Passwords of 8 characters or more are in no message, also not in
  /// one of the service. After a lost response the request is sent again; when that is refused, the error has
  /// ErrorContext::outcome_unknown, as a password cannot be read.
  /// @return the id of the user.
  /// @throws MissingArgumentError, ValidationError (the new passwords differ), GraphQLError.
  std::string update_password(const UpdatePassword& arguments, const CallOptions& options = {}) const;

  /// Changes properties of a user (`update_properties_in_user`).
  /// @return the id of the user.
  /// @throws MissingArgumentError, GraphQLError (no such user).
  std::string update_properties_in_user(const UpdatePropertiesInUser& arguments,
                                        const CallOptions& options = {}) const;

  // GraphQL documents of one's own.

  /// Sends a GraphQL document with the key, the retries, the rate limit and the errors of all other calls. A
  /// query is sent again when its answer is lost, a mutation only if ExecuteSettings::idempotent says so.
  /// @param document one operation, or several with ExecuteSettings::operation_name. No subscription.
  /// @param variables an object, sent as it is, nulls too; or null.
  /// @return member `data` of the answer. The answer of a mutation may take half of
  /// ClientOptions::max_response_bytes.
  /// @throws ValidationError the document is empty or has no such operation, or variables are no object;
  /// GraphQLError the answer has errors, whether or not it has data too.
  Json execute(std::string_view document, const Json& variables = {}, const ExecuteSettings& settings = {},
               const CallOptions& options = {}) const;

  /// Reads a paged query page after page. The document has variables for the number of elements of a page
  /// and of those before it (PagesSettings::first_variable and skip_variable), which `variables` do not have.
  /// Sends nothing.
  /// @throws ValidationError an argument has an unusable value, or the document is not such a query.
  [[nodiscard]] JsonPages pages(std::string_view document, const Json& variables = {},
                                const PagesSettings& settings = {}, const CallOptions& options = {}) const;

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
