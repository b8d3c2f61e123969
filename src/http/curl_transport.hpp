#pragma once

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/connection_options.hpp"
#include "http/curl_transfer.hpp"
#include "http/stall_guard.hpp"
#include "kili/http_transport.hpp"
#include "support/process_bound.hpp"

namespace kili::http {

/// The library's own transport: one libcurl multi handle, driven by one thread that sleeps until a socket, a
/// timer or a new request wakes it. At most `max_requests_in_flight` requests are under way; the others queue
/// by origin and are taken in turn, so that uploads to a storage cannot starve the API. A caller waits for
/// its stop token and its time-outs by itself, whatever that thread is doing; a connection that keeps the
/// thread busy without an answer is cut (StallGuard). The destructor cancels everything and joins the
/// threads.
class CurlTransport final : public HttpTransport {
 public:
  struct Options {
    ConnectionOptions connection{};
    std::size_t max_requests_in_flight = 32;
    /// Between two looks at whether a connection keeps the thread from all others; it is cut after four.
    std::chrono::milliseconds stall_interval{250};
    TlsOptions tls{};
  };

  explicit CurlTransport(Options options);
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override;
  /// How many connections were cut because they kept the thread from all others.
  [[nodiscard]] std::size_t connections_cut() const noexcept { return guard_.cut(); }

 private:
  using TransferPointer = std::shared_ptr<CurlTransfer>;

  void run();
  void take_commands();
  void start_queued();
  void start(const TransferPointer& transfer);
  void collect_finished();
  void remove_left(const TransferPointer& transfer);
  void keep_or_clean_up(CURL* easy, CURLcode code);

  support::ProcessMark process_;
  Options options_;
  StallGuard guard_;
  CURLM* multi_ = nullptr;

  std::mutex mutex_;  // guards the two lists that other threads write
  std::vector<TransferPointer> submitted_;
  std::vector<TransferPointer> left_;
  std::atomic<bool> stopping_{false};

  // Engine's thread only.
  std::map<std::string, std::deque<TransferPointer>> queues_;  // by origin
  std::string last_origin_;
  std::map<CURL*, TransferPointer> running_;
  std::vector<CURL*> idle_handles_;

  std::thread thread_;
};

}  // namespace kili::http
