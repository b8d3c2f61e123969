#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace kili::benchmark {

/// The least that a program with libcurl does to have many requests at once: one multi handle on one thread,
/// a bounded number of requests in flight, kept-alive connections, answers into memory.
class CurlWindow {
 public:
  using Then = std::function<void(const std::string& answer)>;

  CurlWindow(std::string api_url, const std::string& api_key, std::size_t in_flight)
      : api_url_(std::move(api_url)), in_flight_(in_flight) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi_ = curl_multi_init();
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(in_flight));
    for (const std::string& header :
         {"Authorization: X-API-Key: " + api_key, std::string("Accept: application/json"),
          std::string("Content-Type: application/json"), std::string("Expect:")}) {
      api_headers_ = curl_slist_append(api_headers_, header.c_str());
    }
    for (const char* header : {"Content-Type: image/jpeg", "Expect:"}) {
      file_headers_ = curl_slist_append(file_headers_, header);
    }
  }
  ~CurlWindow() {
    for (auto& [easy, transfer] : running_) {
      curl_multi_remove_handle(multi_, easy);
      curl_easy_cleanup(easy);
    }
    for (CURL* easy : idle_) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi_);
    curl_slist_free_all(api_headers_);
    curl_slist_free_all(file_headers_);
  }
  CurlWindow(const CurlWindow&) = delete;
  CurlWindow& operator=(const CurlWindow&) = delete;

  /// Queues a call of the API; calls overtake uploads.
  void post(std::string body, Then then) {
    const auto transfer = std::make_shared<Transfer>();
    transfer->url = api_url_;
    transfer->body = std::move(body);
    transfer->then = std::move(then);
    calls_.push_back(transfer);
  }
  /// Queues the upload of a file.
  void put(std::string url, std::string file, Then then) {
    const auto transfer = std::make_shared<Transfer>();
    transfer->url = std::move(url);
    transfer->file = std::move(file);
    transfer->then = std::move(then);
    uploads_.push_back(transfer);
  }
  [[nodiscard]] std::size_t waiting_uploads() const { return uploads_.size(); }

  /// Returns when everything queued, also by what came after an answer, is done.
  void run() {
    for (;;) {
      start_waiting();
      if (running_.empty()) return;
      int still_running = 0;
      curl_multi_perform(multi_, &still_running);
      if (!finish_some()) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
    }
  }

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct Transfer {
    std::string answer;
    std::string body;
    std::string file;
    std::unique_ptr<std::FILE, CloseFile> opened;
    Then then;
    std::string url;
  };
  using TransferPointer = std::shared_ptr<Transfer>;

  static std::size_t keep(const char* data, std::size_t size, std::size_t count, void* answer) {
    static_cast<std::string*>(answer)->append(data, size * count);
    return size * count;
  }

  void start_waiting() {
    while (running_.size() < in_flight_ && (!calls_.empty() || !uploads_.empty())) {
      auto& queue = calls_.empty() ? uploads_ : calls_;
      const TransferPointer transfer = std::move(queue.front());
      queue.pop_front();
      start(transfer);
    }
  }

  void start(const TransferPointer& transfer) {
    CURL* easy = nullptr;
    if (idle_.empty()) {
      easy = curl_easy_init();
    } else {
      easy = idle_.back();
      idle_.pop_back();
      curl_easy_reset(easy);
    }
    curl_easy_setopt(easy, CURLOPT_URL, transfer->url.c_str());
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 128L * 1024);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 256L * 1024);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlWindow::keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer->answer);
    if (transfer->file.empty()) {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(transfer->body.size()));
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer->body.data());
      curl_easy_setopt(easy, CURLOPT_HTTPHEADER, api_headers_);
    } else {
      transfer->opened.reset(std::fopen(transfer->file.c_str(), "rb"));
      if (!transfer->opened) throw std::runtime_error(fmt::format("cannot read '{}'", transfer->file));
      curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt(easy, CURLOPT_READDATA, transfer->opened.get());
      curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
                       static_cast<curl_off_t>(std::filesystem::file_size(transfer->file)));
      curl_easy_setopt(easy, CURLOPT_HTTPHEADER, file_headers_);
    }
    running_.emplace(easy, transfer);
    curl_multi_add_handle(multi_, easy);
  }

  bool finish_some() {
    bool any = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      CURL* easy = message->easy_handle;
      const CURLcode code = message->data.result;
      long status = 0;
      curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
      curl_multi_remove_handle(multi_, easy);
      const TransferPointer transfer = running_.extract(easy).mapped();
      idle_.push_back(easy);
      if (code != CURLE_OK || status / 100 != 2) {
        throw std::runtime_error(fmt::format("{}: {}, HTTP {}: {}", transfer->url, curl_easy_strerror(code),
                                             status, transfer->answer.substr(0, 300)));
      }
      if (transfer->file.empty() && !transfer->answer.starts_with("{\"data\":")) {
        throw std::runtime_error("no data: " + transfer->answer.substr(0, 300));
      }
      transfer->opened.reset();
      transfer->then(transfer->answer);
      any = true;
    }
    return any;
  }

  std::string api_url_;
  curl_slist* api_headers_ = nullptr;
  curl_slist* file_headers_ = nullptr;
  std::size_t in_flight_;
  CURLM* multi_ = nullptr;
  std::deque<TransferPointer> calls_;
  std::deque<TransferPointer> uploads_;
  std::unordered_map<CURL*, TransferPointer> running_;
  std::vector<CURL*> idle_;
};

}  // namespace kili::benchmark
