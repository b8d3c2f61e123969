#include "fake_storage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "support/text.hpp"

namespace kili::test {
namespace {

std::string value_of(const HttpHeaders& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return support::equal_ignoring_case(header.first, name);
  });
  return found == headers.end() ? std::string() : found->second;
}

void write_at(const std::filesystem::path& file, std::uint64_t offset, const std::string& bytes) {
  if (!std::filesystem::exists(file)) std::ofstream(file).flush();
  std::filesystem::resize_file(file, offset);
  std::ofstream(file, std::ios::binary | std::ios::app) << bytes;
}

}  // namespace

std::string header_of(const HttpRequest& request, std::string_view name) {
  return value_of(request.headers, name);
}

HttpResponse FakeStorage::handle(const HttpRequest& request) {
  const std::scoped_lock lock(mutex_);
  requests_.push_back(request);
  const auto found = files_.find(request.url);
  if (found == files_.end()) return {.body = "nothing here", .headers = {}, .status = 404};
  if (refuses_head && request.method == "HEAD") return {.body = {}, .headers = {}, .status = 403};
  const File& file = found->second;
  HttpResponse response{.body = {}, .headers = file.headers, .status = 200};

  std::uint64_t first = 0;
  std::uint64_t last = file.content.size();
  const std::string range = header_of(request, "range");
  const std::string condition = header_of(request, "if-range");
  const bool is_current = condition.empty() || condition == value_of(file.headers, "etag") ||
                          condition == value_of(file.headers, "last-modified");
  if (!range.empty() && is_current && !ignores_ranges) {
    const auto dash = range.find('-');
    first = std::stoull(range.substr(6, dash - 6));
    if (dash + 1 < range.size())
      last = std::min<std::uint64_t>(last, std::stoull(range.substr(dash + 1)) + 1);
    if (first >= file.content.size()) return {.body = {}, .headers = {}, .status = 416};
    response.status = 206;
    response.headers.emplace_back("content-range",
                                  fmt::format("bytes {}-{}/{}", first, last - 1, file.content.size()));
  }
  std::string body = file.content.substr(first, last - first);
  if (!hides_length) response.headers.emplace_back("content-length", std::to_string(body.size()));
  if (request.method == "HEAD" || request.headers_only) return response;
  const bool breaks = breaks_after && body.size() > *breaks_after;
  if (breaks) body.resize(*breaks_after);
  const std::uint64_t position = response.status == 206 ? request.response_offset : 0;
  const auto most = request.max_response_file_bytes;
  const bool is_too_large = request.response_file && most > 0 && position + body.size() > most;
  if (is_too_large) body.resize(most - std::min(most, position));
  if (request.opened_response_file) {
    const bool failed = request.opened_response_file->resize(position) ||
                        request.opened_response_file->write_at(position, body);
    if (failed) throw TransportError(TransportFailure::file_failed, "cannot write");
  } else if (request.response_file) {
    write_at(*request.response_file, position, body);
  } else {
    response.body = std::move(body);
  }
  if (is_too_large) throw TransportError(TransportFailure::response_too_large, "longer than allowed");
  if (breaks) throw TransportError(TransportFailure::connection_lost, "broke off");
  return response;
}

}  // namespace kili::test
