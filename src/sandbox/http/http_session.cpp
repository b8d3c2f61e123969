#include "sandbox/http/http_session.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "sandbox/http/bandwidth.hpp"
#include "sandbox/http/stream_connection.hpp"
#include "support/os/file.hpp"

namespace kili::sandbox {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

constexpr std::size_t chunk_size = 64 * 1024;
constexpr std::uint32_t max_header = 64 * 1024;
constexpr std::uint64_t mib = 1024 * 1024;

using PlainStream = tcp::socket;
using TlsStream = asio::ssl::stream<tcp::socket>;

/// A file that is read piece by piece.
class FileReader {
 public:
  explicit FileReader(const FileBody& body) : left_(body.length), offset_(body.offset) {
    std::error_code ignored;  // a file that cannot be opened is one that became shorter
    file_ = support::File::open(body.path, {}, ignored);
  }

  [[nodiscard]] std::uint64_t left() const { return left_; }

  /// @return bytes read, 0 at the end or when the file became shorter.
  std::size_t read(char* target, std::size_t size) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, left_));
    std::error_code ignored;
    const std::size_t got = file_.read_at(offset_, target, wanted, ignored);
    offset_ += got;
    left_ -= got;
    return got;
  }

 private:
  support::File file_;
  std::uint64_t left_;
  std::uint64_t offset_;
};

HttpRequest to_request(const http::request<http::buffer_body>& message) {
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    std::string name{field.name_string()};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  return request;
}

