#pragma once

#include <memory>
#include <utility>

#include "sandbox/http/http_types.hpp"

namespace kili::sandbox {

/// A request whose answer is known when it comes: its body is read and forgotten. Neither counted nor struck
/// by faults.
class ReadyExchange final : public HttpExchange {
 public:
  explicit ReadyExchange(HttpReply reply) : reply_(std::move(reply)) {}

  [[nodiscard]] bool keeps_body() const override { return false; }
  void set_body(std::string) override {}
  [[nodiscard]] Start begin() override { return {}; }
  void write(const char*, std::size_t) override {}
  [[nodiscard]] std::chrono::milliseconds delay_per_mib() const override { return {}; }
  [[nodiscard]] HttpReply finish() override { return std::move(reply_); }
  [[nodiscard]] HttpReply refuse_large_body() override { return std::move(reply_); }
  void set_outcome(const HttpOutcome&) override {}

 private:
  HttpReply reply_;
};

}  // namespace kili::sandbox
