#include "graphql/graphql_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "graphql/temporary_errors.hpp"
#include "graphql/variables.hpp"
#include "http/attempts.hpp"
#include "http/retry_policy.hpp"
#include "kili/errors.hpp"
#include "support/dates.hpp"
#include "support/gzip.hpp"
#include "support/http_status.hpp"
#include "support/json_lookup.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"

namespace kili::graphql {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t longest_message = 1000;

constexpr std::string_view authorization = "Authorization";
constexpr std::string_view content_encoding = "Content-Encoding";

// docs/service.md, "Numbers" and "Retries"
constexpr std::size_t compressed_from = 1'000'000;
constexpr std::size_t slowest_bytes_per_second = 100'000;
constexpr http::Retry after_half_an_answer{.most_attempts = 5, .not_processed = false};
constexpr http::Retry after_first_other_answer{.most_attempts = 2, .not_processed = false};
constexpr http::Retry after_temporary_error{.most_attempts = 5, .not_processed = false};

/// What to do about an HTTP status, for a person.
std::string_view remedy(int status) {
  switch (status) {
    case 404:
      return "there is no Kili API at this address; check api_endpoint (KILI_API_ENDPOINT)";
    case 407:
      return "a proxy on the way asks for a user name and a password; give them in the address of the proxy";
    case 413:
      return "the request is too large for the service; send less in one call";
    case 429:
      return "the service asks to slow down; make fewer calls per minute";
    default:
      break;
  }
  if (status >= 300 && status < 400) {
    return "the service redirects elsewhere, where the API key is not sent; give the final address as "
           "api_endpoint";
  }
  if (status >= 500) return "the service failed; try again later, and give the request id to its support";
  return "the service did not accept the request";
}

std::vector<std::string> messages_of(const nlohmann::json& errors) {
  std::vector<std::string> messages;
  if (!errors.is_array()) return messages;
  for (const auto& error : errors) {
    const auto* const text = support::find_text(error, "message");
    messages.push_back(text == nullptr ? "error without a message" : *text);
  }
  return messages;
}

/// Why the service refuses, by the first error that says it; empty: none does.
std::string reason_of(const nlohmann::json& errors) {
  for (const auto& error : errors) {
    const auto* const extensions = support::find_member(error, "extensions");
    const auto* const context =
        extensions == nullptr ? nullptr : support::find_member(*extensions, "context");
    const auto* const reason = context == nullptr ? nullptr : support::find_text(*context, "reason");
    if (reason != nullptr) return support::shown_text(*reason);
  }
  return {};
}

/// Whether a body is an answer of the service: it has one of these members, whatever the status.
bool is_graphql_answer(const nlohmann::json& body) {
  if (!body.is_object()) return false;
  const auto errors = body.find("errors");
  return body.contains("data") || (errors != body.end() && errors->is_array() && !errors->empty());
}

/// The beginning of a JSON object, not of a page that a proxy shows to people.
bool begins_like_an_answer(const std::string& body) {
  const auto begin = body.find_first_not_of(" \t\r\n");
  return begin != std::string::npos && body[begin] == '{';
}

void set_key(HttpRequest& request, const std::string& key) {
  std::erase_if(request.headers, [](const auto& header) { return header.first == authorization; });
  request.headers.emplace_back(authorization, "X-API-Key: " + key);
}

bool is_refusal_of_key(int status) { return status == 401 || status == 403; }

/// What it took, where it took more than one attempt.
std::string after_attempts(const http::SendResult& sent) {
  if (sent.attempts < 2) return {};
  return fmt::format(" after {} attempts in {} s", sent.attempts, http::whole_seconds(sent.elapsed));
}

}  // namespace

/// A body as JSON, or nothing.
struct GraphQLClient::ParsedBody {
  std::optional<nlohmann::json> value{};
  std::string unreadable{};  ///< Why, when it has text that UTF-8 cannot tell.

  /// @throws what JsonBudget::take() throws.
  static ParsedBody of(const std::string& body, support::JsonBudget& budget) {
    try {
      return {.value = support::parse_json(body, support::WideIntegers::doubles, &budget)};
    } catch (const support::HalfSurrogatePair& error) {
      const std::string owner = error.id().empty() ? "" : fmt::format(" (id {})", error.id());
      return {.unreadable = fmt::format(
                  "the answer cannot be read: {}{}; correct it in Kili, or do not ask for this field",
                  error.what(), owner)};
    } catch (const std::invalid_argument&) {
      return {};
    }
  }

