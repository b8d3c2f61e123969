#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "loopback_listener.hpp"

namespace kili::test {

/// One connection of a RawServer, with blocking reads and writes.
class RawConnection {
 public:
  explicit RawConnection(int socket) noexcept : socket_(socket) {}
  /// Reads until the headers of a request and the body that Content-Length announces are in; empty when the
  /// peer has gone.
  [[nodiscard]] std::string read_request();
  /// False when the peer has gone.
  bool write(const std::string& bytes);
  /// From which the peer has connected.
  [[nodiscard]] std::string peer_address() const;
  /// Waits until the peer closes or the server stops.
  void wait_for_close();

 private:
  int socket_;
  std::string buffer_;
};

/// A server on loopback that says exactly what a test tells it to, byte by byte: for answers that no
/// well-behaved server gives. One thread, one connection at a time.
class RawServer {
 public:
  using Handler = std::function<void(RawConnection&)>;
  explicit RawServer(Handler handler);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path = "/") const;
  [[nodiscard]] int connections() const noexcept { return connections_; }

 private:
  void run();

  Handler handler_;
  LoopbackListener listener_;
  std::atomic<int> current_{-1};
  std::atomic<int> connections_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// An answer with the right Content-Length.
[[nodiscard]] std::string http_answer(int status, const std::string& body,
                                      const std::string& more_headers = {});

}  // namespace kili::test
