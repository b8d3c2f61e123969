#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "client/client_implementation.hpp"
#include "kili/kili.hpp"
#include "support/gzip.hpp"
#include "virtual_clock.hpp"

namespace kili::test {

inline HttpResponse answer(int status, std::string body = {}, HttpHeaders headers = {}) {
  return {.body = std::move(body), .headers = std::move(headers), .status = status};
}
/// The body of a request that has none in a file.
inline std::string body_of(const HttpRequest& request) {
  if (!request.memory_body) return request.body;
  const auto bytes = request.memory_body->bytes;
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
/// The same as it was before the client compressed it.
inline std::string plain_body(const HttpRequest& request) {
  const HttpResponse headers{.body = {}, .headers = request.headers, .status = 0};
  constexpr std::size_t most_bytes = 256U << 20U;
  if (headers.header("content-encoding") != "gzip") return body_of(request);
  return support::gunzip(body_of(request), most_bytes).value();
}
inline HttpResponse data_answer(const nlohmann::json& data) {
  return answer(200, nlohmann::json{{"data", {{"data", data}}}}.dump());
}

/// Answers requests from a function and remembers them.
class FakeTransport final : public HttpTransport {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&, const std::stop_token&)>;
  explicit FakeTransport(Handler handler) : handler_(std::move(handler)) {}

  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override {
    {
      const std::scoped_lock lock(mutex_);
      requests_.push_back(request);
    }
    return handler_(request, stop_token);
  }
  [[nodiscard]] std::vector<HttpRequest> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }
  [[nodiscard]] std::size_t count() const { return requests().size(); }

 private:
  Handler handler_;
  mutable std::mutex mutex_;
  std::vector<HttpRequest> requests_;
};

/// Keeps messages.
class RecordingSink final : public MessageSink {
 public:
  void receive(const Message& message) noexcept override {
    const std::scoped_lock lock(mutex_);
    if (message.level == MessageLevel::warning) warnings_.emplace_back(message.text);
    all_.emplace_back(message.text);
  }
  /// Warnings and log lines.
  [[nodiscard]] std::vector<std::string> all() const {
    const std::scoped_lock lock(mutex_);
    return all_;
  }
  [[nodiscard]] std::vector<std::string> warnings() const {
    const std::scoped_lock lock(mutex_);
    return warnings_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
  std::vector<std::string> warnings_;
};

/// A client on a fake transport and a virtual clock.
struct FakeWorld {
  explicit FakeWorld(FakeTransport::Handler handler)
      : transport(std::make_shared<FakeTransport>(std::move(handler))) {}

  [[nodiscard]] Client client() { return client(ClientOptions{}); }
  [[nodiscard]] Client client(ClientOptions options) {
    options.api_endpoint = "https://kili.test/api/label/v2/graphql";
    options.api_key = "secret-key";
    options.message_sink = sink;
    if (!options.skip_checks) options.skip_checks = true;
    options.transport = transport;
    return detail::ClientFactory::make(options, {.clock = clock,
                                                 .random = std::make_shared<support::RandomSource>(seed),
                                                 .origin_pauses = pauses,
                                                 .rate_limiter = limiter});
  }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<http::RateLimiter> limiter = std::make_shared<http::RateLimiter>();
  std::shared_ptr<http::OriginPauses> pauses = std::make_shared<http::OriginPauses>();
  std::uint64_t seed = 7;
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  std::shared_ptr<FakeTransport> transport;
};

}  // namespace kili::test
