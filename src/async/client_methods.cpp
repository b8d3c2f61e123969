#include <concepts>
#include <tuple>
#include <utility>
#include <vector>

#include "kili/async/client.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

template <typename Result>
auto without_range(Result result) {
  if constexpr (requires { std::move(result).to_vector(); }) {
    return std::move(result).to_vector();
  } else if constexpr (std::same_as<Result, JsonPages>) {
    std::vector<JsonPage> pages;
    for (const JsonPage& page : result) pages.push_back(page);
    return pages;
  } else {
    return result;
  }
}

// Those that have a form for ranges too.
constexpr AppendResult (kili::Client::*append_assets)(std::string_view, const AppendManyToDataset&,
                                                      const CallOptions&) const =
    &kili::Client::append_many_to_dataset;
constexpr std::vector<std::string> (kili::Client::*append_all_labels)(
    const AppendLabels&, const CallOptions&) const = &kili::Client::append_labels;
constexpr CreatedPredictions (kili::Client::*create_all_predictions)(
    std::string_view, const CreatePredictions&, const CallOptions&) const = &kili::Client::create_predictions;

}  // namespace

template <auto Method, typename... Arguments>
auto async::Client::call(CallOptions options, Arguments... arguments) const {
  return run(
      [arguments = std::make_tuple(std::move(arguments)...)](const kili::Client& client,
                                                             const CallOptions& inner) {
        return std::apply(
            [&](const Arguments&... given) { return without_range((client.*Method)(given..., inner)); },
            arguments);
      },
      std::move(options));
}

