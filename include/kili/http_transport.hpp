#pragma once

/// @file
/// The seam to the network: the library's own transport and those of users and tests implement it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "kili/export.hpp"

namespace kili {

/// Names and values in order; names are compared without regard to case.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// A part of a file as request body, streamed.
struct HttpFileBody {
  std::uint64_t offset = 0;
  std::filesystem::path path{};
  std::uint64_t size = 0;  ///< Bytes to send; the transfer fails when the file turns out shorter.
};

/// One HTTP request.
struct HttpRequest {
  std::string body{};  ///< Sent when `file_body` is absent.
  std::chrono::milliseconds connect_timeout{10'000};
  std::optional<HttpFileBody> file_body{};
  bool follow_redirects = false;  ///< At most 5, http(s) only.
  HttpHeaders headers{};
  /// The body of the answer is not wanted: it may be left unread, HttpResponse::body stays empty.
  bool headers_only = false;
  /// May be sent twice. When false the transport must not repeat it by itself, not even on a fresh connection
  /// after a kept-alive one turned out dead.
  bool idempotent = true;
  std::chrono::milliseconds idle_timeout{60'000};  ///< Fails when no byte moves for so long. 0: no limit.
  std::size_t max_response_bytes = 256U << 20U;    ///< Of the body in memory, after decompression.
  std::string method = "GET";
  /// A 2xx body goes there instead of to memory, as it was stored: the body of a 206 from `response_offset`
  /// on, any other from the beginning; the file then ends where the body ends. Other answers leave it alone.
  /// A symbolic link there is an error.
  std::optional<std::filesystem::path> response_file{};
  std::uint64_t response_offset = 0;           ///< First byte that a Range header among `headers` asks for.
  std::chrono::milliseconds total_timeout{0};  ///< Of this attempt. 0: no limit.
  std::string url{};
};

/// The answer to a request.
struct HttpResponse {
  std::string body{};
  HttpHeaders headers{};
  int status = 0;

  /// Value of the first header of that name, or empty.
  [[nodiscard]] KILI_EXPORT std::string_view header(std::string_view name) const noexcept;
};

/// Why no answer came.
enum class TransportFailure {
  could_not_connect,   ///< Nothing was sent: no name, no connection.
  connection_lost,     ///< The request was sent at least in part.
  timed_out,           ///< connect, idle or total time-out.
  response_too_large,  ///< max_response_bytes.
  tls_failed,          ///< Nothing was sent: the certificate or the handshake was refused.
  file_failed,         ///< A file of the request or response could not be read or written.
  bad_request          ///< URL or header not usable.
};

/// Thrown by HttpTransport::send when no complete answer came.
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
  /// Sends one request and waits for its answer, once, without retry.
  /// @return the answer, whatever its status.
  /// @throws TransportError when no complete answer came; Cancelled within 100 ms of `stop_token`'s trigger.
  [[nodiscard]] virtual HttpResponse send(const HttpRequest& request, std::stop_token stop_token) = 0;

 protected:
  HttpTransport() = default;
  HttpTransport(const HttpTransport&) = default;
  HttpTransport& operator=(const HttpTransport&) = default;
};

}  // namespace kili
