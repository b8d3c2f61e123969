#pragma once

#include <string>

#include "http/curl_transfer.hpp"
#include "kili/client_options.hpp"

namespace kili {

/// The options of a client, merged from arguments, environment and defaults, and checked.
struct ClientSettings {
  std::string api_endpoint;
  std::string api_key;
  bool skip_checks = false;
  http::TlsOptions tls;
};

/// Precedence: argument, environment variable, default.
/// @throws AuthenticationError when there is no key, ValidationError naming an option that is not usable.
[[nodiscard]] ClientSettings resolve_settings(const ClientOptions& options);

}  // namespace kili
