#include "support/os/network_interface.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "support/os/socket.hpp"

namespace kili::support {
namespace {

/// Whether a socket can have this address: only those of this machine can be given away.
bool can_bind(int family, const sockaddr* address, socklen_t size) noexcept {
  const int descriptor = open_socket(family, SOCK_DGRAM, 0);
  if (descriptor < 0) return false;
  const bool bound = ::bind(descriptor, address, size) == 0;
  close_socket(descriptor);
  return bound;
}

}  // namespace

bool is_network_interface(const std::string& name_or_address) noexcept {
  if (::if_nametoindex(name_or_address.c_str()) != 0) return true;
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  if (::inet_pton(AF_INET, name_or_address.c_str(), &ipv4.sin_addr) == 1) {
    return can_bind(AF_INET, reinterpret_cast<const sockaddr*>(&ipv4), sizeof ipv4);
  }
  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  if (::inet_pton(AF_INET6, name_or_address.c_str(), &ipv6.sin6_addr) == 1) {
    return can_bind(AF_INET6, reinterpret_cast<const sockaddr*>(&ipv6), sizeof ipv6);
  }
  return false;
}

}  // namespace kili::support