  [[nodiscard]] bool is_answer() const { return value && is_graphql_answer(*value); }
  /// Whether there is a good status with something else: half of an answer, although the transfer seemed
  /// whole, or what a proxy shows to people.
  [[nodiscard]] bool is_other(const HttpResponse& response) const {
    return support::is_success(response.status) && !is_answer() && unreadable.empty();
  }
};

GraphQLClient::GraphQLClient(std::string endpoint, Settings settings, std::shared_ptr<http::HttpClient> http,
                             std::shared_ptr<const support::Clock> clock)
    : endpoint_(std::move(endpoint)),
      settings_(std::move(settings)),
      keys_(settings_.api_key, settings_.api_key_provider, clock),
      scope_(endpoint_),
      http_(std::move(http)),
      clock_(std::move(clock)),
      memory_(settings_.max_response_bytes, settings_.max_requests_in_flight) {}

std::optional<ApiKeys::Lease> GraphQLClient::authorize(HttpRequest& request,
                                                       const support::CallContext& context) const {
  if (!scope_.contains(request.url)) return std::nullopt;
  auto lease = keys_.current(context);
  set_key(request, lease.key);
  return lease;
}

bool GraphQLClient::authorize_anew(HttpRequest& request, std::optional<ApiKeys::Lease>& lease,
                                   const support::CallContext& context) const {
  if (!lease) return false;
  auto other = keys_.instead_of(*lease, context);
  if (!other) return false;
  lease = std::move(other);
  set_key(request, lease->key);
  return true;
}

support::JsonBudget GraphQLClient::budget_of(const http::AnswerShare& share,
                                             const support::CallContext& context) const {
  return support::JsonBudget(share.values, [this, &context] { context.check(clock_->now()); });
}

HttpRequest GraphQLClient::request_for(const Call& call) const {
  const ClientIdentity& identity = settings_.identity;
  HttpRequest request;
  request.method = "POST";
  request.url = endpoint_;
  request.idempotent = call.operation.idempotent;
  request.headers = {
      {"Accept", "application/json"},
      {"Content-Type", "application/json"},
      {"apollographql-client-name", identity.client_name},
      {"apollographql-client-version", identity.library_version},
      {"kili-client-name", identity.client_name},
      {"kili-client-version", identity.library_version},
      {"kili-client-language-name", "C++"},
      {"kili-client-language-version", "20"},
      {"kili-client-platform-name", identity.platform_name},
      {"kili-client-platform-version", identity.platform_version},
      {"kili-client-method-name", call.context.method_name},
      {"kili-client-call-time", support::iso_8601(clock_->wall_time())},
      {"kili-client-call-uuid", call.context.call_uuid},
  };
  if (call.context.headers)
    request.headers.insert(request.headers.end(), call.context.headers->begin(), call.context.headers->end());
  return request;
}

