#pragma once

/// @file
/// Forward declarations of the public types.

namespace kili {

class AppendResult;
class Asset;
class AssetRange;
class Client;
class Error;
class HttpTransport;
class Json;
class MessageSink;
class Sandbox;
class Table;
class TableColumn;
struct AppendManyToDataset;
struct AssetFilters;
struct AssetsArguments;
struct CallOptions;
struct ClientOptions;
struct HttpRequest;
struct HttpResponse;
template <typename T>
class List;

}  // namespace kili
