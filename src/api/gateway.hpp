#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql/graphql_client.hpp"
#include "http/http_client.hpp"
#include "kili/enums.hpp"
#include "kili/errors.hpp"
#include "kili/labels/ontology.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Owner of the API key.
struct User {
  std::string email;
  std::string id;
};

/// A step of the workflow of a project.
struct ProjectStep {
  std::string id;
  std::string name;
};

/// What listing and importing must know of a project.
struct Project {
  /// Its media lie in the customer's own cloud storage and may not be downloaded.
  bool has_data_connections = false;
  InputType input_type = InputType::image;
  std::vector<ProjectStep> steps;
  std::string workflow_version;
};

/// Parallel arrays of AppendManyAssetsData and AppendManyFramesToDatasetAsynchronouslyData. An asynchronous
/// import takes layers instead of contents, and no honeypots.
struct NewAssets {
  std::vector<std::string> contents;
  std::vector<std::string> external_ids;
  std::vector<std::string> ids;
  std::vector<bool> is_honeypot;
  std::vector<std::string> json_contents;
  std::vector<std::string> json_metadata;
  std::vector<nlohmann::json> layers;
};

/// State of an asynchronous import.
struct Notification {
  std::string message;
  std::string status;  ///< PENDING, SUCCESS or FAILURE.
};

/// What is uploaded to a signed URL.
struct UploadSource {
  std::string content_type;
  /// Absent: `text` is sent.
  std::optional<std::filesystem::path> file;
  std::uint64_t size = 0;
  std::string text;
};

/// What the place where a file lies says of it.
struct RemoteFile {
  std::string content_type;  ///< May be empty.
  std::optional<std::chrono::sys_seconds> last_modified;
  std::optional<std::uint64_t> size;  ///< In bytes, when it is told.
  /// Names this version of the file in a request for a part of it; empty: parts cannot be told to belong
  /// together.
  std::string validator;
};

/// Where a download goes: an existing file that no link leads to.
struct DownloadTarget {
  std::filesystem::path file;
  /// Version of which the beginning is in the file already; empty: what is there is overwritten.
  std::string validator;
};

/// One method per operation of the service (contract/schema.graphql, "operations"), each with its document,
/// variables and result, and the transfers from and to storage. All may throw what GraphQLClient::execute
/// throws. Thread-safe.
class Gateway {
 public:
  /// Most items in one request (contract/README.md, "Numbers").
  static constexpr std::size_t asset_ids_per_request = 1000;
  static constexpr std::size_t external_ids_per_request = 1000;
  static constexpr std::size_t records_per_page = 1000;
  static constexpr std::size_t signed_urls_per_request = 30;
  static constexpr std::size_t assets_per_mutation = 100;

  struct StorageSettings {
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds idle_timeout{60'000};
  };

  Gateway(std::shared_ptr<const graphql::GraphQLClient> graphql, std::shared_ptr<http::HttpClient> http,
          StorageSettings storage);

  // users.cpp
  [[nodiscard]] User me(const support::CallContext& context) const;
  /// Email of the user of the key.
  [[nodiscard]] std::string viewer_email(const support::CallContext& context) const;
  /// ISO 8601 date, or nullopt when the service does not know the key's.
  [[nodiscard]] std::optional<std::string> api_key_expiry(std::string_view api_key,
                                                          const support::CallContext& context) const;
  /// License of the user's organisation: may files be uploaded?
  [[nodiscard]] bool may_upload_local_data(std::string_view email, const support::CallContext& context) const;

  // projects.cpp
  /// @throws NotFoundError when there is none of that id.
  [[nodiscard]] Project project(std::string_view project_id, const support::CallContext& context) const;
  /// The project's interface ("jsonInterface") and the type of its assets.
  [[nodiscard]] Ontology ontology(std::string_view project_id, const support::CallContext& context) const;

  // assets.cpp
  [[nodiscard]] std::size_t count_assets(const nlohmann::json& where,
                                         const support::CallContext& context) const;
  /// @param selection selection set of the fields, from graphql::selection_of with 4 spaces.
  /// @return an array of records.
  [[nodiscard]] nlohmann::json assets(const nlohmann::json& where, std::string_view selection,
                                      std::size_t first, std::size_t skip,
                                      const support::CallContext& context) const;
  /// Which of these ids (at most 1000) exist in the project.
  [[nodiscard]] std::vector<std::string> existing_asset_ids(std::string_view project_id,
                                                            std::span<const std::string> asset_ids,
                                                            const support::CallContext& context) const;
  /// Those of these assets (at most 1000) that exist, as records with their ids and these fields, in any
  /// order.
  /// @param project_id empty: in whatever project.
  [[nodiscard]] nlohmann::json assets_by_id(std::string_view project_id,
                                            std::span<const std::string> asset_ids,
                                            std::span<const std::string> fields,
                                            const support::CallContext& context) const;
  /// Records of the assets with exactly these external ids (at most 1000), with `id` and `externalId`.
  [[nodiscard]] nlohmann::json assets_by_external_id(std::string_view project_id,
                                                     std::span<const std::string> external_ids,
                                                     const support::CallContext& context) const;

