#pragma once

/// @file
/// The operations of kili::Client as futures.

#include <concepts>
#include <cstddef>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "kili/async/future.hpp"
#include "kili/client.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {
class AsyncCalls;
}  // namespace detail

namespace async {

/// How calls run side by side.
struct AsyncOptions {
  /// Calls that are under way at once, 1 to 10,000; others wait for a place in their order, for which their
  /// deadlines allow. Requests at once are limited by ClientOptions::max_requests_in_flight and
  /// calls_per_minute.
  std::size_t max_calls = 256;
  /// Threads that the calls share, 1 to 256. Each call stays on one of them, which goes on with others while
  /// the call waits. More of them help where reading answers and writing files takes all of their time.
  std::size_t threads = 2;
};

/// Operations as futures: hundreds of calls at once on a few threads. Each method is that of kili::Client of
/// the same name, which documents it, with the same parameters and errors. Arguments are copied or moved
/// into the call. Errors, those of arguments too, are those of the future; methods themselves throw
/// UsedAfterForkError in a child process, ValidationError when the handle was moved from, and std::bad_alloc.
/// Listings give all of their records, without a progress bar; run() reads them record by record.
///
/// A handle: copies share threads and limits. The last one that is destroyed cancels what is under way and
/// waits for its end (100 ms), so that every future is ready then; wait() before lets the calls end by
/// themselves. Destroyed on one of its own threads, by a continuation or a coroutine there, it cancels and
/// does not wait. All methods may be called from any number of threads at once, also by calls, continuations
/// and coroutines on the client's own threads, where waiting for a future does not block the thread.
///
/// What of the program runs in calls (ranges, callbacks, message sinks, run()) has a stack of 1 MiB. What
/// blocks there by itself, as an HttpTransport of the program's own does, blocks one of the threads.
class KILI_EXPORT Client {
 public:
  /// @throws ValidationError an option is not usable; std::system_error no thread can be started.
  explicit Client(kili::Client client, const AsyncOptions& options = {});
  ~Client();
  Client(const Client&) noexcept;
  Client(Client&&) noexcept;
  Client& operator=(const Client&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// Runs anything on a place for calls, such as several operations or a listing that is read record by
  /// record: `function(client, options)` with a kili::Client and the CallOptions to pass on, whose stop token
  /// follows Future::cancel().
  /// @return the future of what it returns, which owns what it refers to.
  template <typename Function>
  requires std::invocable<Function&, const kili::Client&, const CallOptions&>
  // NOLINTNEXTLINE(performance-unnecessary-value-param): they move into the call
  auto run(Function function, CallOptions options = {}) const {
    using Result = std::invoke_result_t<Function&, const kili::Client&, const CallOptions&>;
    const auto state = std::make_shared<detail::FutureValue<Result>>();
    start(
        state,
        [state, function = std::move(function)](const kili::Client& client,
                                                const CallOptions& inner) mutable {
          state->fill([&]() -> Result { return function(client, inner); });
        },
        std::move(options));
    return detail::FutureFactory::make(state);
  }

  /// Cancels all calls of this client, as Future::cancel() does.
  void cancel_all() const;
  /// Waits until no call is under way or waits for a place, those that are started meanwhile too, and what
  /// follows them on the client's threads has run. Must not be called there. @throws UsedAfterForkError.
  void wait() const;
  /// What the calls are made with.
  [[nodiscard]] const kili::Client& client() const;
  /// As kili::Client::api_endpoint().
  [[nodiscard]] const std::string& api_endpoint() const;

  /// @name Assets
  /// @{
  Future<std::vector<Asset>> assets(std::string project_id, AssetFilters filters = {},
                                    AssetsArguments arguments = {}, CallOptions options = {}) const;
  Future<std::size_t> count_assets(std::string project_id, AssetFilters filters = {},
                                   CallOptions options = {}) const;
  Future<AppendResult> append_many_to_dataset(std::string project_id, AppendManyToDataset arguments,
                                              CallOptions options = {}) const;
  /// The range moves into the call, and is read on one of the client's threads.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewAsset> Future<AppendResult>
  append_many_to_dataset(std::string project_id, Range assets, AppendSettings settings = {},
                         CallOptions options = {})
  const {
    return run(
        [project_id = std::move(project_id), assets = std::move(assets), settings = std::move(settings)](
            const kili::Client& client, const CallOptions& inner) mutable {
          return client.append_many_to_dataset(project_id, assets, settings, inner);
        },
        std::move(options));
  }
  /// Threads of the caller and calls on the client's threads may use the import alike.
  Future<AssetImport> open_import(std::string project_id, AssetImportSettings settings = {},
                                  CallOptions options = {}) const;
  Future<std::vector<std::string>> update_properties_in_assets(UpdatePropertiesInAssets arguments,
                                                               CallOptions options = {}) const;
  Future<std::vector<std::string>> change_asset_external_ids(ChangeAssetExternalIds arguments,
                                                             CallOptions options = {}) const;
  Future<AssetActionOutcome> delete_many_from_dataset(DeleteManyFromDataset arguments,
                                                      CallOptions options = {}) const;
  Future<MovedAssets> add_to_review(AddToReview arguments, CallOptions options = {}) const;
  Future<MovedAssets> send_back_to_queue(SendBackToQueue arguments, CallOptions options = {}) const;
  Future<AssetActionOutcome> set_assets_priority(SetAssetsPriority arguments, CallOptions options = {}) const;
  Future<AssetActionOutcome> assign_assets_to_labelers(AssignAssetsToLabelers arguments,
                                                       CallOptions options = {}) const;
  Future<std::vector<std::string>> add_metadata(AddMetadata arguments, CallOptions options = {}) const;
  Future<std::vector<std::string>> set_metadata(SetMetadata arguments, CallOptions options = {}) const;
  Future<std::string> skip_or_unskip(SkipOrUnskip arguments, CallOptions options = {}) const;
  Future<bool> update_asset_consensus(UpdateAssetConsensus arguments, CallOptions options = {}) const;
  /// @}

  /// @name Labels
  /// @{
  Future<std::vector<Label>> labels(std::string project_id, LabelFilters filters = {},
                                    LabelsArguments arguments = {}, CallOptions options = {}) const;
  Future<std::size_t> count_labels(std::string project_id, LabelFilters filters = {},
                                   CallOptions options = {}) const;
  Future<std::vector<Label>> predictions(std::string project_id, LabelFilters filters = {},
                                         LabelsArguments arguments = {}, CallOptions options = {}) const;
  Future<std::vector<Label>> inferences(std::string project_id, LabelFilters filters = {},
                                        LabelsArguments arguments = {}, CallOptions options = {}) const;
  Future<std::vector<std::string>> append_labels(AppendLabels arguments, CallOptions options = {}) const;
  /// The range moves into the call, and is read on one of the client's threads.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewLabel>
      Future<std::vector<std::string>> append_labels(Range labels, AppendLabelsSettings settings = {},
                                                     CallOptions options = {})
  const {
    return run(
        [labels = std::move(labels), settings = std::move(settings)](const kili::Client& client,
                                                                     const CallOptions& inner) mutable {
          return client.append_labels(labels, settings, inner);
        },
        std::move(options));
  }
  Future<CreatedPredictions> create_predictions(std::string project_id, CreatePredictions arguments,
                                                CallOptions options = {}) const;
  /// The range moves into the call, and is read on one of the client's threads.
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, NewLabel> Future<CreatedPredictions>
  create_predictions(std::string project_id, Range predictions, PredictionSettings settings,
                     CallOptions options = {})
  const {
    return run(
        [project_id = std::move(project_id), predictions = std::move(predictions),
         settings = std::move(settings)](const kili::Client& client, const CallOptions& inner) mutable {
          return client.create_predictions(project_id, predictions, settings, inner);
        },
        std::move(options));
  }
  Future<std::string> append_to_labels(AppendToLabels arguments, CallOptions options = {}) const;
  Future<std::string> create_honeypot(CreateHoneypot arguments, CallOptions options = {}) const;
  Future<ExportReport> export_labels(ExportLabels arguments, CallOptions options = {}) const;
  Future<std::vector<std::string>> delete_labels(DeleteLabels arguments, CallOptions options = {}) const;
  Future<std::string> update_properties_in_label(UpdatePropertiesInLabel arguments,
                                                 CallOptions options = {}) const;
  /// @}

  /// @name Projects and their members
  /// @{
  Future<std::vector<Project>> projects(ProjectFilters filters = {}, ProjectsArguments arguments = {},
                                        CallOptions options = {}) const;
  Future<std::size_t> count_projects(ProjectFilters filters = {}, CallOptions options = {}) const;
  Future<Project> find_project_by_title(std::string title, List<std::string> fields = {},
                                        CallOptions options = {}) const;
  Future<std::string> create_project(CreateProject arguments, CallOptions options = {}) const;
  Future<Project> update_properties_in_project(UpdatePropertiesInProject arguments,
                                               CallOptions options = {}) const;
  Future<std::string> archive_project(std::string project_id, CallOptions options = {}) const;
  Future<std::string> unarchive_project(std::string project_id, CallOptions options = {}) const;
  Future<std::string> delete_project(std::string project_id, CallOptions options = {}) const;
  Future<std::string> update_project_anonymization(std::string project_id, bool should_anonymize = true,
                                                   CallOptions options = {}) const;
  Future<std::vector<ProjectStep>> get_steps(std::string project_id, GetSteps arguments = {},
                                             CallOptions options = {}) const;
  Future<std::vector<ProjectUser>> project_users(std::string project_id, ProjectUserFilters filters = {},
                                                 ProjectUsersArguments arguments = {},
                                                 CallOptions options = {}) const;
  Future<std::size_t> count_project_users(std::string project_id, ProjectUserFilters filters = {},
                                          CallOptions options = {}) const;
  Future<ProjectUser> append_to_roles(AppendToRoles arguments, CallOptions options = {}) const;
  Future<std::string> delete_from_roles(DeleteFromRoles arguments, CallOptions options = {}) const;
  Future<ProjectUser> update_properties_in_role(UpdatePropertiesInRole arguments,
                                                CallOptions options = {}) const;
  Future<ProjectUser> update_properties_in_project_user(UpdatePropertiesInProjectUser arguments,
                                                        CallOptions options = {}) const;
  /// @}

  /// @name Issues
  /// @{
  Future<std::vector<Issue>> issues(std::string project_id, IssueFilters filters = {},
                                    IssuesArguments arguments = {}, CallOptions options = {}) const;
  Future<std::size_t> count_issues(std::string project_id, IssueFilters filters = {},
                                   CallOptions options = {}) const;
  Future<std::vector<std::string>> create_issues(std::string project_id, CreateIssues arguments,
                                                 CallOptions options = {}) const;
  Future<std::string> append_to_issues(AppendToIssues arguments, CallOptions options = {}) const;
  Future<std::string> update_issue_status(UpdateIssueStatus arguments, CallOptions options = {}) const;
  /// @}

  /// @name Tags and users of the organisation
  /// @{
  Future<std::vector<Tag>> tags(TagsArguments arguments = {}, CallOptions options = {}) const;
  Future<Tag> create_tag(CreateTag arguments, CallOptions options = {}) const;
  Future<std::string> update_tag(UpdateTag arguments, CallOptions options = {}) const;
  Future<bool> delete_tag(DeleteTag arguments, CallOptions options = {}) const;
  Future<std::vector<std::string>> tag_project(TagProject arguments, CallOptions options = {}) const;
  Future<std::vector<std::string>> untag_project(UntagProject arguments, CallOptions options = {}) const;
  Future<std::vector<User>> users(UserFilters filters = {}, UsersArguments arguments = {},
                                  CallOptions options = {}) const;
  Future<std::size_t> count_users(UserFilters filters = {}, CallOptions options = {}) const;
  Future<User> get_current_user(GetCurrentUser arguments = {}, CallOptions options = {}) const;
  Future<std::string> create_user(CreateUser arguments, CallOptions options = {}) const;
  Future<std::string> update_password(UpdatePassword arguments, CallOptions options = {}) const;
  Future<std::string> update_properties_in_user(UpdatePropertiesInUser arguments,
                                                CallOptions options = {}) const;
  /// @}

  /// @name GraphQL documents of one's own
  /// @{
  Future<Json> execute(std::string document, Json variables = {}, ExecuteSettings settings = {},
                       CallOptions options = {}) const;
  Future<std::vector<JsonPage>> pages(std::string document, Json variables = {}, PagesSettings settings = {},
                                      CallOptions options = {}) const;
  /// @}

 private:
  using Call = detail::Callable<void(const kili::Client&, const CallOptions&)>;

  /// `call` fills the state and does not throw.
  void start(std::shared_ptr<detail::FutureState> state, Call call, CallOptions options) const;
  template <auto Method, typename... Arguments>
  auto call(CallOptions options, Arguments... arguments) const;
  [[nodiscard]] detail::AsyncCalls& calls() const;

  std::shared_ptr<detail::AsyncCalls> calls_;
};

}  // namespace async
}  // namespace v0_1
}  // namespace kili
