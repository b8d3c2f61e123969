#pragma once

/// @file
/// Forward declarations of the public types.

namespace kili {

class Asset;
class AssetRange;
class Client;
class Content;
class Error;
class HttpTransport;
class Json;
class MessageSink;
class Sandbox;
struct AppendManyToDataset;
struct AppendResult;
struct AppendSettings;
struct AssetFilters;
struct AssetsArguments;
struct CallOptions;
struct ClientOptions;
struct HttpRequest;
struct HttpResponse;
struct NewAsset;
template <typename T>
class List;

}  // namespace kili
