#pragma once

/// @file
/// The library's own transport as a part: with a proxy, a CA, a client certificate, and to be decorated.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kili/export.hpp"
#include "kili/http_transport.hpp"

namespace kili {
inline namespace v0_1 {

/// Version of HTTP that a transport speaks.
enum class HttpVersion {
  automatic,  ///< Over TLS 2 where the server can, else 1.1.
  http_1_1,
  http_2  ///< Over TLS as `automatic`; without TLS 2 at once, which the server must speak.
};

/// Options of make_curl_transport(), filled with designated initialisers.
struct CurlTransportOptions {
  /// File with the certificate by which this program proves who it is (PEM), those of its issuers behind it.
  /// Absent: none.
  std::optional<std::filesystem::path> client_certificate{};
  /// File with the private key of `client_certificate` (PEM). Absent: it stands in the same file.
  std::optional<std::filesystem::path> client_key{};
  /// Of an encrypted key; it never appears in a message.
  std::optional<std::string> client_key_password{};
  /// How long the addresses of a host are used without asking for them again; 0: not at all. In seconds,
  /// rounded up.
  std::chrono::milliseconds dns_cache_time{60'000};
  HttpVersion http_version = HttpVersion::automatic;
  /// A connection that was not used for longer is not used any more. In seconds, rounded up. Shorter than the
  /// time after which firewalls and load balancers on the way forget connections.
  std::chrono::milliseconds idle_connection_time{118'000};
  /// Most concurrent requests, 1 to 1000; further ones wait.
  std::size_t max_requests_in_flight = 32;
  /// Network interface ("eth1") or address of this machine ("10.0.0.7") from which connections are made.
  /// Empty: the system chooses.
  std::string network_interface{};
  /// Hosts that are reached without a proxy: names with the hosts below them ("intern.example"), addresses,
  /// networks ("10.0.0.0/8"); "*": all. Absent: environment variables no_proxy and NO_PROXY. An empty list:
  /// none.
  std::optional<std::vector<std::string>> no_proxy{};
  /// URL of the proxy for all requests, with its port: `http://`, `https://`, `socks5://` (host names are
  /// resolved here) or `socks5h://` (by the proxy); without a scheme it is `http://`. User name and password
  /// may stand in it, percent-encoded; they never appear in a message. Absent: environment variables
  /// https_proxy, HTTPS_PROXY, http_proxy, all_proxy and ALL_PROXY. Empty: no proxy.
  std::optional<std::string> proxy{};
  /// Password for `proxy_user`, as it is; it never appears in a message.
  std::optional<std::string> proxy_password{};
  /// User name for `proxy` as it is, instead of one in its URL.
  std::optional<std::string> proxy_user{};
  /// TLS to an `https://` proxy: as `verify` to servers, without an environment variable.
  std::variant<bool, std::filesystem::path> proxy_verify = true;
  /// `User-Agent` header of requests that have none of their own. Empty: no such header.
  std::string user_agent{};
  /// TLS: true checks certificates, false does not, a path is a bundle of CA certificates (PEM).
  /// Environment: KILI_VERIFY ("true", "false" or a path), then `verify` of the configuration file that the
  /// environment names (docs/configuration.md). Default: true.
  std::optional<std::variant<bool, std::filesystem::path>> verify{};
};

/// The library's own transport, which keeps connections alive and speaks HTTP/2 where it can: for
/// ClientOptions::transport, as it is or inside of an HttpTransport of one's own. It has threads of its own;
/// several clients may share it, and what they send at the same time is then limited together.
/// @throws ValidationError naming an option that is not usable.
[[nodiscard]] KILI_EXPORT std::shared_ptr<HttpTransport> make_curl_transport(
    const CurlTransportOptions& options = {});

}  // namespace v0_1
}  // namespace kili
