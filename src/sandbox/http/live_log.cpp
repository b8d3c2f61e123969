#include "sandbox/http/live_log.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kili::sandbox {
namespace {

/// Longest text of a client that is kept, in bytes.
constexpr std::size_t longest_text = 200;
/// Events that are handed out at once.
constexpr std::size_t most_at_once = 200;

void cut(std::string& text) {
  if (text.size() > longest_text) text = text.substr(0, longest_text) + "...";
}

std::string text_of(bool is_end, std::uint64_t event, const LiveRequest& request) {
  nlohmann::json data{{"at", format_date(request.at)}, {"delay", request.delay.count()},
                      {"fault", request.fault},        {"method", request.method},
                      {"number", request.number},      {"operation", request.operation},
                      {"path", request.path}};
  if (is_end) {
    data["duration"] = static_cast<double>(request.duration.count()) / 1000;
    data["received"] = request.outcome.received;
    data["sent"] = request.outcome.sent;
    data["status"] = request.outcome.status;
  }
  // ASCII alone, so that nothing of a client's acts on the terminal of who reads it with curl.
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", event, is_end ? "end" : "begin",
                     data.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

}  // namespace

/// One who looks on.
class LiveLog::Reader final : public HttpStream {
 public:
  Reader(LiveLog& log, std::uint64_t after) : log_(log), read_(after) {}
  ~Reader() override {
    const std::scoped_lock lock{log_.mutex_};
    std::erase(log_.readers_, this);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] std::string next() override {
    std::vector<Event> news;
    std::uint64_t missed = 0;
    {
      const std::scoped_lock lock{log_.mutex_};
      if (read_ > log_.last_event_) read_ = 0;  // of another run of the sandbox
      const std::uint64_t oldest = log_.last_event_ - log_.events_.size();
      // What was there before the first look is not missed.
      if (read_ < oldest) missed = has_looked_ ? oldest - read_ : 0;
      read_ = std::max(read_, oldest);
      const auto begin = log_.events_.begin() + static_cast<std::ptrdiff_t>(read_ - oldest);
      const auto size = std::min<std::size_t>(most_at_once, log_.last_event_ - read_);
      news.assign(begin, begin + static_cast<std::ptrdiff_t>(size));
      read_ += size;
      has_looked_ = true;
    }
    std::string text;
    if (missed != 0) text = fmt::format("event: missed\ndata: {{\"events\": {}}}\n\n", missed);
    for (const Event& event : news) text += text_of(event.is_end, event.number, event.request);
    return text;
  }

  void on_news(std::function<void()> wake) override {
    const std::scoped_lock lock{log_.mutex_};
    wake_ = std::move(wake);
  }

  /// The log is locked.
  void tell() const {
    if (wake_) wake_();
  }

 private:
  bool has_looked_ = false;
  LiveLog& log_;
  std::uint64_t read_;  ///< The last event that was handed out.
  std::function<void()> wake_;
};

std::uint64_t LiveLog::began(LiveRequest request) {
  cut(request.method);
  cut(request.operation);
  cut(request.path);
  const std::scoped_lock lock{mutex_};
  const std::uint64_t number = ++last_request_;
  request.number = number;
  add(false, std::move(request));
  return number;
}

void LiveLog::ended(LiveRequest request) {
  cut(request.method);
  cut(request.operation);
  cut(request.path);
  const std::scoped_lock lock{mutex_};
  add(true, std::move(request));
}

void LiveLog::add(bool is_end, LiveRequest request) {
  if (events_.size() == most_events) events_.pop_front();
  events_.push_back({.is_end = is_end, .number = ++last_event_, .request = std::move(request)});
  for (const Reader* const reader : readers_) reader->tell();
}

std::shared_ptr<HttpStream> LiveLog::read_after(std::uint64_t event) {
  const std::scoped_lock lock{mutex_};
  if (readers_.size() >= most_readers) return nullptr;
  const auto reader = std::make_shared<Reader>(*this, event);
  readers_.push_back(reader.get());
  return reader;
}

}  // namespace kili::sandbox
