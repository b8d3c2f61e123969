#include <fmt/format.h>

#include "api/checked_answer.hpp"
#include "api/storage/storage_api.hpp"
#include "http/url.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/shown_text.hpp"

namespace kili::api {
namespace {

/// The PUT goes to the URL without the file id that the service appends for itself.
std::string upload_target(std::string_view signed_url) {
  return std::string(signed_url.substr(0, signed_url.rfind("&id=")));
}

bool is_azure_storage(std::string_view url) {
  const auto parsed = http::Url::parse(url);
  return parsed && parsed->host.ends_with("blob.core.windows.net");
}

}  // namespace

StorageApi::StorageApi(std::shared_ptr<const graphql::GraphQLClient> graphql,
                       std::shared_ptr<http::HttpClient> http, Settings settings)
    : graphql_(std::move(graphql)), http_(std::move(http)), settings_(settings) {}

std::vector<std::string> StorageApi::create_upload_bucket_signed_urls(
    std::span<const std::string> paths, const support::CallContext& context) const {
  // Idempotent: a URL that is never used costs nothing.
  static const auto& operation = support::immortal(graphql::Operation{
      .document =
          "query ($filePaths: [String!]) {\n  urls: createUploadBucketSignedUrls(filePaths: $filePaths)\n}",
      .idempotent = true,
      .name = "createUploadBucketSignedUrls",
      .result = "urls"});
  const std::vector<std::string> file_paths(paths.begin(), paths.end());
  auto urls = texts(graphql_->execute(operation, {{"filePaths", file_paths}}, context), operation.name);
  if (urls.size() != paths.size()) {
    throw_unexpected_answer(operation.name, fmt::format("{} URLs for {} paths", urls.size(), paths.size()));
  }
  return urls;
}

std::string StorageApi::stored_file_url(std::string_view signed_url) const {
  constexpr std::string_view mark = "&id=";
  const auto at = signed_url.rfind(mark);
  if (at == std::string_view::npos) {
    throw_unexpected_answer("createUploadBucketSignedUrls", "a URL without a file id");
  }
  constexpr std::string_view path_end = "/graphql";
  std::string_view base = graphql_->endpoint();
  if (base.ends_with(path_end)) base.remove_suffix(path_end.size());
  return fmt::format("{}/files?id={}", base, signed_url.substr(at + mark.size()));
}

void StorageApi::upload(std::string_view signed_url, const UploadSource& source,
                        const support::CallContext& context) const {
  HttpRequest request;
  request.method = "PUT";
  request.url = upload_target(signed_url);
  request.connect_timeout = settings_.connect_timeout;
  request.idle_timeout = settings_.idle_timeout;
  request.min_bytes_per_second = slowest_transfer;
  request.max_response_bytes = std::size_t{1}
                               << 20U;  // storages answer uploads with nothing or a short message
  request.headers.emplace_back("Content-Type", source.content_type);
  if (is_azure_storage(request.url)) request.headers.emplace_back("x-ms-blob-type", "BlockBlob");
  if (source.file) {
    request.file_body = HttpFileBody{.offset = 0, .path = *source.file, .size = source.size};
  } else if (source.memory) {
    request.memory_body = source.memory;
  } else {
    request.body = source.text;
  }
  const auto delivered =
      http_->send(std::move(request), {.is_api_call = false, .operation = "upload"}, context);
  const int status = delivered.response.status;
  if (status >= 200 && status < 300) return;
  ErrorContext details = delivered.error_context("upload");
  details.body = support::shown_text(delivered.response.body, support::longest_shown_body);
  throw HttpError(fmt::format("the storage refused an upload with HTTP {}{}", status,
                              status == 403 ? "; its signed URL may have expired, call again" : ""),
                  std::move(details));
}

}  // namespace kili::api
