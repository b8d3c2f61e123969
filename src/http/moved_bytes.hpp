#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

#include "kili/http_transport.hpp"

namespace kili::http {

/// Length that the response says its body has; 0: it does not.
[[nodiscard]] inline std::uint64_t told_length(const HttpResponse& response) noexcept {
  const std::string_view text = response.header("content-length");
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  return error == std::errc() && end == text.data() + text.size() ? length : 0;
}

/// Bytes of the bodies of a request and its response, both ways: as the transport has counted them; where it
/// has not, as they are.
[[nodiscard]] inline std::uint64_t moved_bytes(const HttpRequest& request,
                                               const HttpResponse& response) noexcept {
  std::uint64_t sent = response.bytes_sent;
  if (sent == 0) {
    sent = request.file_body     ? request.file_body->size
           : request.memory_body ? request.memory_body->bytes.size()
                                 : request.body.size();
  }
  std::uint64_t received = response.bytes_received;
  if (received == 0) received = response.body.size();
  if (received == 0 && request.response_file && !request.headers_only) received = told_length(response);
  return sent + received;
}

}  // namespace kili::http
