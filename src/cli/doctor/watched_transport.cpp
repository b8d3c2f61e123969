#include "cli/doctor/watched_transport.hpp"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include "kili/curl_transport.hpp"

namespace kili::cli {

std::optional<std::chrono::sys_seconds> http_date(const std::string& text) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 4> month{};
  int day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  // NOLINTNEXTLINE(cert-err34-c): numbers of a bounded number of digits
  if (std::sscanf(text.c_str(), "%*3c, %2d %3s %4d %2d:%2d:%2d GMT", &day, month.data(), &year, &hour,
                  &minute, &second) != 6) {
    return std::nullopt;
  }
  for (unsigned i = 0; i < months.size(); ++i) {
    if (months[i] != month.data()) continue;
    const auto date =
        std::chrono::year(year) / std::chrono::month(i + 1) / std::chrono::day(static_cast<unsigned>(day));
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
  }
  return std::nullopt;
}

WatchedTransport::WatchedTransport() : transport_(make_curl_transport()) {}

HttpResponse WatchedTransport::send(const HttpRequest& request, std::stop_token stop_token) {
  {
    const std::scoped_lock lock(mutex_);
    if (request.method == "POST") url_ = request.url.substr(0, request.url.find('?'));
  }
  HttpResponse response = transport_->send(request, std::move(stop_token));
  if (const auto date = http_date(std::string(response.header("date")))) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::scoped_lock lock(mutex_);
    clock_lead_ = *date - now;
  }
  return response;
}

std::string WatchedTransport::url() const {
  const std::scoped_lock lock(mutex_);
  return url_;
}

std::optional<std::chrono::seconds> WatchedTransport::clock_lead() const {
  const std::scoped_lock lock(mutex_);
  return clock_lead_;
}

}  // namespace kili::cli
