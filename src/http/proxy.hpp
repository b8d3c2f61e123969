#pragma once

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>

#include "kili/http_transport.hpp"

namespace kili::http {

/// The proxy that the environment names for URLs of a scheme, found as libcurl finds it.
struct ProxySetting {
  std::string place;     ///< Host and port as they are written, without user name and password.
  std::string value;     ///< All of it: a secret.
  std::string variable;  ///< Name of the environment variable.
};
/// @param scheme "http" or "https". @return nothing when no variable is set.
[[nodiscard]] std::optional<ProxySetting> proxy_setting(std::string_view scheme);

/// The error of a transfer that ended at a proxy; nothing when it did not, as far as can be told.
/// @param easy the handle of the transfer. @param reason libcurl's message.
[[nodiscard]] std::optional<TransportError> proxy_error(CURL* easy, CURLcode code, const std::string& reason,
                                                        std::string_view url);
/// An answer with the status 407, which only proxies give.
[[nodiscard]] TransportError proxy_wants_password(std::string_view url);

}  // namespace kili::http
