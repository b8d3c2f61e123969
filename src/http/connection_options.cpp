#include "http/connection_options.hpp"

namespace kili::http {
namespace {

long curl_version_of(HttpVersion version) noexcept {
  switch (version) {
    case HttpVersion::http_1_1:
      return CURL_HTTP_VERSION_1_1;
    case HttpVersion::http_2:
      return CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
    case HttpVersion::automatic:
      break;
  }
  return CURL_HTTP_VERSION_2TLS;
}

void set_text(CURL* easy, CURLoption option, const std::string& text) {
  if (!text.empty()) curl_easy_setopt(easy, option, text.c_str());
}

void set_text(CURL* easy, CURLoption option, const std::optional<std::string>& text) {
  if (text) curl_easy_setopt(easy, option, text->c_str());
}

void set_proxy(CURL* easy, const ProxyOptions& options) {
  set_text(easy, CURLOPT_PROXY, options.address);
  set_text(easy, CURLOPT_NOPROXY, options.no_proxy);
  set_text(easy, CURLOPT_PROXYUSERNAME, options.user);
  set_text(easy, CURLOPT_PROXYPASSWORD, options.password);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYPEER, options.verify ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYHOST, options.verify ? 2L : 0L);
  set_text(easy, CURLOPT_PROXY_CAINFO, options.ca_bundle);
}

}  // namespace

void set_connection_options(CURL* easy, const ConnectionOptions& options, bool over_tls) {
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, curl_version_of(options.http_version));
  // With TLS the handshake tells whether requests can share a connection, which is worth waiting for. Without
  // it only the first answer would, and all requests to a host would wait for it.
  const bool may_share = options.http_version == HttpVersion::http_2 ||
                         (over_tls && options.http_version == HttpVersion::automatic);
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, may_share ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, static_cast<long>(options.dns_cache_time.count()));
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, static_cast<long>(options.idle_connection_time.count()));
  set_text(easy, CURLOPT_INTERFACE, options.network_interface);
  set_text(easy, CURLOPT_USERAGENT, options.user_agent);
  set_proxy(easy, options.proxy);
}

void set_tls_options(CURL* easy, const TlsOptions& options) {
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, options.verify ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, options.verify ? 2L : 0L);
  set_text(easy, CURLOPT_CAINFO, options.ca_bundle);
  set_text(easy, CURLOPT_SSLCERT, options.client_certificate);
  set_text(easy, CURLOPT_SSLKEY, options.client_key);
  set_text(easy, CURLOPT_KEYPASSWD, options.client_key_password);
}

}  // namespace kili::http
