#pragma once

#include <curl/curl.h>

#include <chrono>
#include <optional>
#include <string>

#include "kili/curl_transport.hpp"

namespace kili::http {

/// TLS settings of a transport.
struct TlsOptions {
  bool verify = true;
  std::string ca_bundle;             ///< Path of a PEM file; empty: the system's.
  std::string client_certificate{};  ///< Path of a PEM file; empty: none.
  std::string client_key{};          ///< Path of a PEM file; empty: the key is beside the certificate.
  std::optional<std::string> client_key_password{};
};

/// The proxy of a transport. What is absent is what the environment says.
struct ProxyOptions {
  std::optional<std::string> address{};  ///< URL without user name and password; empty: no proxy.
  std::string ca_bundle{};               ///< As in TlsOptions, for the proxy itself.
  std::optional<std::string> no_proxy{};
  std::optional<std::string> password{};
  std::optional<std::string> user{};
  bool verify = true;
};

/// How a transport connects.
struct ConnectionOptions {
  std::chrono::seconds dns_cache_time{60};
  HttpVersion http_version = HttpVersion::automatic;
  std::chrono::seconds idle_connection_time{118};
  std::string network_interface{};  ///< Name or address; empty: any.
  ProxyOptions proxy{};
  std::string user_agent{};
};

/// Sets a handle up. The options outlive its transfer.
/// @param over_tls the URL is one of https.
void set_connection_options(CURL* easy, const ConnectionOptions& options, bool over_tls);
void set_tls_options(CURL* easy, const TlsOptions& options);

}  // namespace kili::http
