#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "http/answer_receiver.hpp"
#include "http/connection_options.hpp"
#include "http/first_failure.hpp"
#include "http/proxy.hpp"
#include "http/request_body.hpp"
#include "http/stall_guard.hpp"
#include "kili/http_transport.hpp"
#include "support/condition.hpp"

namespace kili::http {

/// One request on its way through libcurl: what is sent is a RequestBody, what arrives goes to an
/// AnswerReceiver. Shared by the thread that waits for it and the engine's thread:
/// the engine alone touches the easy handle and the response until finish(), the waiting thread takes the
/// result after. It owns a copy of the request, so that the waiting thread may leave early; from then on the
/// files of the request are closed, and memory of the caller is let go.
class CurlTransfer {
 public:
  CurlTransfer(HttpRequest request, StallGuard& guard);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Engine's thread.
  /// Sets the handle up for this request. Returns false when it cannot be sent; the failure is then recorded.
  /// @param connection must stay until finish().
  [[nodiscard]] bool prepare(CURL* easy, const ConnectionOptions& connection, const TlsOptions& tls);
  [[nodiscard]] CURL* easy() const noexcept { return easy_; }
  /// Takes the result of the transfer, gives the handle back and wakes the waiting thread.
  CURL* finish(CURLcode code);
  /// Records that it will not be sent.
  void abandon();

  // Waiting thread.
  /// @return false when `stop_token` or a time-out of the request comes first. The time-outs are those that
  /// the engine sees to, a moment later, for the case that it does not get to them.
  [[nodiscard]] bool wait(const std::stop_token& stop_token);
  /// Gives the transfer up: its files are not touched any more. To be called once after wait() said false.
  /// @throws Cancelled when `stop_token` has come, otherwise TransportError.
  [[noreturn]] void leave(const std::stop_token& stop_token);
  /// After wait() said true. @throws TransportError.
  [[nodiscard]] HttpResponse result();

  [[nodiscard]] const std::string& origin() const noexcept { return origin_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  static std::size_t read_body(char* buffer, std::size_t size, std::size_t count, void* self);
  static int seek_body(void* self, curl_off_t offset, int whence);
  static std::size_t write_body(const char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t write_header(const char* data, std::size_t size, std::size_t count, void* self);
  static int watch_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t uploaded);
  static curl_socket_t open_socket(void* guard, curlsocktype purpose, curl_sockaddr* address);
  static int close_socket(void* guard, curl_socket_t socket);

  /// @return false for a method that is not known, or has no body.
  [[nodiscard]] bool set_body_options();
  void set_headers();
  void set_options_of_answer();
  void set_options_of_connection();
  [[nodiscard]] bool is_idle(curl_off_t uploaded);
  [[nodiscard]] AnswerReceiver::Facts facts() const noexcept;
  /// How large the bodies were on their way.
  void note_bytes();
  [[nodiscard]] TransportError error_of(CURLcode code) const;
  [[nodiscard]] std::optional<ProxySetting> proxy() const;
  /// When the waiting thread goes, by the time-outs of the request. With mutex_ locked.
  [[nodiscard]] std::optional<Time> longest_wait() const;

  HttpRequest request_;
  StallGuard& guard_;
  std::string origin_;
  FirstFailure failure_;
  RequestBody body_;
  AnswerReceiver answer_;
  const ConnectionOptions* connection_ = nullptr;  ///< From prepare() on.
  CURL* easy_ = nullptr;
  curl_slist* headers_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  Time last_progress_{};
  curl_off_t uploaded_ = 0;

  std::mutex mutex_;
  support::Condition done_signal_;
  bool done_ = false;
  Time submitted_ = std::chrono::steady_clock::now();
  std::optional<Time> started_;
};

}  // namespace kili::http
