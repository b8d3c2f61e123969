#pragma once

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>

#include "http/connection_options.hpp"
#include "kili/http_transport.hpp"

namespace kili::http {

/// The proxy for URLs of a scheme.
struct ProxySetting {
  bool has_login = false;  ///< There is a user name.
  bool is_option = false;  ///< It is an option of the transport, not a variable.
  std::string place;       ///< Host and port as they are written, without user name and password.
  std::string value;       ///< All of it: a secret.
  std::string variable;    ///< Name of the environment variable, or of the option.
};
/// @param scheme "http" or "https". @return the one that the options name, else that of the environment,
/// found as libcurl finds it; nothing when there is none.
[[nodiscard]] std::optional<ProxySetting> proxy_setting(const ProxyOptions& options, std::string_view scheme);

/// The error of a transfer that ended at a proxy; nothing when it did not, as far as can be told.
/// @param easy the handle of the transfer. @param reason libcurl's message.
[[nodiscard]] std::optional<TransportError> proxy_error(CURL* easy, CURLcode code, const std::string& reason,
                                                        std::string_view url,
                                                        const std::optional<ProxySetting>& proxy);
/// An answer with the status 407, which only proxies give.
[[nodiscard]] TransportError proxy_wants_password(const std::optional<ProxySetting>& proxy);

}  // namespace kili::http
