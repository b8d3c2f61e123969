#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <system_error>
#include <utility>

#include "api/storage/storage_api.hpp"
#include "http/content_decoder.hpp"
#include "http/file_version.hpp"
#include "http/http_date.hpp"
#include "http/opened_file.hpp"
#include "kili/errors.hpp"
#include "support/http_status.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::api {
namespace {

std::optional<std::uint64_t> read_number(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stopped == end ? std::optional(number) : std::nullopt;
}

RemoteFile describe(const HttpResponse& response) {
  RemoteFile file;
  file.content_type = response.header("content-type");
  file.last_modified = http::parse_http_date(response.header("last-modified"));
  const std::string_view tag = response.header("etag");
  const bool is_strong = tag.starts_with('"');
  file.validator = is_strong ? tag : response.header("last-modified");
  // The length of something encoded for the way is not that of the file.
  if (!http::ContentDecoder(response.header("content-encoding")).is_identity()) {
    file.validator.clear();
    return file;
  }
  const std::string_view range = response.header("content-range");
  file.size = response.status == 206 ? read_number(range.substr(range.find('/') + 1))
                                     : read_number(response.header("content-length"));
  return file;
}

std::uint64_t size_of(const support::File& file) {
  std::error_code error;
  const auto status = file.status(error);
  return error ? 0 : status.size;
}

void check_written(const DownloadTarget& target, const std::error_code& error) {
  if (!error) return;
  throw FileWriteError(
      fmt::format("download: '{}' cannot be written: {}; check the rights and the room of its disk",
                  support::shown_text(target.path.string()), error.message()));
}

/// Most bytes that the target may get; 0: no limit.
std::uint64_t most_bytes(const DownloadTarget& target) {
  if (!target.announced_size) return target.largest.value_or(0);
  // A file that was announced as empty may get a byte, which tells that it is not.
  const auto announced = std::max<std::uint64_t>(*target.announced_size, 1);
  return target.largest ? std::min(announced, *target.largest) : announced;
}

/// Asks for what the target lacks.
void ask_for_rest(HttpRequest& request, const DownloadTarget& target) {
  std::erase_if(request.headers,
                [](const auto& header) { return header.first == "Range" || header.first == "If-Range"; });
  request.response_offset = target.validator.empty() ? 0 : size_of(*target.file);
  if (request.response_offset == 0) return;
  request.headers.emplace_back("Range", fmt::format("bytes={}-", request.response_offset));
  request.headers.emplace_back("If-Range", target.validator);
}

}  // namespace

HttpRequest StorageApi::file_request(const std::string& url, std::string_view method) const {
  HttpRequest request;
  request.method = method;
  request.url = url;
  request.connect_timeout = settings_.connect_timeout;
  request.idle_timeout = settings_.idle_timeout;
  // Lengths and parts are those of the file as it is stored.
  request.headers.emplace_back("Accept-Encoding", "identity");
  request.min_bytes_per_second = slowest_transfer;
  return request;
}

RemoteFile StorageApi::describe_file(const std::string& url, const support::CallContext& context) const {
  const bool skips_head = head_is_refused_;
  if (!skips_head) {
    const auto delivered = get(file_request(url, "HEAD"), context);
    if (support::is_success(delivered.response.status)) return describe(delivered.response);
  }
  auto request = file_request(url, "GET");
  request.headers.emplace_back("Range", "bytes=0-0");
  request.headers_only = true;
  const auto delivered = get(std::move(request), context);
  if (delivered.response.status == 416) {  // an empty file has no first byte
    auto file = describe(delivered.response);
    file.size = 0;
    return file;
  }
  if (!support::is_success(delivered.response.status)) throw refused_download(url, delivered);
  if (!skips_head) head_is_refused_ = true;
  return describe(delivered.response);
}

/// As long as a download gets further before the connection breaks, it goes on, beyond what single requests
/// have as retries. A few bytes each time are no progress: that would never end.
http::SendResult StorageApi::get_rest(const HttpRequest& request, const DownloadTarget& target,
                                      const support::CallContext& context) const {
  for (;;) {
    const auto before = size_of(*target.file);
    try {
      return get(request, context, [&](HttpRequest& next) { ask_for_rest(next, target); });
    } catch (const ConnectionError&) {
      const auto size = size_of(*target.file);
      const auto most = most_bytes(target);
      if (most > 0 &&
          size >= most) {  // perhaps the beginning of something longer: it must not be taken for whole
        check_written(target, target.file->resize(0));
        throw;
      }
      if (target.validator.empty() || size < before + least_progress) throw;
    }
  }
}

RemoteFile StorageApi::download_file(const std::string& url, const DownloadTarget& target,
                                     const support::CallContext& context) const {
  auto request = file_request(url, "GET");
  request.max_response_file_bytes = most_bytes(target);
  request.response_file = target.path;
  std::error_code error;
  auto opened = target.file->duplicate(error);
  check_written(target, error);
  request.opened_response_file = std::make_shared<http::OpenedFile>(std::move(opened));
  auto delivered = get_rest(request, target, context);
  const bool has_no_more = delivered.response.status == 416;
  if (has_no_more || http::is_part_of_other_version(delivered.response, target.validator)) {  // begin anew
    check_written(target, target.file->resize(0));
    delivered = get_rest(request, target, context);
  }
  if (http::is_part_of_other_version(delivered.response, target.validator)) {
    throw HttpError(
        fmt::format(
            "{} could not be downloaded: the storage sends parts of different versions of it; try again",
            support::shown_url(url)),
        delivered.error_context("download"));
  }
  if (!support::is_success(delivered.response.status)) throw refused_download(url, delivered);
  return describe(delivered.response);
}

}  // namespace kili::api
