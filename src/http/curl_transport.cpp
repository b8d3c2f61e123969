#include "http/curl_transport.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "kili/errors.hpp"
#include "support/os/openssl.hpp"
#include "support/os/signals.hpp"

namespace kili::http {
namespace {

/// libcurl's global state, set up before the first handle and for the rest of the process.
void initialise_libcurl() {
  static const CURLcode code = [] {
    support::keep_openssl_until_the_end();
    return curl_global_init(CURL_GLOBAL_DEFAULT);
  }();
  if (code != CURLE_OK) throw HttpError("libcurl could not be initialised");
}

CURLM* new_multi_handle() {
  initialise_libcurl();
  return curl_multi_init();
}

}  // namespace

CurlTransport::CurlTransport(Options options)
    : options_(std::move(options)), guard_(options_.stall_interval), multi_(new_multi_handle()) {
  if (multi_ == nullptr) throw std::bad_alloc();
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.max_requests_in_flight));
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  thread_ = std::thread([this] { run(); });
}

CurlTransport::~CurlTransport() {
  stopping_ = true;
  guard_.cut_all();  // the thread may be inside libcurl for as long as a peer sends
  curl_multi_wakeup(multi_);
  thread_.join();
  const support::NoBrokenPipeSignals no_signals;  // TLS says good-bye
  for (CURL* easy : idle_handles_) curl_easy_cleanup(easy);
  curl_multi_cleanup(multi_);
}

HttpResponse CurlTransport::send(const HttpRequest& request, std::stop_token stop_token) {
  process_.check();
  const auto transfer = std::make_shared<CurlTransfer>(request, guard_);
  {
    const std::scoped_lock lock(mutex_);
    submitted_.push_back(transfer);
  }
  curl_multi_wakeup(multi_);
  if (!transfer->wait(stop_token)) {
    {
      const std::scoped_lock lock(mutex_);
      left_.push_back(transfer);
    }
    curl_multi_wakeup(multi_);
    transfer->leave(stop_token);
  }
  return transfer->result();
}

void CurlTransport::run() {
  // libcurl leaves them to its user (CURLOPT_NOSIGNAL); its earlier versions write to TLS connections without
  // MSG_NOSIGNAL.
  const support::NoBrokenPipeSignals no_signals;
  constexpr int longest_sleep_ms = 60'000;  // any wake-up comes earlier
  while (!stopping_) {
    take_commands();
    start_queued();
    int still_running = 0;
    guard_.set_busy(!running_.empty());
    guard_.step_begins();
    curl_multi_perform(multi_, &still_running);
    guard_.step_ends();
    collect_finished();
    guard_.set_busy(!running_.empty());
    if (!queues_.empty() && running_.size() < options_.max_requests_in_flight) continue;
    curl_multi_poll(multi_, nullptr, 0, longest_sleep_ms, nullptr);
  }
  take_commands();
  for (auto& [easy, transfer] : running_) {
    curl_multi_remove_handle(multi_, easy);
    transfer->abandon();
    curl_easy_cleanup(easy);
  }
  for (auto& [origin, queue] : queues_) {
    for (const auto& transfer : queue) transfer->abandon();
  }
}

void CurlTransport::take_commands() {
  std::vector<TransferPointer> submitted;
  std::vector<TransferPointer> left;
  {
    const std::scoped_lock lock(mutex_);
    submitted.swap(submitted_);
    left.swap(left_);
  }
  for (auto& transfer : submitted) queues_[transfer->origin()].push_back(std::move(transfer));
  for (const auto& transfer : left) remove_left(transfer);
}

void CurlTransport::remove_left(const TransferPointer& transfer) {
  if (CURL* easy = transfer->easy(); easy != nullptr && running_.contains(easy)) {
    curl_multi_remove_handle(multi_, easy);
    running_.erase(easy);
    curl_easy_cleanup(easy);
    return;
  }
  const auto queue = queues_.find(transfer->origin());
  if (queue == queues_.end()) return;
  std::erase(queue->second, transfer);
  if (queue->second.empty()) queues_.erase(queue);
}

void CurlTransport::start_queued() {
  while (!queues_.empty() && running_.size() < options_.max_requests_in_flight) {
    auto queue = queues_.upper_bound(last_origin_);
    if (queue == queues_.end()) queue = queues_.begin();
    last_origin_ = queue->first;
    const TransferPointer transfer = std::move(queue->second.front());
    queue->second.pop_front();
    if (queue->second.empty()) queues_.erase(queue);
    start(transfer);
  }
}

void CurlTransport::start(const TransferPointer& transfer) {
  CURL* easy = nullptr;
  if (idle_handles_.empty()) {
    easy = curl_easy_init();
    if (easy == nullptr) {
      transfer->abandon();
      return;
    }
  } else {
    easy = idle_handles_.back();
    idle_handles_.pop_back();
  }
  if (!transfer->prepare(easy, options_.connection, options_.tls)) {
    keep_or_clean_up(transfer->finish(CURLE_OK), CURLE_OK);
    return;
  }
  running_.emplace(easy, transfer);
  if (curl_multi_add_handle(multi_, easy) != CURLM_OK) {
    running_.erase(easy);
    keep_or_clean_up(transfer->finish(CURLE_FAILED_INIT), CURLE_FAILED_INIT);
  }
}

void CurlTransport::collect_finished() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* easy = message->easy_handle;
    const CURLcode code = message->data.result;
    curl_multi_remove_handle(multi_, easy);
    const auto found = running_.find(easy);
    const TransferPointer transfer = std::move(found->second);
    running_.erase(found);
    keep_or_clean_up(transfer->finish(code), code);
  }
}

void CurlTransport::keep_or_clean_up(CURL* easy, CURLcode code) {
  // curl_easy_reset() of libcurl 8.14 leaves the order to rewind the body that a broken connection gave; the
  // next request would fail before it is sent.
  if (code != CURLE_OK) {
    curl_easy_cleanup(easy);
    return;
  }
  curl_easy_reset(easy);
  idle_handles_.push_back(easy);
}

}  // namespace kili::http
