#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kili/http_transport.hpp"

namespace kili::cli {

/// The library's transport; it notes where requests go and what time the service has. Thread-safe.
class WatchedTransport final : public HttpTransport {
 public:
  WatchedTransport();
  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override;

  /// The URL of the last request of the API, without what stands behind "?".
  [[nodiscard]] std::string url() const;
  /// How far the clock of the service is ahead of this machine's; absent when no answer had a date.
  [[nodiscard]] std::optional<std::chrono::seconds> clock_lead() const;

 private:
  std::optional<std::chrono::seconds> clock_lead_;
  mutable std::mutex mutex_;
  std::shared_ptr<HttpTransport> transport_;
  std::string url_;
};

/// The time of a `Date` header ("Sun, 06 Nov 1994 08:49:37 GMT"); nothing when it is not one.
[[nodiscard]] std::optional<std::chrono::sys_seconds> http_date(const std::string& text);

}  // namespace kili::cli
