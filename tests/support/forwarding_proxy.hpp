#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "loopback_listener.hpp"

namespace kili::test {

/// A proxy on loopback that makes ways to other servers of loopback: with CONNECT for HTTP, or as a SOCKS 5
/// proxy. One thread per way.
class ForwardingProxy {
 public:
  /// @param login "user:password" that is demanded; empty: none.
  explicit ForwardingProxy(std::string login = {}) : login_(std::move(login)) {
    thread_ = std::thread([this] { run(); });
  }
  ~ForwardingProxy();
  ForwardingProxy(const ForwardingProxy&) = delete;
  ForwardingProxy& operator=(const ForwardingProxy&) = delete;

  /// Host and port.
  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(listener_.port()); }
  /// Host and port to which ways were made, in order.
  [[nodiscard]] std::vector<std::string> ways() const;

 private:
  void run();
  void serve(int client);
  /// @return where to, or nothing when the peer was refused or has gone.
  [[nodiscard]] std::optional<std::string> greet(int client) const;
  [[nodiscard]] std::optional<std::string> greet_http(int client) const;
  [[nodiscard]] std::optional<std::string> greet_socks(int client) const;

  std::string login_;
  LoopbackListener listener_;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::set<int> sockets_;
  std::vector<std::thread> threads_;
  std::vector<std::string> ways_;
  std::thread thread_;
};

}  // namespace kili::test
