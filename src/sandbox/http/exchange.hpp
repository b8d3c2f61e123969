#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/application.hpp"

namespace kili::sandbox {

inline constexpr std::string_view api_path = "/api/label/v2/graphql";
inline constexpr std::string_view bucket_prefix = "/bucket/";
inline constexpr std::string_view files_path = "/api/label/v2/files";
inline constexpr std::string_view health_path = "/healthz";
inline constexpr std::string_view label_response_prefix = "/label-response/";
inline constexpr std::string_view version_path = "/api/label/v2/version";

[[nodiscard]] HttpReply json_reply(int status, std::string body);
/// {"errors": [{"message": ...}]}
[[nodiscard]] HttpReply error_reply(int status, std::string_view message);

/// What every kind of request has in common: the record, the fault, and the way from one to the answer.
class Exchange : public HttpExchange {
 public:
  Exchange(ApplicationContext& context, HttpRequest request, RequestLog::Kind kind);
  ~Exchange() override;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  [[nodiscard]] bool keeps_body() const override { return false; }
  void set_body(std::string) override {}
  [[nodiscard]] Start begin() override;
  void write(const char*, std::size_t) override {}
  [[nodiscard]] std::chrono::milliseconds delay_per_mib() const override { return {}; }
  [[nodiscard]] HttpReply finish() override;
  [[nodiscard]] HttpReply refuse_large_body() override;
  void set_status(int status) override { context_.log.set_status(ticket_, status); }

 protected:
  /// Names under which faults may strike; the first one is recorded.
  [[nodiscard]] virtual std::vector<std::string> operations() = 0;
  /// Does the work.
  [[nodiscard]] virtual HttpReply work() = 0;

  [[nodiscard]] bool is_authorized() const;
  /// Whether a fault answers in place of the work.
  [[nodiscard]] bool is_replaced() const;
  [[nodiscard]] std::string_view path() const;
  [[nodiscard]] std::string_view query() const;

  ApplicationContext& context_;
  HttpRequest request_;
  RequestLog::Ticket ticket_;

 private:
  [[nodiscard]] static HttpReply injected_reply(const SandboxFault& fault);
  void compress(HttpReply& reply) const;

  FaultDecision decision_;
  std::vector<std::string> operations_;
};

[[nodiscard]] std::unique_ptr<Exchange> make_api_exchange(ApplicationContext& context, HttpRequest request);
[[nodiscard]] std::unique_ptr<Exchange> make_storage_exchange(ApplicationContext& context,
                                                              HttpRequest request);

}  // namespace kili::sandbox
