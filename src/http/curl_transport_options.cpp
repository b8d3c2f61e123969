#include "http/curl_transport_options.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "http/proxy_address.hpp"
#include "kili/errors.hpp"
#include "support/os/network_interface.hpp"
#include "support/shown_text.hpp"

namespace kili::http {
namespace {

constexpr std::size_t most_requests_in_flight = 1000;
constexpr auto longest_keeping = std::chrono::hours(24 * 365);

[[noreturn]] void refuse(std::string_view option, std::string_view problem) {
  throw ValidationError(fmt::format("CurlTransportOptions::{} {}", option, problem));
}

bool has_control_character(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

/// What a file of certificates or keys says. @throws ValidationError when it cannot be read.
std::string pem_text(const std::filesystem::path& path, std::string_view option) {
  constexpr std::streamsize most_bytes = 1 << 20;
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!std::filesystem::is_regular_file(path, error) || !file) {
    refuse(option, fmt::format("'{}' is not a file that can be read; give the path of a PEM file",
                               support::shown_text(path.string())));
  }
  std::string text(static_cast<std::size_t>(most_bytes), '\0');
  file.read(text.data(), most_bytes);
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

bool holds(const std::string& text, std::string_view mark) { return text.find(mark) != std::string::npos; }

void take_client_certificate(TlsOptions& tls, const CurlTransportOptions& options) {
  if (!options.client_certificate) {
    if (options.client_key || options.client_key_password) {
      refuse(options.client_key ? "client_key" : "client_key_password",
             "is given without client_certificate; give the certificate of the key too");
    }
    return;
  }
  const std::string certificate = pem_text(*options.client_certificate, "client_certificate");
  if (!holds(certificate, "-----BEGIN CERTIFICATE-----")) {
    refuse("client_certificate",
           fmt::format("'{}' holds no certificate; give it as PEM (-----BEGIN CERTIFICATE-----)",
                       support::shown_text(options.client_certificate->string())));
  }
  const std::string key = options.client_key ? pem_text(*options.client_key, "client_key") : certificate;
  if (!holds(key, "PRIVATE KEY-----")) {
    options.client_key ? refuse("client_key", fmt::format("'{}' holds no private key; give it as PEM",
                                                          support::shown_text(options.client_key->string())))
                       : refuse("client_certificate",
                                "holds no private key beside the certificate; give its file as client_key");
  }
  // Without a password OpenSSL would ask for one at the terminal.
  const bool is_encrypted = holds(key, "BEGIN ENCRYPTED PRIVATE KEY") || holds(key, "Proc-Type: 4,ENCRYPTED");
  if (is_encrypted && !options.client_key_password) {
    refuse("client_key_password", "is missing; the private key of the client certificate is encrypted");
  }
  tls.client_certificate = options.client_certificate->string();
  tls.client_key = options.client_key.value_or(*options.client_certificate).string();
  tls.client_key_password = options.client_key_password;
}

/// How certificates are checked. @param option whose value it is.
void take_check(bool& verify, std::string& ca_bundle, const std::variant<bool, std::filesystem::path>& value,
                std::string_view option) {
  if (const bool* given = std::get_if<bool>(&value)) {
    verify = *given;
    return;
  }
  const auto& path = std::get<std::filesystem::path>(value);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    refuse(option,
           fmt::format("'{}' is not a file; give true, false, or the path of a bundle of CA certificates",
                       support::shown_text(path.string())));
  }
  verify = true;
  ca_bundle = path.string();
}

/// The names as libcurl takes them.
std::string list_of(const std::vector<std::string>& hosts) {
  for (const auto& host : hosts) {
    const bool is_unusable =
        host.empty() || has_control_character(host) || host.find_first_of(", /\t") != std::string::npos;
    // A network has one slash, before its length.
    const auto slash = host.find('/');
    const bool is_network = slash != std::string::npos && slash > 0 && slash + 1 < host.size() &&
                            host.find_first_not_of("0123456789", slash + 1) == std::string::npos &&
                            host.find_first_not_of("0123456789abcdefABCDEF.:") == slash;
    if (is_unusable && !is_network) {
      refuse("no_proxy",
             fmt::format("has '{}', which is neither a host nor a network; give names and addresses "
                         "without scheme and path, one each",
                         support::shown_text(host)));
    }
  }
  return fmt::format("{}", fmt::join(hosts, ","));
}

void take_proxy(ProxyOptions& proxy, const CurlTransportOptions& options) {
  if (options.no_proxy) proxy.no_proxy = list_of(*options.no_proxy);
  take_check(proxy.verify, proxy.ca_bundle, options.proxy_verify, "proxy_verify");
  if (options.proxy_password && !options.proxy_user) {
    refuse("proxy_password", "is given without proxy_user; give both, or neither");
  }
  if (!options.proxy || options.proxy->empty()) {
    if (options.proxy_user) refuse("proxy_user", "is given without proxy; give the address of the proxy too");
    proxy.address = options.proxy;
    return;
  }
  const auto address = ProxyAddress::parse(*options.proxy);
  if (!address || has_control_character(*options.proxy)) {
    // It is not shown: what cannot be read may have its password anywhere.
    refuse("proxy",
           "is not the address of a proxy; give http://, https://, socks5:// or socks5h:// with host and "
           "port, and user name and password percent-encoded, or as proxy_user and proxy_password");
  }
  if (address->user && options.proxy_user) {
    refuse("proxy_user", "is given although proxy has a user name; give it once");
  }
  if (address->scheme == "https" &&
      (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTPS_PROXY) == 0) {
    refuse("proxy",
           "is reached over TLS, which the libcurl of this program cannot do; give one with http://");
  }
  proxy.address = address->scheme + "://" + address->place;
  proxy.user = options.proxy_user ? options.proxy_user : address->user;
  proxy.password = options.proxy_user ? options.proxy_password : address->password;
  for (const auto& [text, option] :
       {std::pair(proxy.user, "proxy_user"), std::pair(proxy.password, "proxy_password")}) {
    if (text && has_control_character(*text)) refuse(option, "has a control character; check it");
  }
}

std::chrono::seconds whole_seconds_of(std::chrono::milliseconds time, std::chrono::milliseconds shortest,
                                      std::string_view option) {
  if (time < shortest || time > longest_keeping) {
    refuse(option, fmt::format("{} ms is not between {} and a year", time.count(), shortest.count()));
  }
  return std::chrono::ceil<std::chrono::seconds>(time);
}

}  // namespace

CurlTransport::Options checked_options(const CurlTransportOptions& options) {
  CurlTransport::Options checked;
  ConnectionOptions& connection = checked.connection;
  if (options.max_requests_in_flight == 0 || options.max_requests_in_flight > most_requests_in_flight) {
    refuse("max_requests_in_flight", fmt::format("{} is not between 1 and {}", options.max_requests_in_flight,
                                                 most_requests_in_flight));
  }
  checked.max_requests_in_flight = options.max_requests_in_flight;
  connection.dns_cache_time =
      whole_seconds_of(options.dns_cache_time, std::chrono::milliseconds(0), "dns_cache_time");
  connection.idle_connection_time =
      whole_seconds_of(options.idle_connection_time, std::chrono::milliseconds(1), "idle_connection_time");
  const bool knows_http_2 = (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTP2) != 0;
  if (options.http_version == HttpVersion::http_2 && !knows_http_2) {
    refuse("http_version", "is http_2, which the libcurl of this program does not speak; give automatic");
  }
  connection.http_version = options.http_version;
  if (!options.network_interface.empty() && !support::is_network_interface(options.network_interface)) {
    refuse("network_interface",
           fmt::format("'{}' is neither a network interface nor an address of this machine; "
                       "`ip address` lists both",
                       support::shown_text(options.network_interface)));
  }
  connection.network_interface = options.network_interface;
  if (has_control_character(options.user_agent)) {
    refuse("user_agent", "has a control character; give one line of text");
  }
  connection.user_agent = options.user_agent;
  take_proxy(connection.proxy, options);
  if (options.verify) take_check(checked.tls.verify, checked.tls.ca_bundle, *options.verify, "verify");
  take_client_certificate(checked.tls, options);
  return checked;
}

}  // namespace kili::http
