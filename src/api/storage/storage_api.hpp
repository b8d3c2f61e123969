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

#include "graphql/graphql_client.hpp"
#include "http/http_client.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "support/os/file.hpp"

namespace kili::api {

/// What is uploaded to a signed URL.
struct UploadSource {
  std::string content_type;
  /// Not given: `memory` or `text` is sent.
  std::optional<std::filesystem::path> file;
  /// Sent from where the bytes are, when there is no file.
  std::optional<HttpMemoryBody> memory{};
  std::uint64_t size = 0;  ///< Of the file.
  std::string text;
};

/// What a storage says of a file.
struct RemoteFile {
  std::string content_type;  ///< May be empty.
  std::optional<std::chrono::sys_seconds> last_modified;
  std::optional<std::uint64_t> size;  ///< In bytes, when it is told.
  /// Names this version of the file in a request for a part of it. Empty: parts of it cannot be told to
  /// belong to one version.
  std::string validator;
};

/// Where a download goes.
struct DownloadTarget {
  /// What the storage said before. A longer body is refused.
  std::optional<std::uint64_t> announced_size;
  support::File* file = nullptr;         ///< Open to read and write; not null.
  std::optional<std::uint64_t> largest;  ///< In bytes; a longer body is refused.
  std::filesystem::path path;            ///< Of `file`, for messages and for transports that open files.
  /// Version whose beginning is in the file already; empty: what is there is overwritten.
  std::string validator;
};

/// Uploads to and downloads from the storage of the service. The key is sent only inside the API's own path.
/// All may throw ConnectionError, Cancelled and DeadlineExceeded. Thread-safe.
class StorageApi {
 public:
  /// Most URLs of one request (docs/service.md, "Numbers").
  static constexpr std::size_t signed_urls_per_request = 30;

  /// Bytes per second. A transfer of a file that is slower for idle_timeout is given up, and repeated or
  /// continued.
  static constexpr std::uint64_t slowest_transfer = 1'000;
  /// Bytes. A download is continued as long as each series of attempts brings so many.
  static constexpr std::uint64_t least_progress = 65'536;

  struct Settings {
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds idle_timeout{60'000};
  };

  StorageApi(std::shared_ptr<const graphql::GraphQLClient> graphql, std::shared_ptr<http::HttpClient> http,
             Settings settings);

  // uploads.cpp
  /// One URL for each path (at most signed_urls_per_request), in order.
  /// @throws what GraphQLClient::execute() throws.
  [[nodiscard]] std::vector<std::string> create_upload_bucket_signed_urls(
      std::span<const std::string> paths, const support::CallContext& context) const;
  /// The address under which the service itself hands out what was uploaded to a signed URL.
  /// @throws HttpError when the URL names no file id.
  [[nodiscard]] std::string stored_file_url(std::string_view signed_url) const;
  /// Sends the content to the part of a signed URL before its `&id=`.
  /// @throws HttpError when the storage refuses, FileError when the file can no longer be read.
  void upload(std::string_view signed_url, const UploadSource& source,
              const support::CallContext& context) const;

  // downloads.cpp
  /// Scheme, host and port of a URL; empty when it is none.
  [[nodiscard]] static std::string origin_of(std::string_view url);
  /// Reads a document that a record refers to by URL, within the memory that answers may take.
  /// @param read gets its text; is called twice when the memory was too little at first.
  /// @throws HttpError when it is refused, ConnectionError also when it is too large; what `read` throws.
  void read_document(
      const std::string& url, const support::CallContext& context,
      const std::function<void(const std::string& text, support::JsonBudget& budget)>& read) const;

  // file_downloads.cpp
  /// Asks for the headers of a file. @throws HttpError when it is refused.
  [[nodiscard]] RemoteFile describe_file(const std::string& url, const support::CallContext& context) const;
  /// Reads a file to disk; continues an earlier download of the same version that broke off.
  /// @return what the response said of the file.
  /// @throws HttpError when it is refused, ConnectionError also when it could not be written.
  [[nodiscard]] RemoteFile download_file(const std::string& url, const DownloadTarget& target,
                                         const support::CallContext& context) const;

 private:
  /// Sends a GET or HEAD and follows redirects; for each of them it is decided anew whether the key is sent.
  /// @param prepare called before each attempt; may change the request.
  /// @param before_attempt as in http::SendOptions.
  [[nodiscard]] http::SendResult get(
      HttpRequest request, const support::CallContext& context,
      const std::function<void(HttpRequest&)>& prepare = {},
      const std::function<std::shared_ptr<const void>()>& before_attempt = {}) const;
  [[nodiscard]] HttpRequest file_request(const std::string& url, std::string_view method) const;
  [[nodiscard]] http::SendResult get_rest(const HttpRequest& request, const DownloadTarget& target,
                                          const support::CallContext& context) const;
  [[nodiscard]] static HttpError refused_download(std::string_view url, const http::SendResult& result);

  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  std::shared_ptr<http::HttpClient> http_;
  Settings settings_;
  /// Some storages sign for GET alone.
  mutable std::atomic<bool> head_is_refused_{false};
};

}  // namespace kili::api
