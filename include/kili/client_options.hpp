#pragma once

/// @file
/// How a client is set up. Precedence: argument, environment variable, default.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "kili/fwd.hpp"

namespace kili {

/// Options of a Client, filled with designated initialisers.
struct ClientOptions {
  /// URL of the service. Without path, `/api/label/v2/graphql` is appended. Environment: KILI_API_ENDPOINT.
  std::optional<std::string> api_endpoint{};
  /// Environment: KILI_API_KEY.
  std::optional<std::string> api_key{};
  /// Calls of the API in any 60 seconds, counted over all clients of the process; 0: no limit.
  std::size_t calls_per_minute = 500;
  /// Name under which this program appears in the service's logs.
  std::string client_name = "cpp-sdk";
  std::chrono::milliseconds connect_timeout{10'000};
  /// A request fails when no byte moves for so long.
  std::chrono::milliseconds idle_timeout{60'000};
  /// Retries of one request after answers 429, 502, 503, 504, 520, 521, 522 and lost connections.
  unsigned max_retries = 10;
  /// HTTP requests of this client under way at once, 1 to 1000; further ones queue.
  std::size_t max_requests_in_flight = 32;
  /// Largest answer of the API held in memory, in bytes.
  std::size_t max_response_bytes = std::size_t{256} << 20U;
  /// Receives warnings; null: warnings are written to stderr.
  std::shared_ptr<MessageSink> message_sink{};
  /// One API request, without its retries.
  std::chrono::milliseconds request_timeout{60'000};
  /// All retries of one request together.
  std::chrono::milliseconds retry_deadline{180'000};
  /// Skips the checks of the key at construction. Environment: KILI_SDK_SKIP_CHECKS (set to anything).
  std::optional<bool> skip_checks{};
  /// Replaces the network; null: libcurl.
  std::shared_ptr<HttpTransport> transport{};
  /// TLS: true checks certificates, false does not, a path is a bundle of CA certificates (PEM).
  /// Environment: KILI_VERIFY ("true", "false" or a path). Default: true.
  std::optional<std::variant<bool, std::filesystem::path>> verify{};
};

}  // namespace kili
