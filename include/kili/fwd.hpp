#pragma once

/// @file
/// Forward declarations of the public types.

namespace kili {
inline namespace v0_1 {

class Asset;
class Client;
class Content;
class Date;
class Error;
class HttpTransport;
class Json;
class MessageSink;
class Ontology;
class ParsedLabel;
class Project;
class ProjectStep;
class Sandbox;
class Table;
class TableColumn;
class Tag;
struct AddMetadata;
struct AddToReview;
struct AppendManyToDataset;
struct AppendResult;
struct AppendSettings;
struct AssetActionFailure;
struct AssetActionOutcome;
struct AssetFilters;
struct AssetReference;
struct AssetsArguments;
struct AssignAssetsToLabelers;
struct CallOptions;
struct ChangeAssetExternalIds;
struct ClientOptions;
struct CreateProject;
struct CreateTag;
struct DeleteManyFromDataset;
struct DeleteTag;
struct GetSteps;
struct HttpRequest;
struct HttpResponse;
struct NewAsset;
struct PageResolution;
struct ProjectFilters;
struct ProjectsArguments;
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
struct UpdatePropertiesInAssets;
struct UpdatePropertiesInProject;
struct UpdateTag;
template <typename Record>
class RecordRange;
template <typename T>
class List;
using AssetRange = RecordRange<Asset>;
using ProjectRange = RecordRange<Project>;
using MovedAssets = AssetActionOutcome;

}  // namespace v0_1
}  // namespace kili
