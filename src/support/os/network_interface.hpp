#pragma once

#include <string>

namespace kili::support {

/// Whether a text is the name of a network interface of this machine, or one of its addresses (IPv4, IPv6).
[[nodiscard]] bool is_network_interface(const std::string& name_or_address) noexcept;

}  // namespace kili::support
