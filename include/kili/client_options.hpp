#pragma once

/// @file
/// Options of a client. Precedence: argument, environment variable, configuration file, default.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kili/fwd.hpp"
#include "kili/retry_options.hpp"

namespace kili {
inline namespace v0_1 {

/// Options of a Client, filled with designated initialisers.
struct ClientOptions {
  /// URL of the service. If it has no path, `/api/label/v2/graphql` is appended. Environment:
  /// KILI_API_ENDPOINT.
  std::optional<std::string> api_endpoint{};
  /// Environment: KILI_API_KEY.
  std::optional<std::string> api_key{};
  /// Gives the key instead of `api_key`, and is asked anew when the service refuses a key or when it is about
  /// to expire.
  std::shared_ptr<ApiKeyProvider> api_key_provider{};
  /// Assets per mutation of imports, renames and updates, 1 to 100, whatever their size. Absent: at most 100;
  /// fewer when together they are larger than 2 MB at first, and than what link and service have shown to
  /// take later.
  std::optional<std::size_t> batch_size{};
  /// Most calls of the API within 60 seconds, of all clients of the process together; 0: no limit.
  std::size_t calls_per_minute = 500;
  /// Name under which this program appears in the service's logs.
  std::string client_name = "cpp-sdk";
  /// Whether requests of the API with 1,000,000 bytes and more are compressed (gzip). Environment:
  /// KILI_DISABLE_REQUEST_COMPRESSION ("true", "1" or "yes" turn it off). Default: true. When something on
  /// the way cannot read a compressed request, it is sent again as it is, and so are all later ones.
  std::optional<bool> compress_requests{};
  /// Configuration file (docs/configuration.md). Environment: KILI_CONFIG. Absent: the file
  /// `kili/config` in the user's configuration folder, where it exists.
  std::optional<std::filesystem::path> config_file{};
  /// Limit of establishing a connection. For large requests of the API it is at least the time that their
  /// bytes take at 100,000 bytes per second.
  std::chrono::milliseconds connect_timeout{10'000};
  /// Further headers of all requests of the API, in order; not of uploads and downloads.
  std::vector<std::pair<std::string, std::string>> headers{};
  /// A request fails when no byte is transferred for this time. Requests of the API get the time in addition
  /// that their bytes take at 100,000 bytes per second.
  std::chrono::milliseconds idle_timeout{60'000};
  /// Whether calls without CallOptions::traceparent begin a trace of their own and send its `traceparent`
  /// header (W3C Trace Context).
  bool make_traceparent = false;
  /// Most retries of one request, whatever the reason; by default there is no limit beside the following.
  /// What was surely not processed is sent again until `retry_deadline` is over: responses 429 and 521, 503
  /// of a proxy that did not reach the service, 401 when this client's key was accepted before, and no
  /// connection. A query whose outcome is unknown gets 5 attempts (2 after a time-out). A mutation whose
  /// outcome is unknown is never simply repeated: its effect is looked up, and only what is missing is sent
  /// again. Uploads and downloads have 10 retries at most. A service that asks for a pause of up to 60 s
  /// (Retry-After) is obeyed by all clients of the process; a longer one is an error at once, also for the
  /// calls that follow.
  unsigned max_retries = (std::numeric_limits<unsigned>::max)();
  /// Most concurrent HTTP requests of this client, 1 to 1000; further requests wait.
  std::size_t max_requests_in_flight = 32;
  /// Largest response held in memory, in bytes, after decompression: of the API, and documents that records
  /// refer to. What a response is read into may take half of that (4 MiB at least); pages that
  /// would take more are asked for in smaller pieces. Responses share it, for each 32 requests in flight.
  std::size_t max_response_bytes = std::size_t{64} << 20U;
  /// Receives warnings; null: warnings are written to stderr.
  std::shared_ptr<MessageSink> message_sink{};
  /// Is told of every attempt of a request; null: nothing is measured.
  std::shared_ptr<Observer> observer{};
  /// Section of the configuration file that counts beside its defaults. Environment: KILI_PROFILE.
  std::optional<std::string> profile{};
  /// Limit of one API request, without its retries. Requests get the time in addition that their bytes take
  /// at 100,000 bytes per second.
  std::chrono::milliseconds request_timeout{60'000};
  /// Which answers are followed by another attempt, and when.
  RetryOptions retry{};
  /// Time within which retries of one request begin, measured from its first attempt. After 5 s a warning
  /// says why it takes so long.
  std::chrono::milliseconds retry_deadline{120'000};
  /// Skips the checks of the key at construction. Environment: KILI_SDK_SKIP_CHECKS (any value).
  std::optional<bool> skip_checks{};
  /// Sends the requests; null: make_curl_transport() with `max_requests_in_flight` and `verify`. A transport
  /// that is given has settings of its own for certificates: `verify` and KILI_VERIFY do not count for it.
  /// how many requests are under way at once is for it to limit too, and `max_requests_in_flight` is how many
  /// of them the client prepares at the same time.
  std::shared_ptr<HttpTransport> transport{};
  /// TLS: true checks certificates, false does not, a path is a bundle of CA certificates (PEM).
  /// Environment: KILI_VERIFY ("true", "false" or a path). Default: true.
  std::optional<std::variant<bool, std::filesystem::path>> verify{};
};

}  // namespace v0_1
}  // namespace kili
