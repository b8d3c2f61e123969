#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sandbox/http/http_types.hpp"
#include "sandbox/http/tls_certificate.hpp"

namespace kili::sandbox {

/// An HTTP/1.1 server: accepts on construction, serves from `start` to `stop`. Its threads wait only for
/// sockets and timers.
class HttpServer {
 public:
  /// @param address of this machine, checked by check_access_options().
  /// @throws std::runtime_error when the port is taken or the certificate cannot be used.
  HttpServer(const std::string& address, std::uint16_t port, const std::optional<TlsFiles>& tls);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// @param handler must outlive the server.
  void start(HttpHandler& handler, unsigned threads);
  /// Calls `action` on a thread of the server, unless it stops before.
  void call_after(std::chrono::milliseconds delay, std::function<void()> action);
  /// Cuts all connections and waits for the threads. Idempotent.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace kili::sandbox
