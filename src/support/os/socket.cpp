#include "support/os/socket.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__
// Of the kernel: the structure of the C library ends before the counters.
#include <linux/tcp.h>
#endif

#include <algorithm>
#include <cstddef>

namespace kili::support {

int open_socket(int family, int type, int protocol) noexcept {
#ifdef SOCK_CLOEXEC
  return ::socket(family, type | SOCK_CLOEXEC, protocol);
#else
  const int opened = ::socket(family, type, protocol);
  if (opened >= 0) ::fcntl(opened, F_SETFD, FD_CLOEXEC);
  return opened;
#endif
}

void close_socket(int socket) noexcept { ::close(socket); }

std::optional<std::uint64_t> bytes_read_from([[maybe_unused]] int socket) noexcept {
#ifdef __linux__
  constexpr int tcp_level = 6;  // IPPROTO_TCP, whose header has another tcp_info
  tcp_info info{};
  socklen_t size = sizeof info;
  int unread = 0;
  if (::getsockopt(socket, tcp_level, TCP_INFO, &info, &size) != 0 ||
      size < offsetof(tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received ||
      ::ioctl(socket, FIONREAD, &unread) != 0) {
    return std::nullopt;
  }
  const std::uint64_t received = info.tcpi_bytes_received;
  return received - std::min(received, static_cast<std::uint64_t>(std::max(unread, 0)));
#else
  return std::nullopt;
#endif
}

void cut_socket(int socket) noexcept {
  // Without a peer: drops what was received, which shutdown() would leave to be read. Where a system does not
  // know that, shutdown() ends the connection behind it.
  sockaddr nobody{};
  nobody.sa_family = AF_UNSPEC;
  static_cast<void>(::connect(socket, &nobody, sizeof nobody));
  static_cast<void>(::shutdown(socket, SHUT_RDWR));
}

}  // namespace kili::support
