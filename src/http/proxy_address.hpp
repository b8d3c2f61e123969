#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kili::http {

/// The address of a proxy in its parts.
struct ProxyAddress {
  std::optional<std::string> password{};  ///< Decoded.
  std::string place;                      ///< Host and port.
  std::string scheme;                     ///< http, https, socks5 or socks5h.
  std::optional<std::string> user{};      ///< Decoded.

  /// @return nothing for what is no such address, or has no port.
  [[nodiscard]] static std::optional<ProxyAddress> parse(std::string_view text);
};

}  // namespace kili::http
