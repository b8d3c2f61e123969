#pragma once

#include <curl/curl.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <system_error>

#include "http/content_decoder.hpp"
#include "http/stall_guard.hpp"
#include "kili/http_transport.hpp"
#include "support/os/file.hpp"

namespace kili::http {

/// TLS settings of a transport.
struct TlsOptions {
  bool verify = true;
  std::string ca_bundle;  ///< Path of a PEM file; empty: the system's.
};

/// One request on its way through libcurl. Shared by the thread that waits for it and the engine's thread:
/// the engine alone touches the easy handle and the response until finish(), the waiting thread takes the
/// result after. It owns a copy of the request, so that the waiting thread may leave early; from then on the
/// files of the request are closed.
class CurlTransfer {
 public:
  CurlTransfer(HttpRequest request, StallGuard& guard);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Engine's thread.
  /// Sets the handle up for this request. Returns false when it cannot be sent; the failure is then recorded.
  [[nodiscard]] bool prepare(CURL* easy, const TlsOptions& tls);
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
  static std::size_t read_body(char* buffer, std::size_t size, std::size_t count, void* self);
  static int seek_body(void* self, curl_off_t offset, int whence);
  static std::size_t write_body(const char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t write_header(const char* data, std::size_t size, std::size_t count, void* self);
  static int watch_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t uploaded);
  static curl_socket_t open_socket(void* guard, curlsocktype purpose, curl_sockaddr* address);
  static int close_socket(void* guard, curl_socket_t socket);

  using Time = std::chrono::steady_clock::time_point;

  void set_options_of_connection(const TlsOptions& tls);
  /// When the waiting thread goes, by the time-outs of the request. With mutex_ locked.
  [[nodiscard]] std::optional<Time> longest_wait() const;
  std::size_t read_from_file(char* buffer, std::size_t size);
  [[nodiscard]] bool accept_header(std::string_view line);
  [[nodiscard]] bool is_idle(curl_off_t uploaded);
  [[nodiscard]] bool open_files();
  // With files_mutex_ locked.
  [[nodiscard]] bool begin_response_file();
  [[nodiscard]] std::uint64_t announced_bytes() const;
  [[nodiscard]] bool has_response_file() const noexcept;
  [[nodiscard]] bool is_too_large_for_file(std::uint64_t more);
  [[nodiscard]] std::error_code resize_response_file(std::uint64_t size);
  [[nodiscard]] bool write_to_file(const char* data, std::size_t size);
  void finish_files();
  bool set_body_options();
  std::size_t accept_bytes(const char* data, std::size_t size);
  [[nodiscard]] bool decode(std::string_view bytes);
  [[nodiscard]] bool keep(std::string_view bytes);
  [[nodiscard]] int status() const noexcept;
  void fail(TransportFailure failure, std::string message);
  void fail_to_write(const std::error_code& error);
  [[nodiscard]] TransportError error_of(CURLcode code) const;

  HttpRequest request_;
  StallGuard& guard_;
  std::string origin_;
  CURL* easy_ = nullptr;
  curl_slist* headers_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  std::uint64_t body_position_ = 0;
  support::File body_file_;
  support::File response_file_;
  bool response_file_begun_ = false;
  std::uint64_t response_position_ = 0;  ///< In the response file: where the next bytes go.
  std::size_t unwanted_bytes_ = 0;
  bool left_unread_ = false;
  HttpResponse response_;
  std::optional<ContentDecoder> decoder_;  ///< Of the body that comes.
  std::optional<TransportError> failure_;
  std::size_t header_bytes_ = 0;  ///< Of all answers, and trailers.
  unsigned answers_ = 0;          ///< With those before a redirect, and the informational ones.
  Time last_progress_{};
  curl_off_t uploaded_ = 0;

  std::mutex files_mutex_;         ///< Of the files: the thread that leaves closes them.
  std::atomic<bool> left_{false};  ///< Nobody waits for it any more.

  std::mutex mutex_;
  std::condition_variable_any done_signal_;
  bool done_ = false;
  Time submitted_ = std::chrono::steady_clock::now();
  std::optional<Time> started_;
};

}  // namespace kili::http
