#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kili/client_options.hpp"

namespace kili {
inline namespace v0_1 {

/// How the certificate of a server is checked.
struct CertificateCheck {
  std::string ca_bundle{};  ///< Path of a PEM file; empty: the system's.
  bool verify = true;

  /// As CurlTransportOptions::verify says it.
  [[nodiscard]] std::variant<bool, std::filesystem::path> as_option() const {
    if (ca_bundle.empty()) return verify;
    return std::filesystem::path(ca_bundle);
  }
};

/// The options of a client, merged from arguments, environment, configuration file and defaults, and checked.
struct ClientSettings {
  std::string api_endpoint;
  std::string api_key;  ///< Empty: ClientOptions::api_key_provider gives it.
  std::optional<std::size_t> batch_size;
  bool compress_requests = true;
  bool skip_checks = false;
  CertificateCheck tls;
  std::vector<std::string> warnings;  ///< For the user.
};

/// What KILI_VERIFY or else the configuration file of the environment says; checked by the system's
/// certificates where neither does.
/// @throws ValidationError naming the variable or the place in the file when it is not usable.
[[nodiscard]] CertificateCheck default_certificate_check();

/// Precedence: argument, environment variable, configuration file, default.
/// @throws AuthenticationError when there is no key, ValidationError naming an option that is not usable.
[[nodiscard]] ClientSettings resolve_settings(const ClientOptions& options);

}  // namespace v0_1
}  // namespace kili
