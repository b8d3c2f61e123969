#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/application.hpp"
#include "sandbox/http/live_log.hpp"

namespace kili::sandbox {

inline constexpr std::string_view api_path = "/api/label/v2/graphql";
inline constexpr std::string_view bucket_prefix = "/bucket/";
inline constexpr std::string_view control_prefix = "/sandbox/";
inline constexpr std::string_view files_path = "/api/label/v2/files";
inline constexpr std::string_view health_path = "/healthz";
inline constexpr std::string_view label_response_prefix = "/label-response/";
inline constexpr std::string_view version_path = "/api/label/v2/version";

[[nodiscard]] HttpReply json_reply(int status, std::string body);
/// {"errors": [{"message": ..., "extensions": {"code": ...}}]}, with the code of the status.
[[nodiscard]] HttpReply error_reply(int status, std::string_view message);

/// Whether a request has the key of the API.
[[nodiscard]] bool is_authorized(const HttpRequest& request, std::string_view api_key);
/// The path of a request, and its query without the question mark.
[[nodiscard]] std::string_view path_of(const HttpRequest& request);
[[nodiscard]] std::string_view query_of(const HttpRequest& request);

/// What every kind of request of the service has in common: the record, the fault, and the way from one to
/// the answer.
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
  void set_outcome(const HttpOutcome& outcome) override;

 protected:
  /// Names under which faults may strike; the first one is recorded.
  [[nodiscard]] virtual std::vector<std::string> operations() = 0;
  /// Does the work.
  [[nodiscard]] virtual HttpReply work() = 0;

  [[nodiscard]] bool is_authorized() const { return sandbox::is_authorized(request_, context_.api_key); }
  /// Whether a fault answers in place of the work.
  [[nodiscard]] bool is_replaced() const;
  [[nodiscard]] std::string_view path() const { return path_of(request_); }
  [[nodiscard]] std::string_view query() const { return query_of(request_); }

  ApplicationContext& context_;
  HttpRequest request_;
  RequestLog::Ticket ticket_;

 private:
  [[nodiscard]] static HttpReply injected_reply(const SandboxFault& fault);
  void compress(HttpReply& reply) const;
  void enter_live_log();

  FaultDecision decision_;
  LiveRequest live_;
  std::vector<std::string> operations_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

[[nodiscard]] std::unique_ptr<Exchange> make_api_exchange(ApplicationContext& context, HttpRequest request);
/// Requests that steer the sandbox: no fault strikes them, and they are not counted.
[[nodiscard]] std::unique_ptr<HttpExchange> make_control_exchange(ApplicationContext& context,
                                                                  HttpRequest request);
/// The page at "/" and its files; nothing of any other path. Neither counted nor struck by faults.
[[nodiscard]] std::unique_ptr<HttpExchange> make_page_exchange(const HttpRequest& request);
[[nodiscard]] std::unique_ptr<Exchange> make_storage_exchange(ApplicationContext& context,
                                                              HttpRequest request);

}  // namespace kili::sandbox
