#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "loopback_listener.hpp"

namespace kili::test {

/// Types and flags of frames (RFC 9113, section 6).
namespace h2 {
enum Type : std::uint8_t {
  data = 0,
  headers = 1,
  rst_stream = 3,
  settings = 4,
  ping = 6,
  go_away = 7,
  window_update = 8,
  continuation = 9
};
constexpr std::uint8_t ack = 1;
constexpr std::uint8_t end_stream = 1;
constexpr std::uint8_t end_headers = 4;

[[nodiscard]] std::string frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                                std::string_view payload = {});
/// A block of header fields, each literal.
[[nodiscard]] std::string header_block(
    const std::vector<std::pair<std::string_view, std::string_view>>& fields);
}  // namespace h2

/// One connection of an Http2Server.
class Http2Connection {
 public:
  /// @param session the TLS session (SSL*) on a socket that does not block.
  Http2Connection(void* session, int socket, const std::atomic<bool>& stopping) noexcept
      : session_(session), socket_(socket), stopping_(stopping) {}

  /// Reads until a request is complete. @return its stream; 0 when the peer has gone.
  [[nodiscard]] std::uint32_t read_request();
  /// Writes bytes, and reads and drops what comes meanwhile, so that the peer never has to wait. False when
  /// it has gone.
  bool write(std::string_view bytes);
  /// An answer as it should be.
  bool answer(std::uint32_t stream, std::string_view body);
  /// Asks the peer for new keys, which is a message of TLS without content.
  bool update_keys();
  void wait_for_close();

 private:
  [[nodiscard]] bool greet();
  [[nodiscard]] bool allow_more(std::uint32_t stream, std::size_t bytes);
  /// Waits for the socket. False when the server stops.
  [[nodiscard]] bool wait(short events) const;
  /// Reads what is there. False when the peer has gone.
  [[nodiscard]] bool read_some(bool keep);

  void* session_;
  int socket_;
  const std::atomic<bool>& stopping_;
  bool greeted_ = false;
  std::string buffer_;
};

/// A server on loopback that speaks HTTP/2 over TLS, each frame as a test writes it, so that it can
/// misbehave. One thread, one connection at a time.
class Http2Server {
 public:
  using Handler = std::function<void(Http2Connection&)>;
  explicit Http2Server(Handler handler);
  ~Http2Server();
  Http2Server(const Http2Server&) = delete;
  Http2Server& operator=(const Http2Server&) = delete;

  [[nodiscard]] std::string url(const std::string& path = "/") const;
  /// What a client has to trust, the same for all servers of this process.
  [[nodiscard]] static std::string ca_bundle();

 private:
  void run();
  void serve(int socket);

  Handler handler_;
  std::shared_ptr<void> context_;  ///< SSL_CTX.
  LoopbackListener listener_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace kili::test
