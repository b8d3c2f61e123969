#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sandbox/http/http_types.hpp"

namespace kili::sandbox {

/// A connection whose answer has no end: sends what a stream has, when it has something, until the client
/// goes. Its handlers run on the strand of the socket.
/// @tparam Stream of boost::asio, with TLS or without.
template <typename Stream>
class StreamConnection : public std::enable_shared_from_this<StreamConnection<Stream>> {
 public:
  using ErrorCode = boost::system::error_code;

  /// @param kept lives as long as the connection.
  StreamConnection(Stream stream, std::shared_ptr<HttpStream> source, std::shared_ptr<void> kept)
      : kept_(std::move(kept)),
        source_(std::move(source)),
        stream_(std::move(stream)),
        timer_(stream_.get_executor()) {}

  /// @param head what is sent before anything of the stream.
  void run(std::string head) {
    source_->on_news([weak = this->weak_from_this(), executor = stream_.get_executor()] {
      // The handler takes the reference along: the connection must not end here, where the stream is busy.
      auto self = weak.lock();
      if (!self || self->is_told_.exchange(true)) return release(executor, std::move(self));
      boost::asio::post(executor, [connection = std::move(self)] { connection->look(); });
    });
    watch();
    write(std::move(head));
  }

 private:
  static constexpr std::chrono::seconds longest_silence{15};
  /// A comment, by which a client that is gone is noticed.
  static constexpr std::string_view sign_of_life = ":\n\n";

  template <typename Executor>
  static void release(const Executor& executor, std::shared_ptr<StreamConnection> self) {
    if (self) boost::asio::post(executor, [connection = std::move(self)] {});
  }

  template <typename Action>
  auto bind(Action action) {
    return [self = this->shared_from_this(), action](ErrorCode error, auto...) { action(*self, error); };
  }

  void look() {
    is_told_ = false;
    if (!is_writing_ && !is_closed_) send();
  }

  void send() {
    std::string news = source_->next();
    if (!news.empty()) return write(std::move(news));
    timer_.expires_after(longest_silence);
    timer_.async_wait(bind([](StreamConnection& self, ErrorCode error) {
      if (!error && !self.is_writing_ && !self.is_closed_) self.write(std::string(sign_of_life));
    }));
  }

  void write(std::string text) {
    is_writing_ = true;
    text_ = std::move(text);
    boost::asio::async_write(stream_, boost::asio::buffer(text_),
                             bind([](StreamConnection& self, ErrorCode error) {
                               self.is_writing_ = false;
                               if (error) return self.close();
                               if (!self.is_closed_) self.send();
                             }));
  }

  /// The client has nothing more to say: all that comes is the end of the connection.
  void watch() {
    stream_.async_read_some(boost::asio::buffer(unread_), bind([](StreamConnection& self, ErrorCode error) {
                              if (error) return self.close();
                              self.watch();
                            }));
  }

  void close() {
    if (std::exchange(is_closed_, true)) return;
    timer_.cancel();
    ErrorCode ignored;
    stream_.lowest_layer().close(ignored);
  }

  bool is_closed_ = false;
  std::atomic<bool> is_told_ = false;  ///< A look is under way.
  bool is_writing_ = false;
  std::shared_ptr<void> kept_;
  std::shared_ptr<HttpStream> source_;
  Stream stream_;
  std::string text_;
  boost::asio::steady_timer timer_;
  std::array<char, 512> unread_{};
};

}  // namespace kili::sandbox
