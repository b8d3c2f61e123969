#pragma once

/// @file
/// Forward declarations of the public types.

namespace kili {
inline namespace v0_1 {

class ApiKeyProvider;
class Asset;
class AssetImport;
class Client;
class Content;
class Date;
class Error;
class HttpTransport;
class Issue;
class Json;
class Label;
class LabelResponse;
class MessageSink;
class Observer;
class Ontology;
class ParsedLabel;
class Project;
class ProjectStep;
class ProjectUser;
class Sandbox;
class Table;
class TableColumn;
class Tag;
class User;
struct AddMetadata;
struct AddToReview;
struct AppendLabels;
struct AppendLabelsSettings;
struct AppendManyToDataset;
struct AppendResult;
struct AppendSettings;
struct AppendToIssues;
struct AppendToLabels;
struct AppendToRoles;
struct AssetActionFailure;
struct AssetActionOutcome;
struct AssetFilters;
struct AssetReference;
struct AssetsArguments;
struct AssignAssetsToLabelers;
struct CallOptions;
struct ChangeAssetExternalIds;
struct ClientOptions;
struct CreateHoneypot;
struct CreateIssues;
struct CreatePredictions;
struct CreateProject;
struct CreateTag;
struct CreateUser;
struct CreatedPredictions;
struct DeleteFromRoles;
struct DeleteLabels;
struct DeleteManyFromDataset;
struct DeleteTag;
struct GetCurrentUser;
struct GetSteps;
struct HttpRequest;
struct HttpResponse;
struct IssueFilters;
struct LabelFilters;
struct LabelsArguments;
struct ListingArguments;
struct NewAsset;
struct NewLabel;
struct PageResolution;
struct PredictionSettings;
struct ProjectFilters;
struct ProjectUserFilters;
struct Resolution;
struct SendBackToQueue;
struct SetAssetsPriority;
struct SetMetadata;
struct SkipOrUnskip;
struct StepIdAndStatus;
struct StepNameAndStatus;
struct TagProject;
struct TagsArguments;
struct UntagProject;
struct UpdateAssetConsensus;
struct UpdateIssueStatus;
struct UpdatePassword;
struct UpdatePropertiesInAssets;
struct UpdatePropertiesInLabel;
struct UpdatePropertiesInProject;
struct UpdatePropertiesInProjectUser;
struct UpdatePropertiesInRole;
struct UpdatePropertiesInUser;
struct UpdateTag;
struct UserFilters;
template <typename Record>
class RecordRange;
template <typename T>
class List;
using AssetRange = RecordRange<Asset>;
using IssueRange = RecordRange<Issue>;
using LabelRange = RecordRange<Label>;
using IssuesArguments = ListingArguments;
using MovedAssets = AssetActionOutcome;
using ProjectRange = RecordRange<Project>;
using ProjectUserRange = RecordRange<ProjectUser>;
using ProjectUsersArguments = ListingArguments;
using ProjectsArguments = ListingArguments;
using UserRange = RecordRange<User>;
using UsersArguments = ListingArguments;

}  // namespace v0_1
}  // namespace kili