/// One connection. All its handlers run on the strand of its socket.
template <typename Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Stream stream, HttpHandler& handler)
      : handler_(handler), stream_(std::move(stream)), timer_(stream_.get_executor()) {
    handler_.connection_opened();
  }
  ~Session() {
    exchange_.reset();
    handler_.connection_closed();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void run() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      stream_.async_handshake(asio::ssl::stream_base::server, bind([](Session& self, ErrorCode error) {
                                if (!error) self.read_header();
                              }));
    } else {
      read_header();
    }
  }

 private:
  /// A handler that keeps the session alive.
  template <typename Action>
  auto bind(Action action) {
    return [self = this->shared_from_this(), action](ErrorCode error, auto...) { action(*self, error); };
  }

  void read_header() {
    parser_.emplace();
    parser_->header_limit(max_header);
    // Bodies are streamed. "No limit" would do, but Boost 1.74 takes it for a limit of nothing.
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
    http::async_read_header(stream_, buffer_, *parser_, bind([](Session& self, ErrorCode error) {
                              if (!error) return self.start_exchange();
                              self.close();
                            }));
  }

  void start_exchange() {
    exchange_ = handler_.start_exchange(to_request(parser_->get()));
    body_.clear();
    received_ = 0;
    paid_mib_ = 0;
    if (exchange_->keeps_body()) return invite_body();
    begin();
  }

  /// Waits as long as the service wants before any work is done.
  void begin() {
    const HttpExchange::Start start = exchange_->begin();
    wait(start.delay, [cut = start.cut](Session& self) {
      if (cut) return self.cut();
      if (self.exchange_->keeps_body()) return self.finish();
      self.invite_body();
    });
  }

  template <typename Action>
  void wait(std::chrono::steady_clock::duration delay, Action action) {
    if (delay.count() <= 0) return action(*this);
    timer_.expires_after(delay);
    timer_.async_wait(bind([action](Session& self, ErrorCode error) {
      if (!error) action(self);
    }));
  }

  void invite_body() {
    const auto& message = parser_->get();
    const auto expect = message[http::field::expect];
    if (parser_->is_done() || !beast::iequals(expect, "100-continue")) return read_body();
    static constexpr std::string_view invitation = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(invitation.data(), invitation.size()),
                      bind([](Session& self, ErrorCode error) {
                        if (!error) self.read_body();
                      }));
  }

  void read_body() {
    if (parser_->is_done()) return end_body();
    chunk_.resize(piece_size());
    // Beast reads no more at once than its buffer has room for, and that is 512 bytes at first.
    buffer_.reserve(
        std::min<std::uint64_t>(parser_->content_length_remaining().value_or(chunk_size), chunk_size));
    parser_->get().body().data = chunk_.data();
    parser_->get().body().size = chunk_.size();
    http::async_read(stream_, buffer_, *parser_, bind([](Session& self, ErrorCode error) {
                       if (error && error != http::error::need_buffer) return self.close();
                       self.take_chunk();
                     }));
  }

  void take_chunk() {
    const std::size_t size = chunk_.size() - parser_->get().body().size;
    received_ += size;
    if (!exchange_->keeps_body()) {
      exchange_->write(chunk_.data(), size);
    } else if (received_ > max_body) {
      keep_alive_ = false;
      return send(exchange_->refuse_large_body());
    } else {
      body_.append(chunk_.data(), size);
    }
    wait(storage_delay(received_) + line_delay(Bandwidth::Direction::received, size),
         [](Session& self) { self.read_body(); });
  }

  /// Delay due for the MiB that were completed since the last call.
  std::chrono::milliseconds storage_delay(std::uint64_t transferred) {
    const std::uint64_t due = transferred / mib - paid_mib_;
    paid_mib_ += due;
    return exchange_->delay_per_mib() * static_cast<std::int64_t>(due);
  }

  /// How long bytes that move now take on a line of limited speed.
  std::chrono::steady_clock::duration line_delay(Bandwidth::Direction direction, std::uint64_t bytes) {
    const auto now = std::chrono::steady_clock::now();
    return handler_.bandwidth().pass(line_, direction, bytes, now) - now;
  }

  [[nodiscard]] std::size_t piece_size() const {
    const std::size_t limited = handler_.bandwidth().piece_size();
    return limited == 0 ? chunk_size : limited;
  }

  void end_body() {
    if (!exchange_->keeps_body()) return finish();
    exchange_->set_body(std::move(body_));
    body_ = {};
    begin();
  }

  void finish() {
    keep_alive_ = parser_->keep_alive();
    send(exchange_->finish());
  }

  void send(HttpReply reply) {
    if (reply.cut) {
      exchange_->set_outcome({.received = received_});
      return cut();
    }
    reply_ = std::move(reply);
    const bool is_head = parser_->get().method() == http::verb::head;
    const std::uint64_t length = reply_.file ? reply_.file->length : reply_.body.size();
    const std::uint64_t sent = is_head ? 0 : reply_.truncate ? length / 2 : length;
    exchange_->set_outcome({.received = received_, .sent = sent, .status = reply_.status});
    head_ = fmt::format("HTTP/1.1 {} {}\r\n", reply_.status, reason_phrase(reply_.status));
    for (const auto& [name, value] : reply_.headers) head_ += fmt::format("{}: {}\r\n", name, value);
    if (reply_.stream) return hand_over();
    head_ += fmt::format("Content-Length: {}\r\nConnection: {}\r\n\r\n", length,
                         keep_alive_ ? "keep-alive" : "close");
    if (is_head) {
      reply_.body.clear();
      reply_.file.reset();
    }
    if (reply_.truncate) {
      keep_alive_ = false;
      reply_.body.resize(reply_.body.size() / 2);
      if (reply_.file) reply_.file->length /= 2;
    }
    received_ = 0;
    paid_mib_ = 0;
    // On a line of limited speed the body follows in pieces.
    body_sent_ = handler_.bandwidth().piece_size() == 0 ? reply_.body.size() : 0;
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(head_),
                                                    asio::buffer(reply_.body.data(), body_sent_)};
    asio::async_write(stream_, buffers, bind([](Session& self, ErrorCode error) {
                        if (error) return self.close();
                        self.send_body();
                      }));
  }

  /// The connection belongs to a stream from now on. The session lives, and counts as open, as long as it.
  void hand_over() {
    exchange_.reset();
    head_ += "Connection: close\r\n\r\n";
    const auto connection = std::make_shared<StreamConnection<Stream>>(
        std::move(stream_), std::move(reply_.stream), this->shared_from_this());
    connection->run(std::move(head_));
  }

  void send_body() {
    if (body_sent_ == reply_.body.size()) {
      if (!reply_.file) return end_reply();
      file_ = std::make_unique<FileReader>(*reply_.file);
      chunk_.resize(piece_size());
      return send_file();
    }
    const std::size_t size = std::min(piece_size(), reply_.body.size() - body_sent_);
    wait(line_delay(Bandwidth::Direction::sent, size), [size](Session& self) {
      const char* const piece = self.reply_.body.data() + self.body_sent_;
      self.body_sent_ += size;
      asio::async_write(self.stream_, asio::buffer(piece, size),
                        self.bind([](Session& session, ErrorCode error) {
                          if (error) return session.close();
                          session.send_body();
                        }));
    });
  }

  void send_file() {
    const std::size_t size = file_->read(chunk_.data(), chunk_.size());
    if (size == 0) {
      // A file that ended early leaves the client short of bytes: the connection must not go on.
      const bool whole = file_->left() == 0;
      file_.reset();
      return whole ? end_reply() : cut();
    }
    received_ += size;
    // The piece that completes a MiB waits for it, so that the last one is not had for nothing.
    wait(storage_delay(received_) + line_delay(Bandwidth::Direction::sent, size), [size](Session& self) {
      asio::async_write(self.stream_, asio::buffer(self.chunk_.data(), size),
                        self.bind([](Session& session, ErrorCode error) {
                          if (error) return session.close();
                          session.send_file();
                        }));
    });
  }

  void end_reply() {
    const bool truncated = reply_.truncate;
    exchange_.reset();
    reply_ = {};
    chunk_ = {};
    buffer_.shrink_to_fit();
    if (keep_alive_) return read_header();
    if (truncated) return close();
    end_connection();
  }

  void end_connection() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      stream_.async_shutdown(bind([](Session& self, ErrorCode) { self.close(); }));
    } else {
      ErrorCode ignored;
      stream_.shutdown(tcp::socket::shutdown_send, ignored);
      close();
    }
  }

  /// Resets the connection, so that the other side notices at once.
  void cut() {
    ErrorCode ignored;
    stream_.lowest_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    close();
  }

  void close() {
    exchange_.reset();
    ErrorCode ignored;
    stream_.lowest_layer().close(ignored);
  }

  std::string body_;
  std::size_t body_sent_ = 0;  ///< Bytes of reply_.body that were written.
  beast::flat_buffer buffer_;
  std::vector<char> chunk_;
  std::unique_ptr<HttpExchange> exchange_;
  std::unique_ptr<FileReader> file_;
  HttpHandler& handler_;
  std::string head_;
  bool keep_alive_ = true;
  ConnectionUse line_;
  std::uint64_t paid_mib_ = 0;
  std::optional<http::request_parser<http::buffer_body>> parser_;
  std::uint64_t received_ = 0;
  HttpReply reply_;
  Stream stream_;
  asio::steady_timer timer_;
};

}  // namespace

void serve_connection(tcp::socket socket, asio::ssl::context* tls, HttpHandler& handler) {
  if (tls == nullptr) {
    std::make_shared<Session<PlainStream>>(std::move(socket), handler)->run();
  } else {
    std::make_shared<Session<TlsStream>>(TlsStream{std::move(socket), *tls}, handler)->run();
  }
}

std::string_view reason_phrase(int status) {
  const auto known = static_cast<http::status>(status);
  const beast::string_view phrase = http::obsolete_reason(known);
  return {phrase.data(), phrase.size()};
}

}  // namespace kili::sandbox
