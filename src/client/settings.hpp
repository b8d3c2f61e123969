#pragma once

#include <string>

#include "kili/client_options.hpp"

namespace kili {
inline namespace v0_1 {

/// How the certificate of a server is checked.
struct CertificateCheck {
  std::string ca_bundle{};  ///< Path of a PEM file; empty: the system's.
  bool verify = true;
};

/// The options of a client, merged from arguments, environment and defaults, and checked.
struct ClientSettings {
  std::string api_endpoint;
  std::string api_key;
  bool compress_requests = true;
  bool skip_checks = false;
  CertificateCheck tls;
};

/// What KILI_VERIFY says; checked by the system's certificates where it is not set.
/// @throws ValidationError naming the variable when it is not usable.
[[nodiscard]] CertificateCheck certificate_check_of_environment();

/// Precedence: argument, environment variable, default.
/// @throws AuthenticationError when there is no key, ValidationError naming an option that is not usable.
[[nodiscard]] ClientSettings resolve_settings(const ClientOptions& options);

}  // namespace v0_1
}  // namespace kili
