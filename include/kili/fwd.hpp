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
class LabelResponse;
class MessageSink;
class Ontology;
class ParsedLabel;
class Sandbox;
class Table;
class TableColumn;
struct AddMetadata;
struct AddToReview;
struct AppendLabels;
struct AppendLabelsSettings;
struct AppendManyToDataset;
struct AppendResult;
struct AppendSettings;
struct AppendToLabels;
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
struct CreatePredictions;
struct CreatedPredictions;
struct DeleteLabels;
struct DeleteManyFromDataset;
struct HttpRequest;
struct HttpResponse;
struct NewAsset;
struct NewLabel;
struct PageResolution;
struct PredictionSettings;
struct Resolution;
struct SendBackToQueue;
struct SetAssetsPriority;
struct SetMetadata;
struct SkipOrUnskip;
struct StepIdAndStatus;
struct StepNameAndStatus;
struct UpdateAssetConsensus;
struct UpdatePropertiesInAssets;
struct UpdatePropertiesInLabel;
template <typename Record>
class RecordRange;
template <typename T>
class List;
using AssetRange = RecordRange<Asset>;
using MovedAssets = AssetActionOutcome;

}  // namespace v0_1
}  // namespace kili
