#include "sandbox/http/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sandbox/http/http_session.hpp"

namespace kili::sandbox {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

class HttpServer::Implementation {
 public:
  Implementation(const std::string& address, std::uint16_t port, const std::optional<TlsFiles>& tls) {
    const auto ip = asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address);
    if (tls) load(*tls);
    listen(tcp::endpoint{ip, port});
  }

  ~Implementation() { stop(); }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  void start(HttpHandler& handler, unsigned threads) {
    handler_ = &handler;
    accept();
    for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
      threads_.emplace_back([this] { context_->run(); });
    }
  }

  void call_after(std::chrono::milliseconds delay, std::function<void()> action) {
    auto timer = std::make_shared<asio::steady_timer>(*context_, delay);
    asio::steady_timer& waiting = *timer;
    waiting.async_wait([kept = std::move(timer), call = std::move(action)](boost::system::error_code error) {
      if (!error) call();
    });
  }

  void stop() {
    if (!context_) return;
    context_->stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    // Destroying the context destroys the pending operations, and with them the sessions and their sockets.
    acceptor_.reset();
    retry_timer_.reset();
    context_.reset();
  }

 private:
  void load(const TlsFiles& files) {
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
    boost::system::error_code error;
    tls_->use_certificate_chain_file(files.certificate.string(), error);
    if (!error) tls_->use_private_key_file(files.private_key.string(), asio::ssl::context::pem, error);
    if (error) {
      throw std::runtime_error(fmt::format("sandbox certificate '{}' with key '{}' cannot be used: {}",
                                           files.certificate.string(), files.private_key.string(),
                                           error.message()));
    }
    if (files.client_ca.empty()) return;
    tls_->load_verify_file(files.client_ca.string(), error);
    if (error) {
      throw std::runtime_error(fmt::format("sandbox: client CA file '{}' cannot be used: {}",
                                           files.client_ca.string(), error.message()));
    }
    // Without it sessions of clients with certificates cannot be resumed.
    constexpr std::array<unsigned char, 7> sessions{'s', 'a', 'n', 'd', 'b', 'o', 'x'};
    SSL_CTX_set_session_id_context(tls_->native_handle(), sessions.data(), sessions.size());
    tls_->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }

  void listen(const tcp::endpoint& endpoint) {
    try {
      acceptor_->open(endpoint.protocol());
      acceptor_->set_option(asio::socket_base::reuse_address(true));
      acceptor_->bind(endpoint);
      acceptor_->listen(asio::socket_base::max_listen_connections);
      port_ = acceptor_->local_endpoint().port();
    } catch (const boost::system::system_error& error) {
      throw std::runtime_error(fmt::format("sandbox cannot listen on {}:{}: {}",
                                           endpoint.address().to_string(), endpoint.port(),
                                           error.code().message()));
    }
  }

  void accept() {
    // A strand per connection: its handlers never run at the same time.
    acceptor_->async_accept(asio::make_strand(*context_),
                            [this](boost::system::error_code error, tcp::socket socket) {
                              if (error == asio::error::operation_aborted) return;
                              if (error) {
                                // Most likely out of file descriptors: connections that end will free some.
                                retry_timer_->expires_after(std::chrono::milliseconds{10});
                                retry_timer_->async_wait([this](boost::system::error_code stopped) {
                                  if (!stopped) accept();
                                });
                                return;
                              }
                              boost::system::error_code ignored;
                              socket.set_option(tcp::no_delay(true), ignored);
                              serve_connection(std::move(socket), tls_ ? &*tls_ : nullptr, *handler_);
                              accept();
                            });
  }

  // The context is destroyed before what its pending operations refer to.
  std::optional<asio::ssl::context> tls_;
  HttpHandler* handler_ = nullptr;
  std::uint16_t port_ = 0;
  std::unique_ptr<asio::io_context> context_ = std::make_unique<asio::io_context>();
  std::unique_ptr<tcp::acceptor> acceptor_ = std::make_unique<tcp::acceptor>(*context_);
  std::unique_ptr<asio::steady_timer> retry_timer_ = std::make_unique<asio::steady_timer>(*context_);
  std::vector<std::thread> threads_;
};

HttpServer::HttpServer(const std::string& address, std::uint16_t port, const std::optional<TlsFiles>& tls)
    : implementation_(std::make_unique<Implementation>(address, port, tls)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return implementation_->port(); }

void HttpServer::start(HttpHandler& handler, unsigned threads) { implementation_->start(handler, threads); }

void HttpServer::call_after(std::chrono::milliseconds delay, std::function<void()> action) {
  implementation_->call_after(delay, std::move(action));
}

void HttpServer::stop() { implementation_->stop(); }

}  // namespace kili::sandbox
