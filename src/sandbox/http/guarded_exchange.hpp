#pragma once

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "sandbox/http/http_types.hpp"

namespace kili::sandbox {

/// Adds to the answers of another exchange what protects the page at "/": a browser takes no file, no answer
/// and no text of a fault for a page that may run scripts beside it.
class GuardedExchange final : public HttpExchange {
 public:
  /// @param headers added too.
  GuardedExchange(std::unique_ptr<HttpExchange> inner, HttpHeaders headers)
      : headers_(std::move(headers)), inner_(std::move(inner)) {}

  [[nodiscard]] bool keeps_body() const override { return inner_->keeps_body(); }
  void set_body(std::string body) override { inner_->set_body(std::move(body)); }
  [[nodiscard]] Start begin() override { return inner_->begin(); }
  void write(const char* data, std::size_t size) override { inner_->write(data, size); }
  [[nodiscard]] std::chrono::milliseconds delay_per_mib() const override { return inner_->delay_per_mib(); }
  [[nodiscard]] HttpReply finish() override { return guarded(inner_->finish()); }
  [[nodiscard]] HttpReply refuse_large_body() override { return guarded(inner_->refuse_large_body()); }
  void set_outcome(const HttpOutcome& outcome) override { inner_->set_outcome(outcome); }

 private:
  [[nodiscard]] HttpReply guarded(HttpReply reply) {
    constexpr std::string_view policy = "Content-Security-Policy";
    const bool has_policy = std::any_of(reply.headers.begin(), reply.headers.end(),
                                        [&](const auto& header) { return header.first == policy; });
    if (!has_policy)
      reply.headers.emplace_back(policy, "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
    reply.headers.insert(reply.headers.end(), headers_.begin(), headers_.end());
    return reply;
  }

  HttpHeaders headers_;
  std::unique_ptr<HttpExchange> inner_;
};

}  // namespace kili::sandbox
