#include "sandbox/application.hpp"

#include <openssl/crypto.h>

#include <charconv>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "graphql_server/error.hpp"
#include "sandbox/http/compression.hpp"
#include "sandbox/http/exchange.hpp"
#include "sandbox/http/guarded_exchange.hpp"
#include "sandbox/http/ready_exchange.hpp"
#include "sandbox/store/dates.hpp"
#include "support/gzip.hpp"

namespace kili::sandbox {
namespace {

constexpr std::size_t compression_threshold = 1024;

/// Of a body whose sender does not say it is JSON: an answer of a proxy, say.
HttpReply text_reply(int status, const std::string& body) {
  if (nlohmann::json::parse(body, nullptr, false).is_structured()) return json_reply(status, body);
  HttpReply reply;
  reply.status = status;
  reply.headers.emplace_back(
      "Content-Type", body.starts_with('<') ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
  reply.body = body;
  return reply;
}

/// `extensions.code` of an answer that no resolver gives.
const char* code_of(int status) {
  if (status == 401) return "UNAUTHENTICATED";
  if (status == 403) return "FORBIDDEN";
  if (status == 404) return "NOT_FOUND";
  return status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST";
}

/// /version, /healthz and unknown paths.
class SmallExchange : public Exchange {
 public:
  SmallExchange(ApplicationContext& context, HttpRequest request)
      : Exchange(context, std::move(request), RequestLog::Kind::other) {}

 protected:
  std::vector<std::string> operations() override { return {}; }

  HttpReply work() override {
    const bool is_read = request_.method == "GET" || request_.method == "HEAD";
    if (path() == api_path || (!is_read && (path() == version_path || path() == health_path))) {
      return error_reply(405, "method not allowed");
    }
    if (path() == version_path) {
      return json_reply(200, nlohmann::json{{"version", full_name(context_.version)}}.dump());
    }
    if (path() == health_path) return json_reply(200, R"({"status":"ok"})");
    return text_reply(404, "there is nothing at this path");  // as of a server that is not Kili's
  }
};

/// Value of a Content-Length header; 0 when there is none.
std::uint64_t content_length(std::string_view header) {
  std::uint64_t length = 0;
  std::from_chars(header.data(), header.data() + header.size(), length);
  return length;
}

}  // namespace

HttpReply json_reply(int status, std::string body) {
  HttpReply reply;
  reply.status = status;
  reply.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  reply.body = std::move(body);
  return reply;
}

HttpReply error_reply(int status, std::string_view message) {
  const nlohmann::json body{
      {"errors", {{{"message", message}, {"extensions", {{"code", code_of(status)}}}}}}};
  return json_reply(status, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

bool is_authorized(const HttpRequest& request, std::string_view api_key) {
  constexpr std::string_view scheme = "X-API-Key: ";
  const std::string_view given = request.header("authorization");
  if (!given.starts_with(scheme)) return false;
  const std::string_view key = given.substr(scheme.size());
  // All of it is compared, so that the time tells nothing.
  return key.size() == api_key.size() && CRYPTO_memcmp(key.data(), api_key.data(), key.size()) == 0;
}

std::string_view path_of(const HttpRequest& request) {
  return std::string_view(request.target).substr(0, request.target.find('?'));
}

std::string_view query_of(const HttpRequest& request) {
  const std::size_t mark = request.target.find('?');
  return mark == std::string::npos ? std::string_view{} : std::string_view(request.target).substr(mark + 1);
}

Exchange::Exchange(ApplicationContext& context, HttpRequest request, RequestLog::Kind kind)
    : context_(context),
      request_(std::move(request)),
      ticket_(context_.log.request_started(request_, kind)) {}

Exchange::~Exchange() {
  context_.log.request_ended();
  if (live_.number == 0 && live_.outcome.status == 0) return;  // it never came whole
  if (live_.number == 0) enter_live_log();
  live_.duration =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_);
  context_.live.ended(std::move(live_));
}

HttpExchange::Start Exchange::begin() {
  operations_ = operations();
  if (!operations_.empty()) context_.log.set_operation(ticket_, operations_.front());
  if (path() != health_path) {
    decision_ = context_.faults.decide(operations_);
    if (!decision_.fault) {
      decision_.fault = context_.faults.decide_by_size(FaultPoint::large_request, operations_,
                                                       content_length(request_.header("content-length")));
    }
  }
  live_.delay = decision_.delay;
  if (decision_.fault) live_.fault = name_of(decision_.fault->when);
  if (!operations_.empty()) live_.operation = operations_.front();
  enter_live_log();
  return {decision_.fault && decision_.fault->when == FaultPoint::before, decision_.delay};
}

void Exchange::enter_live_log() {
  live_.at = now();
  live_.method = request_.method;
  live_.path = path();
  live_.number = context_.live.began(live_);
}

void Exchange::set_outcome(const HttpOutcome& outcome) {
  context_.log.set_status(ticket_, outcome.status);
  live_.outcome = outcome;
}

HttpReply Exchange::finish() {
  if (is_replaced()) return injected_reply(*decision_.fault);
  HttpReply reply;
  try {
    reply = work();
  } catch (const std::exception& error) {
    reply = error_reply(500, error.what());
  }
  const std::uint64_t size = reply.file ? reply.file->length : reply.body.size();
  if (const auto fault = context_.faults.decide_by_size(FaultPoint::large_answer, operations_, size)) {
    reply = injected_reply(*fault);
    live_.fault = name_of(fault->when);
  }
  compress(reply);
  if (decision_.fault) {
    reply.cut = decision_.fault->when == FaultPoint::after;
    reply.truncate = decision_.fault->when == FaultPoint::truncate;
  }
  return reply;
}

HttpReply Exchange::refuse_large_body() { return error_reply(413, "the request body is too large"); }

bool Exchange::is_replaced() const {
  if (!decision_.fault) return false;
  const FaultPoint when = decision_.fault->when;
  return when == FaultPoint::status || when == FaultPoint::graphql || when == FaultPoint::large_request;
}

HttpReply Exchange::injected_reply(const SandboxFault& fault) {
  if (fault.when == FaultPoint::graphql) {
    nlohmann::json extensions{{"code", graphql::operation_failed}};
    if (fault.extensions) extensions = nlohmann::json::parse(*fault.extensions);
    const nlohmann::json body{
        {"data", nullptr}, {"errors", {{{"message", fault.message}, {"extensions", std::move(extensions)}}}}};
    return json_reply(200, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  HttpReply reply = text_reply(fault.status, fault.body.value_or(fault.message));
  reply.headers.insert(reply.headers.end(), fault.headers.begin(), fault.headers.end());
  if (!fault.retry_after.empty()) reply.headers.emplace_back("Retry-After", fault.retry_after);
  return reply;
}

void Exchange::compress(HttpReply& reply) const {
  if (reply.file || reply.body.size() <= compression_threshold) return;
  reply.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(request_.header("accept-encoding"))) return;
  reply.body = support::gzip(reply.body);
  reply.headers.emplace_back("Content-Encoding", "gzip");
}

std::unique_ptr<HttpExchange> Application::start_exchange(HttpRequest request) {
  const AccessRules& rules = context_.access;
  HttpHeaders headers = rules.headers_for(request);
  std::unique_ptr<HttpExchange> inner;
  if (const auto refusal = rules.refusal_of(request)) {
    inner = std::make_unique<ReadyExchange>(error_reply(403, *refusal));
  } else if (rules.is_preflight(request)) {
    inner = std::make_unique<ReadyExchange>(AccessRules::preflight_reply(request));
  } else {
    inner = route(std::move(request));
  }
  return std::make_unique<GuardedExchange>(std::move(inner), std::move(headers));
}

std::unique_ptr<HttpExchange> Application::route(HttpRequest request) {
  const std::string_view path = path_of(request);
  if (path == api_path && request.method == "POST") return make_api_exchange(context_, std::move(request));
  if (path.starts_with(control_prefix)) return make_control_exchange(context_, std::move(request));
  if (path.starts_with(bucket_prefix) || path.starts_with(label_response_prefix) || path == files_path) {
    return make_storage_exchange(context_, std::move(request));
  }
  if (auto page = make_page_exchange(request)) return page;
  return std::make_unique<SmallExchange>(context_, std::move(request));
}

}  // namespace kili::sandbox