  // mutations.cpp: none of them is repeated by itself; after a lost answer the state tells what happened.
  /// @param asset_ids at most 100. @param data an AssetData for each of them.
  /// @return the ids of the assets that were changed.
  [[nodiscard]] std::vector<std::string> update_properties_in_assets(
      std::span<const std::string> asset_ids, nlohmann::json data, const support::CallContext& context) const;
  /// @param asset_ids at most 100. @return the project, or nullopt when none of them was there.
  [[nodiscard]] std::optional<std::string> delete_many_from_dataset(
      std::span<const std::string> asset_ids, const support::CallContext& context) const;
  /// @param asset_ids at most 100. @return the project, or nullopt when no asset changed.
  [[nodiscard]] std::optional<std::string> add_all_labeled_assets_to_review(
      std::span<const std::string> asset_ids, const support::CallContext& context) const;
  /// @param asset_ids at most 100. @return the project, or nullopt when no asset changed.
  [[nodiscard]] std::optional<std::string> send_back_assets_to_queue(
      std::span<const std::string> asset_ids, const support::CallContext& context) const;
  /// @return the ids of the assets that were assigned.
  [[nodiscard]] std::vector<std::string> assign_assets_to_labelers(std::string_view asset_id,
                                                                   std::span<const std::string> user_ids,
                                                                   const support::CallContext& context) const;
  /// @return whether consensus is on now.
  [[nodiscard]] bool set_asset_consensus(std::string_view project_id,
                                         const std::optional<std::string>& asset_id,
                                         const std::optional<std::string>& external_id, bool is_consensus,
                                         const support::CallContext& context) const;
  /// @return whether the service says that it was done.
  [[nodiscard]] bool skip_asset(std::string_view project_id, std::string_view asset_id,
                                std::string_view reason, const support::CallContext& context) const;
  /// @return whether the service says that it was done.
  [[nodiscard]] bool unskip_asset(std::string_view project_id, std::string_view asset_id,
                                  const support::CallContext& context) const;

  // imports.cpp
  /// Which of these external ids (at most 1000) the project has.
  [[nodiscard]] std::vector<std::string> filter_existing_assets(std::string_view project_id,
                                                                std::span<const std::string> external_ids,
                                                                const support::CallContext& context) const;
  /// One URL per path (at most 30), in order.
  [[nodiscard]] std::vector<std::string> create_upload_bucket_signed_urls(
      std::span<const std::string> paths, const support::CallContext& context) const;
  /// Not idempotent: after a lost answer ask existing_asset_ids first.
  void append_many_assets(std::string_view project_id, const NewAssets& assets,
                          const support::CallContext& context) const;
  /// Not idempotent. @return id of the notification that tells the end.
  [[nodiscard]] std::string append_many_frames_to_dataset_asynchronously(
      std::string_view project_id, const NewAssets& assets, std::string_view upload_type,
      const support::CallContext& context) const;
  [[nodiscard]] std::optional<Notification> notification(std::string_view id,
                                                         const support::CallContext& context) const;

  // storage.cpp
  /// The address under which the service itself hands out what was uploaded to a signed URL.
  /// @throws HttpError when the URL names no file id.
  [[nodiscard]] std::string stored_file_url(std::string_view signed_url) const;
  /// Sends the content to the part of a signed URL before its `&id=` (contract/README.md, "Importing").
  /// @throws HttpError when the storage refuses, ConnectionError, FileError when the file can no longer be
  /// read.
  void upload(std::string_view signed_url, const UploadSource& source,
              const support::CallContext& context) const;

  // downloads.cpp
  /// The text of a document that a record refers to by URL. The key is sent only inside the API's own path.
  /// @throws HttpError when it is refused, ConnectionError.
  [[nodiscard]] std::string linked_document(const std::string& url,
                                            const support::CallContext& context) const;

  // file_downloads.cpp, with the same care for the key. All throw HttpError when the file is refused,
  // ConnectionError when it did not arrive or could not be written.
  /// Asks for the headers of a file.
  [[nodiscard]] RemoteFile describe_file(const std::string& url, const support::CallContext& context) const;
  /// Reads a file to disk; goes on where an earlier download of the same version broke off.
  /// @return what the answer said of the file.
  [[nodiscard]] RemoteFile download_file(const std::string& url, const DownloadTarget& target,
                                         const support::CallContext& context) const;

 private:
  /// All pages of a listing, whose ids are checked.
  /// @param expected how many records it has at least when everything that is asked for exists; with
  /// `at_most` also at most.
  [[nodiscard]] nlohmann::json all_assets(const nlohmann::json& where, std::span<const std::string> fields,
                                          std::size_t expected, bool at_most,
                                          const support::CallContext& context) const;

  /// Sends a GET or HEAD and follows redirects; at each of them it is decided anew whether the key goes
  /// along.
  /// @param prepare called before each sending, repeated ones too; may change the request.
  [[nodiscard]] http::Delivered get(HttpRequest request, const support::CallContext& context,
                                    const std::function<void(HttpRequest&)>& prepare = {}) const;
  [[nodiscard]] HttpRequest file_request(const std::string& url, std::string_view method) const;
  [[nodiscard]] http::Delivered get_rest(const HttpRequest& request, const DownloadTarget& target,
                                         const support::CallContext& context) const;
  [[nodiscard]] static HttpError refused_download(std::string_view url, const http::Delivered& delivered);

  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  std::shared_ptr<http::HttpClient> http_;
  StorageSettings storage_;
  /// Some storages sign for GET alone.
  mutable std::atomic<bool> head_is_refused_{false};
};

}  // namespace kili::api
