#include "forwarding_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "http/url.hpp"

namespace kili::test {
namespace {

/// Exactly so many bytes; fewer when the peer has gone.
std::string read_bytes(int socket, std::size_t count) {
  std::string bytes(count, '\0');
  const auto got = ::recv(socket, bytes.data(), count, MSG_WAITALL);
  bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return bytes;
}

bool send_all(int socket, const char* data, std::size_t size) {
  while (size > 0) {
    const auto step = ::send(socket, data, size, MSG_NOSIGNAL);
    if (step <= 0) return false;
    data += step;
    size -= static_cast<std::size_t>(step);
  }
  return true;
}

bool reply(int socket, const std::string& text) { return send_all(socket, text.data(), text.size()); }

/// A connection to a port of loopback, whatever the host: names of tests all mean this machine.
int connect_to(const std::string& place) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(place.substr(place.rfind(':') + 1))));
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return server;
  ::close(server);
  return -1;
}

/// Moves bytes both ways until one side ends.
void shuttle(int one, int other) {
  std::array<char, 65536> chunk{};
  std::array<pollfd, 2> ends{pollfd{.fd = one, .events = POLLIN, .revents = 0},
                             pollfd{.fd = other, .events = POLLIN, .revents = 0}};
  while (::poll(ends.data(), ends.size(), -1) > 0) {
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends.at(i).revents == 0) continue;
      const auto got = ::recv(ends.at(i).fd, chunk.data(), chunk.size(), 0);
      if (got <= 0 || !send_all(ends.at(1 - i).fd, chunk.data(), static_cast<std::size_t>(got))) return;
    }
  }
}

}  // namespace

ForwardingProxy::~ForwardingProxy() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  listener_.shut_down();
  thread_.join();
  for (auto& thread : threads_) thread.join();
}

std::vector<std::string> ForwardingProxy::ways() const {
  const std::scoped_lock lock(mutex_);
  return ways_;
}

void ForwardingProxy::run() {
  for (;;) {
    const int client = listener_.accept();
    if (client < 0) return;
    const std::scoped_lock lock(mutex_);
    if (stopping_) {
      ::close(client);
      return;
    }
    sockets_.insert(client);
    threads_.emplace_back([this, client] { serve(client); });
  }
}

void ForwardingProxy::serve(int client) {
  if (const auto way = greet(client)) {
    if (const int server = connect_to(*way); server >= 0) {
      {
        const std::scoped_lock lock(mutex_);
        ways_.push_back(*way);
      }
      shuttle(client, server);
      ::close(server);
    }
  }
  const std::scoped_lock lock(mutex_);
  sockets_.erase(client);
  ::close(client);
}

std::optional<std::string> ForwardingProxy::greet(int client) const {
  char first = 0;
  if (::recv(client, &first, 1, MSG_PEEK) != 1) return std::nullopt;
  return first == 5 ? greet_socks(client) : greet_http(client);
}

std::optional<std::string> ForwardingProxy::greet_http(int client) const {
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    const std::string byte = read_bytes(client, 1);
    if (byte.empty()) return std::nullopt;
    head += byte;
  }
  const std::string wanted = "Proxy-Authorization: " + http::basic_authorization(login_) + "\r\n";
  if (!login_.empty() && head.find(wanted) == std::string::npos) {
    reply(client, "HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    return std::nullopt;
  }
  const std::string verb = "CONNECT ";
  if (!head.starts_with(verb)) {
    reply(client, "HTTP/1.1 405 X\r\nContent-Length: 0\r\n\r\n");
    return std::nullopt;
  }
  if (!reply(client, "HTTP/1.1 200 X\r\n\r\n")) return std::nullopt;
  return head.substr(verb.size(), head.find(' ', verb.size()) - verb.size());
}

/// RFC 1928 and, for user name and password, RFC 1929.
std::optional<std::string> ForwardingProxy::greet_socks(int client) const {
  const auto number = [&](std::size_t bytes) {
    std::size_t value = 0;
    for (const char byte : read_bytes(client, bytes)) value = value * 256 + static_cast<unsigned char>(byte);
    return value;
  };
  number(1);
  const std::string methods = read_bytes(client, number(1));
  const char method = login_.empty() ? '\0' : '\2';
  if (methods.find(method) == std::string::npos) {
    reply(client, {'\5', '\xff'});
    return std::nullopt;
  }
  reply(client, {'\5', method});
  if (!login_.empty()) {
    number(1);
    const std::string user = read_bytes(client, number(1));
    const std::string password = read_bytes(client, number(1));
    const bool is_right = user + ":" + password == login_;
    reply(client, {'\1', is_right ? '\0' : '\1'});
    if (!is_right) return std::nullopt;
  }
  const std::size_t command = number(3);
  const std::size_t kind = number(1);
  if (command != 0x050100 || (kind != 1 && kind != 3)) return std::nullopt;
  std::string host;
  if (kind == 3) {
    host = read_bytes(client, number(1));
  } else {
    for (int i = 0; i < 4; ++i) host += (i == 0 ? "" : ".") + std::to_string(number(1));
  }
  const std::size_t port = number(2);
  reply(client, {'\5', '\0', '\0', '\1', '\0', '\0', '\0', '\0', '\0', '\0'});
  return host + ":" + std::to_string(port);
}

}  // namespace kili::test
