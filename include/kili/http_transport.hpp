#pragma once

/// @file
/// Interface to the network, implemented by the library's own transport and by those of users and tests.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Names and values in order; names are compared without regard to case.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// A part of a file as request body, streamed.
struct HttpFileBody {
  std::uint64_t offset = 0;
  std::filesystem::path path{};
  std::uint64_t size = 0;  ///< Bytes to send; the transfer fails when the file is shorter.
};

/// Bytes in memory as request body, sent from where they are.
struct HttpMemoryBody {
  std::span<const std::byte> bytes{};
  std::shared_ptr<const void> owner{};  ///< Keeps the bytes alive.
};

/// A file that is open already, for the body of a response. Used by one thread at a time.
class KILI_EXPORT ResponseFile {
 public:
  virtual ~ResponseFile();
  /// Sets the length: cuts the end off or adds zeros.
  [[nodiscard]] virtual std::error_code resize(std::uint64_t size) = 0;
  /// Writes all bytes from a position on.
  [[nodiscard]] virtual std::error_code write_at(std::uint64_t position, std::string_view bytes) = 0;

 protected:
  ResponseFile() = default;
  ResponseFile(const ResponseFile&) = default;
  ResponseFile& operator=(const ResponseFile&) = default;
};

/// One HTTP request.
struct HttpRequest {
  std::string body{};  ///< Sent when `file_body` and `memory_body` are absent.
  std::chrono::milliseconds connect_timeout{10'000};
  std::optional<HttpFileBody> file_body{};
  bool follow_redirects = false;  ///< At most 5, http(s) only.
  HttpHeaders headers{};
  /// The body of the response is not needed: it may be left unread, HttpResponse::body stays empty.
  bool headers_only = false;
  /// The request may be sent twice. When false the transport must not repeat it by itself, not even on a new
  /// connection after a kept-alive connection failed.
  bool idempotent = true;
  std::chrono::milliseconds idle_timeout{
      60'000};  ///< Fails when no byte is transferred for this time. 0: no limit.
  std::size_t max_response_bytes = 64U << 20U;  ///< Of the body in memory, after decompression.
  /// Of the body in `response_file`, after decompression; a longer one is response_too_large, and not written
  /// beyond. 0: no limit.
  std::uint64_t max_response_file_bytes = 0;
  std::optional<HttpMemoryBody> memory_body{};
  std::string method = "GET";
  /// A transfer that is slower for `idle_timeout` without a break is timed_out. 0 and 1: only one that stands
  /// still.
  std::uint64_t min_bytes_per_second = 1;
  /// `response_file`, open already, where it is given: the path may lead elsewhere by now. A transport that
  /// cannot use it opens `response_file`.
  std::shared_ptr<ResponseFile> opened_response_file{};
  /// File for a 2xx body, without the codings that its Content-Encoding names: the body of a 206 from
  /// `response_offset` on, any other body from the beginning; the file ends where the body ends. Other
  /// responses do not change it. A symbolic link is an error.
  std::optional<std::filesystem::path> response_file{};
  std::uint64_t response_offset = 0;  ///< First byte that a Range header among `headers` requests.
  /// Longest time of HttpTransport::send, that in which the request waits for its turn included. 0: no limit.
  std::chrono::milliseconds send_timeout{0};
  std::chrono::milliseconds total_timeout{0};  ///< Of this attempt, from when it begins. 0: no limit.
  std::string url{};
};

/// The response to a request.
struct HttpResponse {
  std::string body{};
  std::uint64_t bytes_received = 0;  ///< Of the body, as they came over the network; 0: not told.
  std::uint64_t bytes_sent = 0;      ///< Of the body of the request; 0: not told.
  HttpHeaders headers{};
  int status = 0;

  /// Value of the first header of that name, or empty.
  [[nodiscard]] KILI_EXPORT std::string_view header(std::string_view name) const noexcept;
};

/// Why no complete response came.
enum class TransportFailure {
  could_not_connect,   ///< Nothing was sent: name not resolved or no connection.
  connection_lost,     ///< The request was sent at least in part.
  timed_out,           ///< connect, idle or total time-out.
  response_too_large,  ///< max_response_bytes or max_response_file_bytes.
  tls_failed,          ///< Nothing was sent: the certificate or the handshake was refused.
  proxy_refused,       ///< A proxy on the way refused, and will refuse again: its user name, the host.
  file_failed,         ///< A file of the request or response could not be read or written.
  bad_request,         ///< URL or header not usable.
  unreadable_response  ///< The body has a coding that cannot be undone; it would have it again.
};

/// Thrown by HttpTransport::send when no complete response came.
class KILI_EXPORT TransportError : public ConnectionError {
 public:
  TransportError(TransportFailure failure, std::string message);
  ~TransportError() override;
  [[nodiscard]] TransportFailure failure() const noexcept { return failure_; }

 private:
  TransportFailure failure_;
};

/// Sends HTTP requests. Implementations are thread-safe: `send` is called from many threads at once.
class KILI_EXPORT HttpTransport {
 public:
  virtual ~HttpTransport();
  /// Sends one request once, without retry, and waits for its response.
  /// @return the response, whatever its status.
  /// @throws TransportError when no complete response came; Cancelled within 100 ms after `stop_token` is
  /// triggered.
  [[nodiscard]] virtual HttpResponse send(const HttpRequest& request, std::stop_token stop_token) = 0;

 protected:
  HttpTransport() = default;
  HttpTransport(const HttpTransport&) = default;
  HttpTransport& operator=(const HttpTransport&) = default;
};

}  // namespace v0_1
}  // namespace kili
