#pragma once

/// @file
/// Options of a client. Precedence: argument, environment variable, default.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "kili/fwd.hpp"

namespace kili {
inline namespace v0_1 {

/// Options of a Client, filled with designated initialisers.
struct ClientOptions {
  /// URL of the service. If it has no path, `/api/label/v2/graphql` is appended. Environment:
  /// KILI_API_ENDPOINT.
  std::optional<std::string> api_endpoint{};
  /// Environment: KILI_API_KEY.
  std::optional<std::string> api_key{};
  /// Assets per mutation of imports, renames and updates, 1 to 100, whatever their size. Absent: at most 100;
  /// fewer when together they are larger than 2 MB at first, and than what link and service have shown to
  /// take later.
  std::optional<std::size_t> batch_size{};
  /// Most calls of the API within 60 seconds, of all clients of the process together; 0: no limit.
  std::size_t calls_per_minute = 500;
  /// Name under which this program appears in the service's logs.
  std::string client_name = "cpp-sdk";
  std::chrono::milliseconds connect_timeout{10'000};
  /// A request fails when no byte is transferred for this time.
  std::chrono::milliseconds idle_timeout{60'000};
  /// Retries of one request after responses 429, 502, 503, 504, 520, 521, 522 and lost connections.
  unsigned max_retries = 10;
  /// Most concurrent HTTP requests of this client, 1 to 1000; further requests wait.
  std::size_t max_requests_in_flight = 32;
  /// Largest response of the API held in memory, in bytes.
  std::size_t max_response_bytes = std::size_t{256} << 20U;
  /// Receives warnings; null: warnings are written to stderr.
  std::shared_ptr<MessageSink> message_sink{};
  /// Limit of one API request, without its retries.
  std::chrono::milliseconds request_timeout{60'000};
  /// Limit of all retries of one request together.
  std::chrono::milliseconds retry_deadline{180'000};
  /// Skips the checks of the key at construction. Environment: KILI_SDK_SKIP_CHECKS (any value).
  std::optional<bool> skip_checks{};
  /// Sends the requests; null: libcurl.
  std::shared_ptr<HttpTransport> transport{};
  /// TLS: true checks certificates, false does not, a path is a bundle of CA certificates (PEM).
  /// Environment: KILI_VERIFY ("true", "false" or a path). Default: true.
  std::optional<std::variant<bool, std::filesystem::path>> verify{};
};

}  // namespace v0_1
}  // namespace kili
