#include "http2_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "sandbox/http/tls_certificate.hpp"
#include "support/os/signals.hpp"
#include "test_folder.hpp"

namespace kili::test {
namespace h2 {

std::string frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream, std::string_view payload) {
  std::string text;
  const auto byte = [&text](std::size_t value) { text += static_cast<char>(value & 0xFFU); };
  for (const unsigned shift : {16U, 8U, 0U}) byte(payload.size() >> shift);
  byte(type);
  byte(flags);
  for (const unsigned shift : {24U, 16U, 8U, 0U}) byte(stream >> shift);
  text.append(payload);
  return text;
}

std::string header_block(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  std::string block;
  const auto append = [&block](std::string_view text) {
    constexpr std::size_t longest_in_one_byte = 126;
    std::size_t size = text.size();
    if (size <= longest_in_one_byte) {
      block += static_cast<char>(size);
    } else {
      block += '\x7f';
      for (size -= 127; size >= 128; size /= 128) block += static_cast<char>(size % 128 + 128);
      block += static_cast<char>(size);
    }
    block.append(text);
  };
  for (const auto& [name, value] : fields) {
    block += '\0';  // literal, not to be indexed, with a name of its own
    append(name);
    append(value);
  }
  return block;
}

}  // namespace h2

namespace {

SSL* ssl(void* session) { return static_cast<SSL*>(session); }

const sandbox::TlsFiles& certificate_of_http2_servers() {
  static const TestFolder folder;
  static const sandbox::TlsFiles files = sandbox::self_signed_certificate(folder.root());
  return files;
}

int choose_http2(SSL* /*session*/, const unsigned char** chosen, unsigned char* size,
                 const unsigned char* offered, unsigned int offered_size, void* /*argument*/) {
  static const std::array<unsigned char, 3> h2{2, 'h', '2'};
  unsigned char* found = nullptr;
  const int result = SSL_select_next_proto(&found, size, h2.data(), h2.size(), offered, offered_size);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::shared_ptr<void> server_context() {
  const auto& files = certificate_of_http2_servers();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_http2, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), files.private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
    throw std::runtime_error("HTTP/2 server: the certificate cannot be used");
  }
  return context;
}

}  // namespace

bool Http2Connection::wait(short events) const {
  // In turns, to hear that the server stops.
  for (pollfd each{.fd = socket_, .events = events, .revents = 0}; !stopping_;) {
    constexpr int turn_ms = 20;
    if (::poll(&each, 1, turn_ms) > 0) return true;
  }
  return false;
}

bool Http2Connection::read_some(bool keep) {
  std::array<char, 65536> chunk{};
  for (;;) {
    const int got = SSL_read(ssl(session_), chunk.data(), static_cast<int>(chunk.size()));
    if (got <= 0) {
      const int reason = SSL_get_error(ssl(session_), got);
      return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE;
    }
    if (keep) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

bool Http2Connection::write(std::string_view bytes) {
  while (!bytes.empty() && !stopping_) {
    if (!read_some(false)) return false;
    const int sent = SSL_write(ssl(session_), bytes.data(), static_cast<int>(bytes.size()));
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    const int reason = SSL_get_error(ssl(session_), sent);
    if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) return false;
    if (!wait(POLLIN | POLLOUT)) return false;
  }
  return !stopping_;
}

bool Http2Connection::update_keys() {
  if (stopping_ || !read_some(false)) return false;
  // One after the other: the session holds one at a time.
  while (SSL_get_key_update_type(ssl(session_)) == SSL_KEY_UPDATE_NONE &&
         SSL_key_update(ssl(session_), SSL_KEY_UPDATE_NOT_REQUESTED) != 1) {
    return false;
  }
  const int done = SSL_do_handshake(ssl(session_));
  if (done == 1) return true;
  const int reason = SSL_get_error(ssl(session_), done);
  return (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE) && wait(POLLIN | POLLOUT);
}

bool Http2Connection::greet() {
  greeted_ = true;
  for (;;) {
    const int done = SSL_accept(ssl(session_));
    if (done == 1) break;
    const int reason = SSL_get_error(ssl(session_), done);
    if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) return false;
    if (!wait(reason == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT)) return false;
  }
  const std::string settings = h2::frame(h2::settings, 0, 0);
  return SSL_write(ssl(session_), settings.data(), static_cast<int>(settings.size())) > 0;
}