void GraphQLClient::set_body(HttpRequest& request, std::string body) const {
  request.body = std::move(body);
  // A proxy may take in all of a body before it passes it on: no byte moves meanwhile.
  const milliseconds time_of_body(request.body.size() * 1'000 / slowest_bytes_per_second);
  request.connect_timeout = std::max(settings_.connect_timeout, time_of_body);
  request.idle_timeout = settings_.idle_timeout + time_of_body;
  request.total_timeout = settings_.request_timeout + time_of_body;
}

void GraphQLClient::set_plain_body(HttpRequest& request, const Call& call) const {
  // A query may be sent once more from the beginning, and is small.
  set_body(request, call.operation.idempotent ? call.body : std::exchange(call.body, {}));
}

bool GraphQLClient::set_compressed_body(HttpRequest& request, const std::string& body) const {
  if (!settings_.compress_requests || compression_refused_ || body.size() < compressed_from) return false;
  std::string packed = support::gzip(body);
  if (packed.size() >= body.size()) return false;
  set_body(request, std::move(packed));
  request.headers.emplace_back(content_encoding, "gzip");
  return true;
}

nlohmann::json GraphQLClient::execute(const Operation& operation, nlohmann::json variables,
                                      const support::CallContext& context, const Finish& finish) const {
  std::string body;
  try {
    body = nlohmann::json{{"query", operation.document}, {"variables", without_nulls(std::move(variables))}}
               .dump(-1, ' ', false, nlohmann::json::error_handler_t::strict);
  } catch (const nlohmann::json::exception&) {
    throw ValidationError(fmt::format("{}: an argument is not UTF-8 text", context.method_name));
  }
  return execute_body({.operation = operation, .body = body, .context = context, .finish = finish});
}

nlohmann::json GraphQLClient::execute_as_written(const Operation& operation, std::string_view variables,
                                                 const support::CallContext& context) const {
  std::string body = R"({"query":)";
  support::append_json_string(body, operation.document);
  if (!operation.operation_name.empty()) {
    body += R"(,"operationName":)";
    support::append_json_string(body, operation.operation_name);
  }
  body += R"(,"variables":)";
  body += variables;
  body += '}';
  const Finish no_finish;
  return execute_body({.operation = operation, .body = body, .context = context, .finish = no_finish});
}

nlohmann::json GraphQLClient::execute_body(const Call& call) const {
  return http::with_share(memory_, call.context.expected, call.operation.idempotent,
                          [&](const http::AnswerShare& share) { return execute_within(share, call); });
}

nlohmann::json GraphQLClient::execute_within(const http::AnswerShare& share, const Call& call) const {
  const auto& [operation, body, context, finish] = call;
  const auto new_budget = [&] {
    // The answer of a mutation is read to its end: it says what was done.
    return operation.idempotent ? budget_of(share, context) : support::JsonBudget(share.values);
  };
  HttpRequest request = request_for(call);
  std::optional<ApiKeys::Lease> lease = authorize(request, context);
  // The provider of keys is asked for another one once; only then a refusal may be one that passes.
  bool may_have_other_key = lease && keys_.has_provider();
  bool has_other_key = false;
  request.max_response_bytes = share.text;
  bool is_compressed = set_compressed_body(request, body);
  if (!is_compressed) set_plain_body(request, call);
  bool was_refused = false;
  http::SendOptions options{.before_attempt = [&] { return reserve(share, context); },
                            .is_answer =
                                [&](const HttpResponse& response) {
                                  auto budget = new_budget();
                                  return begins_like_an_answer(response.body) &&
                                         ParsedBody::of(response.body, budget).is_answer();
                                },
                            .is_api_call = true,
                            .operation = std::string(operation.name)};
  http::Attempts attempts = http_->new_attempts(endpoint_, operation.name);
  for (;;) {
    options.key_accepted = key_accepted_ && !may_have_other_key && !has_other_key;
    http::AttemptObservation observation;
    std::optional<support::Clock::TimePoint> next;
    std::string reason;
    try {
      http::SendResult sent = http_->send(request, options, context, attempts);
      observation = std::move(sent.observation);
      auto budget = new_budget();
      http::prepare_to_read(sent.response.body);
      ParsedBody parsed = ParsedBody::of(sent.response.body, budget);
      const int status = sent.response.status;
      if (may_have_other_key && is_refusal_of_key(status)) {
        may_have_other_key = false;
        has_other_key = authorize_anew(request, lease, context);
        if (has_other_key || (status == 401 && key_accepted_)) {
          observation.retries_at(clock_->now());
          continue;
        }
      }
      // It may mean that a compressed request could not be read.
      if (is_compressed && (status == 415 || (status == 400 && !parsed.is_answer()))) {
        std::erase_if(request.headers, [](const auto& header) { return header.first == content_encoding; });
        set_plain_body(request, call);
        is_compressed = false;
        was_refused = true;
        observation.retries_at(clock_->now());
        continue;
      }
      if (operation.idempotent && parsed.is_other(sent.response)) {
        const bool is_half = !parsed.value && begins_like_an_answer(sent.response.body);
        // The address may be wrong as long as there was no answer.
        next = attempts.next(is_half || key_accepted_ ? after_half_an_answer : after_first_other_answer,
                             std::nullopt);
        reason = is_half ? "the answer broke off" : "the answer is not one of the API";
        observation.found(AttemptOutcome::unusable_answer, reason);
      }
      if (!next) {
        nlohmann::json result = result_of(operation, sent, std::move(parsed));
        observation.end();
        sent.response.body = {};
        if (finish) finish(result, budget);
        if (context.transfer != nullptr) context.transfer->bytes_of_values = budget.used();
        key_accepted_ = true;
        if (was_refused) compression_refused_ = true;
        attempts.notice().succeeded(operation.name, attempts.elapsed());
        return result;
      }
    } catch (const support::JsonTooLarge& error) {
      observation.found(AttemptOutcome::unusable_answer, error.what());
      throw_too_large(call, share);
    } catch (const GraphQLError& error) {
      observation.found(AttemptOutcome::graphql_error, error.what());
      const bool may_repeat = operation.idempotent && is_temporary(error.messages());
      if (may_repeat) next = attempts.next(after_temporary_error, std::nullopt);
      if (!next) throw;
      reason = error.what();
    } catch (const HttpError& error) {
      if (support::is_success(error.context().http_status))
        observation.found(AttemptOutcome::unusable_answer, error.what());
      throw;
    }
    http_->wait_for_retry(*next, WaitReason::backoff, operation.name, reason, context, attempts, observation);
  }
}

void GraphQLClient::throw_too_large(const Call& call, const http::AnswerShare& share) {
  if (call.context.transfer != nullptr) call.context.transfer->end = support::Transfer::End::too_large;
  ErrorContext details;
  details.operation = call.operation.name;
  details.outcome_unknown = !call.operation.idempotent;
  throw http::AnswerTooLarge(
      fmt::format("{}: the answer takes more than {} bytes of memory; ask for fewer fields or smaller pages, "
                  "or raise ClientOptions::max_response_bytes",
                  call.operation.name, share.values),
      std::move(details));
}

nlohmann::json GraphQLClient::result_of(const Operation& operation, const http::SendResult& sent,
                                        ParsedBody&& parsed) const {
  const HttpResponse& response = sent.response;
  const ErrorContext context = sent.error_context(operation.name);
  const auto with_body = [&](bool outcome_unknown) {
    ErrorContext full = context;
    full.body = support::shown_text(response.body, support::longest_shown_body);
    full.outcome_unknown = outcome_unknown && !operation.idempotent;
    return full;
  };
  if (is_refusal_of_key(response.status)) {
    throw AuthenticationError(
        fmt::format(
            "{}: the service refused the API key (HTTP {}); {}", operation.name, response.status,
            response.status == 403 ? "its owner has no right to do this"
            : keys_.has_provider()
                ? "check ClientOptions::api_key_provider: its key is wrong, expired or of another service"
                : "check api_key (KILI_API_KEY): it is wrong, expired or of another service"),
        with_body(false));
  }
  auto& [body, unreadable] = parsed;
  std::vector<std::string> messages;
  const bool is_answer = parsed.is_answer();
  const auto* const errors = is_answer ? support::find_member(*body, "errors") : nullptr;
  if (errors != nullptr) messages = messages_of(*errors);
  for (auto& message : messages) message = support::shown_text(message, longest_message);
  if (!messages.empty()) {
    ErrorContext refused = with_body(is_temporary(messages));
    refused.reason = reason_of(*errors);
    throw GraphQLError(fmt::format("GraphQL error: \"{}\"", messages.front()), std::move(refused), messages);
  }
  if (!support::is_success(response.status) && !is_answer) {
    throw HttpError(fmt::format("{}: HTTP {}{}: {}", operation.name, response.status, after_attempts(sent),
                                remedy(response.status)),
                    with_body((response.status >= 500 || sent.perhaps_processed) && !sent.not_processed));
  }
  if (!body) {
    if (!unreadable.empty()) {
      throw HttpError(fmt::format("{}: {}", operation.name, unreadable), with_body(true));
    }
    throw HttpError(
        fmt::format("{}: the answer is not usable JSON; check that api_endpoint (KILI_API_ENDPOINT) is "
                    "the address of a Kili API and that no proxy answers in its place",
                    operation.name),
        with_body(true));
  }
  auto data = body->is_object() ? body->find("data") : body->end();
  const bool has_result = data != body->end() && data->is_object() &&
                          (operation.result.empty() || data->contains(operation.result));
  if (!has_result) {
    throw HttpError(fmt::format("{}: the answer has no data", operation.name), with_body(true));
  }
  return operation.result.empty() ? std::move(*data) : std::move((*data)[std::string(operation.result)]);
}

}  // namespace kili::graphql
