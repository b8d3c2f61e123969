#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace kili::test {

/// A socket that listens on a free port of 127.0.0.1.
class LoopbackListener {
 public:
  /// @param backlog connections that wait to be accepted.
  explicit LoopbackListener(int backlog = 64) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);  // NOLINT: the sockets API asks for it
    if (::bind(socket_, generic, length) != 0 || ::listen(socket_, backlog) != 0 ||
        ::getsockname(socket_, generic, &length) != 0) {
      throw std::runtime_error(std::string("listener of a test: ") + std::strerror(errno));
    }
    port_ = ntohs(address.sin_port);
  }
  ~LoopbackListener() { ::close(socket_); }
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;

  [[nodiscard]] int port() const noexcept { return port_; }
  /// The next connection; negative after shut_down().
  [[nodiscard]] int accept() const noexcept { return ::accept(socket_, nullptr, nullptr); }
  /// Any thread: nothing is accepted any more.
  void shut_down() const noexcept { ::shutdown(socket_, SHUT_RDWR); }

 private:
  int socket_;
  int port_ = 0;
};

}  // namespace kili::test