bool Http2Connection::allow_more(std::uint32_t stream, std::size_t bytes) {
  const std::string update =
      h2::frame(h2::window_update, 0, stream,
                std::string{static_cast<char>(bytes >> 24U), static_cast<char>(bytes >> 16U),
                            static_cast<char>(bytes >> 8U), static_cast<char>(bytes)});
  return SSL_write(ssl(session_), update.data(), static_cast<int>(update.size())) > 0;
}

std::uint32_t Http2Connection::read_request() {
  constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  constexpr std::size_t frame_header = 9;
  if (!greeted_ && !greet()) return 0;
  for (;;) {
    if (buffer_.starts_with(preface)) buffer_.erase(0, preface.size());
    while (buffer_.size() >= frame_header && !preface.starts_with(buffer_.substr(0, preface.size()))) {
      const auto byte = [this](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(buffer_[i]));
      };
      const std::size_t size = (byte(0) << 16U) | (byte(1) << 8U) | byte(2);
      if (buffer_.size() < frame_header + size) break;
      const auto type = byte(3);
      const auto flags = byte(4);
      const std::uint32_t stream = (byte(5) << 24U) | (byte(6) << 16U) | (byte(7) << 8U) | byte(8);
      buffer_.erase(0, frame_header + size);
      if ((type == h2::headers || type == h2::data) && (flags & h2::end_stream) != 0) return stream;
      if (type == h2::data && size > 0 && !(allow_more(0, size) && allow_more(stream, size))) return 0;
      if (type == h2::settings && (flags & h2::ack) == 0) {
        const std::string ack = h2::frame(h2::settings, h2::ack, 0);
        if (SSL_write(ssl(session_), ack.data(), static_cast<int>(ack.size())) <= 0) return 0;
      }
    }
    const std::size_t before = buffer_.size();
    if (!read_some(true)) return 0;
    if (buffer_.size() == before && !wait(POLLIN)) return 0;
  }
}

bool Http2Connection::answer(std::uint32_t stream, std::string_view body) {
  return write(h2::frame(h2::headers, h2::end_headers, stream, h2::header_block({{":status", "200"}})) +
               h2::frame(h2::data, h2::end_stream, stream, body));
}

void Http2Connection::wait_for_close() {
  while (wait(POLLIN) && read_some(false)) {
  }
}

Http2Server::Http2Server(Handler handler) : handler_(std::move(handler)), context_(server_context()) {
  thread_ = std::thread([this] { run(); });
}

Http2Server::~Http2Server() {
  stopping_ = true;
  listener_.shut_down();
  thread_.join();
}

std::string Http2Server::url(const std::string& path) const {
  return "https://127.0.0.1:" + std::to_string(listener_.port()) + path;
}

std::string Http2Server::ca_bundle() { return certificate_of_http2_servers().certificate.string(); }

void Http2Server::run() {
  while (!stopping_) {
    const int socket = listener_.accept();
    if (socket < 0) return;
    serve(socket);
    close(socket);
  }
}

void Http2Server::serve(int socket) {
  ::fcntl(socket, F_SETFL, O_NONBLOCK);
  const support::NoBrokenPipeSignals no_signals;  // OpenSSL writes to a peer that has gone
  const std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(static_cast<SSL_CTX*>(context_.get())),
                                                          SSL_free);
  SSL_set_fd(session.get(), socket);
  SSL_set_mode(session.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  Http2Connection connection(session.get(), socket, stopping_);
  handler_(connection);
}

}  // namespace kili::test