namespace async {

Future<std::vector<Asset>> Client::assets(std::string project_id, AssetFilters filters,
                                          AssetsArguments arguments, CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::assets>(std::move(options), std::move(project_id), std::move(filters),
                                     std::move(arguments));
}
Future<std::size_t> Client::count_assets(std::string project_id, AssetFilters filters,
                                         CallOptions options) const {
  return call<&kili::Client::count_assets>(std::move(options), std::move(project_id), std::move(filters));
}
Future<AppendResult> Client::append_many_to_dataset(std::string project_id, AppendManyToDataset arguments,
                                                    CallOptions options) const {
  return call<append_assets>(std::move(options), std::move(project_id), std::move(arguments));
}
Future<AssetImport> Client::open_import(std::string project_id, AssetImportSettings settings,
                                        CallOptions options) const {
  return call<&kili::Client::open_import>(std::move(options), std::move(project_id), std::move(settings));
}
Future<std::vector<std::string>> Client::update_properties_in_assets(UpdatePropertiesInAssets arguments,
                                                                     CallOptions options) const {
  return call<&kili::Client::update_properties_in_assets>(std::move(options), std::move(arguments));
}
Future<std::vector<std::string>> Client::change_asset_external_ids(ChangeAssetExternalIds arguments,
                                                                   CallOptions options) const {
  return call<&kili::Client::change_asset_external_ids>(std::move(options), std::move(arguments));
}
Future<AssetActionOutcome> Client::delete_many_from_dataset(DeleteManyFromDataset arguments,
                                                            CallOptions options) const {
  return call<&kili::Client::delete_many_from_dataset>(std::move(options), std::move(arguments));
}
Future<MovedAssets> Client::add_to_review(AddToReview arguments, CallOptions options) const {
  return call<&kili::Client::add_to_review>(std::move(options), std::move(arguments));
}
Future<MovedAssets> Client::send_back_to_queue(SendBackToQueue arguments, CallOptions options) const {
  return call<&kili::Client::send_back_to_queue>(std::move(options), std::move(arguments));
}
Future<AssetActionOutcome> Client::set_assets_priority(SetAssetsPriority arguments,
                                                       CallOptions options) const {
  return call<&kili::Client::set_assets_priority>(std::move(options), std::move(arguments));
}
Future<AssetActionOutcome> Client::assign_assets_to_labelers(AssignAssetsToLabelers arguments,
                                                             CallOptions options) const {
  return call<&kili::Client::assign_assets_to_labelers>(std::move(options), std::move(arguments));
}
Future<std::vector<std::string>> Client::add_metadata(AddMetadata arguments, CallOptions options) const {
  return call<&kili::Client::add_metadata>(std::move(options), std::move(arguments));
}
Future<std::vector<std::string>> Client::set_metadata(SetMetadata arguments, CallOptions options) const {
  return call<&kili::Client::set_metadata>(std::move(options), std::move(arguments));
}
Future<std::string> Client::skip_or_unskip(SkipOrUnskip arguments, CallOptions options) const {
  return call<&kili::Client::skip_or_unskip>(std::move(options), std::move(arguments));
}
Future<bool> Client::update_asset_consensus(UpdateAssetConsensus arguments, CallOptions options) const {
  return call<&kili::Client::update_asset_consensus>(std::move(options), std::move(arguments));
}
Future<std::vector<Label>> Client::labels(std::string project_id, LabelFilters filters,
                                          LabelsArguments arguments, CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::labels>(std::move(options), std::move(project_id), std::move(filters),
                                     std::move(arguments));
}
Future<std::size_t> Client::count_labels(std::string project_id, LabelFilters filters,
                                         CallOptions options) const {
  return call<&kili::Client::count_labels>(std::move(options), std::move(project_id), std::move(filters));
}
Future<std::vector<Label>> Client::predictions(std::string project_id, LabelFilters filters,
                                               LabelsArguments arguments, CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::predictions>(std::move(options), std::move(project_id), std::move(filters),
                                          std::move(arguments));
}
Future<std::vector<Label>> Client::inferences(std::string project_id, LabelFilters filters,
                                              LabelsArguments arguments, CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::inferences>(std::move(options), std::move(project_id), std::move(filters),
                                         std::move(arguments));
}
Future<std::vector<std::string>> Client::append_labels(AppendLabels arguments, CallOptions options) const {
  return call<append_all_labels>(std::move(options), std::move(arguments));
}
Future<CreatedPredictions> Client::create_predictions(std::string project_id, CreatePredictions arguments,
                                                      CallOptions options) const {
  return call<create_all_predictions>(std::move(options), std::move(project_id), std::move(arguments));
}
Future<std::string> Client::append_to_labels(AppendToLabels arguments, CallOptions options) const {
  return call<&kili::Client::append_to_labels>(std::move(options), std::move(arguments));
}
Future<std::string> Client::create_honeypot(CreateHoneypot arguments, CallOptions options) const {
  return call<&kili::Client::create_honeypot>(std::move(options), std::move(arguments));
}
Future<ExportReport> Client::export_labels(ExportLabels arguments, CallOptions options) const {
  return call<&kili::Client::export_labels>(std::move(options), std::move(arguments));
}
Future<std::vector<std::string>> Client::delete_labels(DeleteLabels arguments, CallOptions options) const {
  return call<&kili::Client::delete_labels>(std::move(options), std::move(arguments));
}
Future<std::string> Client::update_properties_in_label(UpdatePropertiesInLabel arguments,
                                                       CallOptions options) const {
  return call<&kili::Client::update_properties_in_label>(std::move(options), std::move(arguments));
}
Future<std::vector<Project>> Client::projects(ProjectFilters filters, ProjectsArguments arguments,
                                              CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::projects>(std::move(options), std::move(filters), std::move(arguments));
}
Future<std::size_t> Client::count_projects(ProjectFilters filters, CallOptions options) const {
  return call<&kili::Client::count_projects>(std::move(options), std::move(filters));
}
Future<Project> Client::find_project_by_title(std::string title, List<std::string> fields,
                                              CallOptions options) const {
  return call<&kili::Client::find_project_by_title>(std::move(options), std::move(title), std::move(fields));
}
Future<std::string> Client::create_project(CreateProject arguments, CallOptions options) const {
  return call<&kili::Client::create_project>(std::move(options), std::move(arguments));
}
Future<Project> Client::update_properties_in_project(UpdatePropertiesInProject arguments,
                                                     CallOptions options) const {
  return call<&kili::Client::update_properties_in_project>(std::move(options), std::move(arguments));
}
Future<std::string> Client::archive_project(std::string project_id, CallOptions options) const {
  return call<&kili::Client::archive_project>(std::move(options), std::move(project_id));
}
Future<std::string> Client::unarchive_project(std::string project_id, CallOptions options) const {
  return call<&kili::Client::unarchive_project>(std::move(options), std::move(project_id));
}
Future<std::string> Client::delete_project(std::string project_id, CallOptions options) const {
  return call<&kili::Client::delete_project>(std::move(options), std::move(project_id));
}
Future<std::string> Client::update_project_anonymization(std::string project_id, bool should_anonymize,
                                                         CallOptions options) const {
  return call<&kili::Client::update_project_anonymization>(std::move(options), std::move(project_id),
                                                           should_anonymize);
}
Future<std::vector<ProjectStep>> Client::get_steps(std::string project_id, GetSteps arguments,
                                                   CallOptions options) const {
  return call<&kili::Client::get_steps>(std::move(options), std::move(project_id), std::move(arguments));
}
Future<std::vector<ProjectUser>> Client::project_users(std::string project_id, ProjectUserFilters filters,
                                                       ProjectUsersArguments arguments,
                                                       CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::project_users>(std::move(options), std::move(project_id), std::move(filters),
                                            std::move(arguments));
}
Future<std::size_t> Client::count_project_users(std::string project_id, ProjectUserFilters filters,
                                                CallOptions options) const {
  return call<&kili::Client::count_project_users>(std::move(options), std::move(project_id),
                                                  std::move(filters));
}
Future<ProjectUser> Client::append_to_roles(AppendToRoles arguments, CallOptions options) const {
  return call<&kili::Client::append_to_roles>(std::move(options), std::move(arguments));
}
Future<std::string> Client::delete_from_roles(DeleteFromRoles arguments, CallOptions options) const {
  return call<&kili::Client::delete_from_roles>(std::move(options), std::move(arguments));
}
Future<ProjectUser> Client::update_properties_in_role(UpdatePropertiesInRole arguments,
                                                      CallOptions options) const {
  return call<&kili::Client::update_properties_in_role>(std::move(options), std::move(arguments));
}
Future<ProjectUser> Client::update_properties_in_project_user(UpdatePropertiesInProjectUser arguments,
                                                              CallOptions options) const {
  return call<&kili::Client::update_properties_in_project_user>(std::move(options), std::move(arguments));
}
Future<std::vector<Issue>> Client::issues(std::string project_id, IssueFilters filters,
                                          IssuesArguments arguments, CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::issues>(std::move(options), std::move(project_id), std::move(filters),
                                     std::move(arguments));
}
Future<std::size_t> Client::count_issues(std::string project_id, IssueFilters filters,
                                         CallOptions options) const {
  return call<&kili::Client::count_issues>(std::move(options), std::move(project_id), std::move(filters));
}
Future<std::vector<std::string>> Client::create_issues(std::string project_id, CreateIssues arguments,
                                                       CallOptions options) const {
  return call<&kili::Client::create_issues>(std::move(options), std::move(project_id), std::move(arguments));
}
Future<std::string> Client::append_to_issues(AppendToIssues arguments, CallOptions options) const {
  return call<&kili::Client::append_to_issues>(std::move(options), std::move(arguments));
}
Future<std::string> Client::update_issue_status(UpdateIssueStatus arguments, CallOptions options) const {
  return call<&kili::Client::update_issue_status>(std::move(options), std::move(arguments));
}
Future<std::vector<Tag>> Client::tags(TagsArguments arguments, CallOptions options) const {
  return call<&kili::Client::tags>(std::move(options), std::move(arguments));
}
Future<Tag> Client::create_tag(CreateTag arguments, CallOptions options) const {
  return call<&kili::Client::create_tag>(std::move(options), std::move(arguments));
}
Future<std::string> Client::update_tag(UpdateTag arguments, CallOptions options) const {
  return call<&kili::Client::update_tag>(std::move(options), std::move(arguments));
}
Future<bool> Client::delete_tag(DeleteTag arguments, CallOptions options) const {
  return call<&kili::Client::delete_tag>(std::move(options), std::move(arguments));
}
Future<std::vector<std::string>> Client::tag_project(TagProject arguments, CallOptions options) const {
  return call<&kili::Client::tag_project>(std::move(options), std::move(arguments));
}
Future<std::vector<std::string>> Client::untag_project(UntagProject arguments, CallOptions options) const {
  return call<&kili::Client::untag_project>(std::move(options), std::move(arguments));
}
Future<std::vector<User>> Client::users(UserFilters filters, UsersArguments arguments,
                                        CallOptions options) const {
  arguments.disable_tqdm = true;
  return call<&kili::Client::users>(std::move(options), std::move(filters), std::move(arguments));
}
Future<std::size_t> Client::count_users(UserFilters filters, CallOptions options) const {
  return call<&kili::Client::count_users>(std::move(options), std::move(filters));
}
Future<User> Client::get_current_user(GetCurrentUser arguments, CallOptions options) const {
  return call<&kili::Client::get_current_user>(std::move(options), std::move(arguments));
}
Future<std::string> Client::create_user(CreateUser arguments, CallOptions options) const {
  return call<&kili::Client::create_user>(std::move(options), std::move(arguments));
}
Future<std::string> Client::update_password(UpdatePassword arguments, CallOptions options) const {
  return call<&kili::Client::update_password>(std::move(options), std::move(arguments));
}
Future<std::string> Client::update_properties_in_user(UpdatePropertiesInUser arguments,
                                                      CallOptions options) const {
  return call<&kili::Client::update_properties_in_user>(std::move(options), std::move(arguments));
}
Future<Json> Client::execute(std::string document, Json variables, ExecuteSettings settings,
                             CallOptions options) const {
  return call<&kili::Client::execute>(std::move(options), std::move(document), std::move(variables),
                                      std::move(settings));
}
Future<std::vector<JsonPage>> Client::pages(std::string document, Json variables, PagesSettings settings,
                                            CallOptions options) const {
  return call<&kili::Client::pages>(std::move(options), std::move(document), std::move(variables),
                                    std::move(settings));
}

}  // namespace async
}  // namespace v0_1
}  // namespace kili
