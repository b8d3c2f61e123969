#include "http/proxy.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "http/url.hpp"
#include "support/shown_text.hpp"

namespace kili::http {
namespace {

std::optional<std::string> variable(const std::string& name) {
  const char* value =
      std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nothing here writes the environment
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

/// Host and port of the address of a proxy.
std::string place_of(std::string_view proxy) {
  constexpr std::string_view scheme_end = "://";
  if (const auto at = proxy.find(scheme_end); at != std::string_view::npos)
    proxy.remove_prefix(at + scheme_end.size());
  if (const auto at = proxy.rfind('@'); at != std::string_view::npos) proxy.remove_prefix(at + 1);
  return support::shown_text(proxy.substr(0, proxy.find_first_of("/?#")), 200);
}

std::string host_of(std::string_view url) {
  const auto parsed = Url::parse(url);
  return parsed ? parsed->host : std::string();
}

/// "the proxy 10.0.0.1:3128 (https_proxy)".
std::string name_of(const std::optional<ProxySetting>& proxy) {
  return proxy ? fmt::format("the proxy {} ({})", proxy->place, proxy->variable) : "a proxy on the way";
}

/// libcurl's message, which may quote the address of the proxy.
std::string without_password(std::string reason, const std::optional<ProxySetting>& proxy) {
  if (proxy) {
    if (const auto at = reason.find(proxy->value); at != std::string::npos)
      reason.replace(at, proxy->value.size(), proxy->place);
  }
  return support::shown_text(reason);
}

/// Whether libcurl's message about a connection names the proxy as the one that could not be reached.
bool names(const ProxySetting& proxy, const std::string& reason) {
  const auto bracket = proxy.place.find(']');  // behind an IPv6 address
  const auto colon = proxy.place.find(':', bracket == std::string::npos ? 0 : bracket);
  std::string host = proxy.place.substr(0, colon);
  if (bracket != std::string::npos) host = host.substr(1, bracket - 1);
  const std::string port = colon == std::string::npos ? std::string() : proxy.place.substr(colon + 1);
  return reason.find(fmt::format("to {} port {}", host, port)) != std::string::npos;
}

bool may_pass(long status) noexcept { return status == 408 || status == 429 || status >= 500; }

/// A proxy's answer to the request for a way to the host of the URL.
TransportError refused_way(long status, const std::optional<ProxySetting>& proxy, std::string_view url) {
  if (status == 407) return proxy_wants_password(proxy);
  if (may_pass(status)) {
    return {TransportFailure::could_not_connect,
            fmt::format("{} cannot reach {} (HTTP {})", name_of(proxy), host_of(url), status)};
  }
  return {TransportFailure::proxy_refused,
          fmt::format(
              "{} does not let requests through to {} (HTTP {}); ask who runs the proxy, or name the host in "
              "no_proxy",
              name_of(proxy), host_of(url), status)};
}

/// Whether a SOCKS proxy would give the same answer again.
bool is_final(CURLproxycode code) noexcept {
  switch (code) {
    case CURLPX_BAD_ADDRESS_TYPE:
    case CURLPX_BAD_VERSION:
    case CURLPX_IDENTD_DIFFER:
    case CURLPX_LONG_PASSWD:
    case CURLPX_LONG_USER:
    case CURLPX_NO_AUTH:
    case CURLPX_REPLY_ADDRESS_TYPE_NOT_SUPPORTED:
    case CURLPX_REPLY_COMMAND_NOT_SUPPORTED:
    case CURLPX_REPLY_NOT_ALLOWED:
    case CURLPX_REQUEST_FAILED:
    case CURLPX_UNKNOWN_MODE:
    case CURLPX_USER_REJECTED:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<ProxySetting> proxy_setting(const ProxyOptions& options, std::string_view scheme) {
  if (options.address) {
    if (options.address->empty()) return std::nullopt;
    return ProxySetting{.has_login = options.user.has_value(),
                        .is_option = true,
                        .place = place_of(*options.address),
                        .value = *options.address,
                        .variable = "CurlTransportOptions::proxy"};
  }
  // "HTTP_PROXY" is not read: in a CGI program a client can set it.
  const std::array<std::string, 4> https{"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
  const std::array<std::string, 4> http{"http_proxy", "all_proxy", "ALL_PROXY", ""};
  for (const std::string& name : scheme == "https" ? https : http) {
    if (name.empty()) continue;
    if (auto value = variable(name)) {
      return ProxySetting{.has_login = value->find('@') != std::string::npos,
                          .is_option = false,
                          .place = place_of(*value),
                          .value = *value,
                          .variable = name};
    }
  }
  return std::nullopt;
}

TransportError proxy_wants_password(const std::optional<ProxySetting>& proxy) {
  std::string remedy = "give them in the address of the proxy";
  if (proxy) {
    remedy = fmt::format(
        "give them in {}, percent-encoded, as user:password@{}, {}or name hosts that are reached "
        "without it in no_proxy",
        proxy->variable, proxy->place, proxy->is_option ? "or as proxy_user and proxy_password, " : "");
  }
  return {TransportFailure::proxy_refused,
          fmt::format("{} {} (HTTP 407); {}", name_of(proxy),
                      proxy && proxy->has_login
                          ? "does not accept the user name and password that are given for it"
                          : "asks for a user name and a password",
                      remedy)};
}

std::optional<TransportError> proxy_error(CURL* easy, CURLcode code, const std::string& reason,
                                          std::string_view url, const std::optional<ProxySetting>& proxy) {
  long connect_status = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
  if (connect_status != 0 && connect_status / 100 != 2) return refused_way(connect_status, proxy, url);
  const std::string text = without_password(reason, proxy);
  if (code == CURLE_COULDNT_RESOLVE_PROXY || (proxy && text.starts_with("Unsupported proxy"))) {
    // The name of a host that is not known may be known in a moment; an address that cannot be read stays so.
    const bool is_unusable = text.starts_with("Unsupported proxy");
    return TransportError(
        is_unusable ? TransportFailure::proxy_refused : TransportFailure::could_not_connect,
        fmt::format("{} {}: {}; check {}", name_of(proxy), is_unusable ? "cannot be used" : "is not found",
                    text, proxy ? proxy->variable : "the settings of the proxy"));
  }
  if (code == CURLE_PROXY) {
    CURLproxycode detail = CURLPX_OK;
    curl_easy_getinfo(easy, CURLINFO_PROXY_ERROR, &detail);
    return TransportError(
        is_final(detail) ? TransportFailure::proxy_refused : TransportFailure::could_not_connect,
        fmt::format("{} gives no way to {}: {}", name_of(proxy), host_of(url), text));
  }
  long certificate_check = 0;
  curl_easy_getinfo(easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &certificate_check);
  if (code == CURLE_PEER_FAILED_VERIFICATION && certificate_check != 0) {
    return TransportError(TransportFailure::tls_failed,
                          fmt::format("{}: {}; give the CA bundle of the proxy as "
                                      "CurlTransportOptions::proxy_verify",
                                      name_of(proxy), text));
  }
  if (text.starts_with("Proxy CONNECT aborted")) {
    return TransportError(
        TransportFailure::could_not_connect,
        fmt::format("{} does not answer when asked for a way to {}: {}", name_of(proxy), host_of(url), text));
  }
  if (code == CURLE_COULDNT_CONNECT && proxy && names(*proxy, reason)) {
    return TransportError(TransportFailure::could_not_connect,
                          fmt::format("{} cannot be reached: {}; check {} and the network", name_of(proxy),
                                      text, proxy->variable));
  }
  return std::nullopt;
}

}  // namespace kili::http
