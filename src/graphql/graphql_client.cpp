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
#include "support/json_text.hpp"
#include "support/shown_text.hpp"

namespace kili::graphql {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t longest_message = 1000;

constexpr std::string_view content_encoding = "Content-Encoding";

// docs/service.md, "Numbers" and "Retries"
constexpr std::size_t compressed_from = 1'000'000;
constexpr std::size_t slowest_bytes_per_second = 100'000;
constexpr http::Retry after_half_an_answer{.most_attempts = 5, .not_processed = false};
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
    if (error.is_object() && error.contains("message") && error["message"].is_string()) {
      messages.push_back(error["message"].get<std::string>());
    } else {
      messages.emplace_back("error without a message");
    }
  }
  return messages;
}

/// A body as JSON, or nothing. `unreadable` says why when it has text that UTF-8 cannot tell.
struct ParsedBody {
  std::optional<nlohmann::json> value;
  std::string unreadable;
};

ParsedBody parse_body(const std::string& body) {
  try {
    return {.value = support::parse_json(body), .unreadable = {}};
  } catch (const support::HalfSurrogatePair& error) {
    const std::string owner = error.id().empty() ? "" : fmt::format(" (id {})", error.id());
    return {.value = std::nullopt,
            .unreadable = fmt::format(
                "the answer cannot be read: {}{}; correct it in Kili, or do not ask for this field",
                error.what(), owner)};
  } catch (const std::exception&) {
    return {};
  }
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

bool is_graphql_answer(const HttpResponse& response) {
  if (!begins_like_an_answer(response.body)) return false;
  const auto body = parse_body(response.body).value;
  return body && is_graphql_answer(*body);
}

/// Whether an answer may mean that a compressed request could not be read.
bool may_refuse_compression(const HttpResponse& response) {
  return response.status == 415 || (response.status == 400 && !is_graphql_answer(response));
}

/// Whether a good answer ended too early, although the transfer seemed whole.
bool is_half_an_answer(const HttpResponse& response) {
  if (!support::is_success(response.status) || !begins_like_an_answer(response.body)) return false;
  const ParsedBody body = parse_body(response.body);
  return !body.value && body.unreadable.empty();
}

/// What it took, where it took more than one attempt.
std::string after_attempts(const http::SendResult& sent) {
  if (sent.attempts < 2) return {};
  return fmt::format(" after {} attempts in {} s", sent.attempts, http::whole_seconds(sent.elapsed));
}

}  // namespace

GraphQLClient::GraphQLClient(std::string endpoint, Settings settings, std::shared_ptr<http::HttpClient> http,
                             std::shared_ptr<const support::Clock> clock)
    : endpoint_(std::move(endpoint)),
      settings_(std::move(settings)),
      hidden_key_(settings_.api_key),
      scope_(endpoint_),
      http_(std::move(http)),
      clock_(std::move(clock)) {
  const auto unusable = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7f;
  };
  if (std::any_of(settings_.api_key.begin(), settings_.api_key.end(), unusable)) {
    throw ValidationError(
        "api_key contains a blank, a line break or another character that no key has; copy it again "
        "from the Kili application");
  }
}

void GraphQLClient::authorize(HttpRequest& request) const {
  if (scope_.contains(request.url)) {
    request.headers.emplace_back("Authorization", "X-API-Key: " + settings_.api_key);
  }
}

HttpRequest GraphQLClient::request_for(const Operation& operation,
                                       const support::CallContext& context) const {
  const ClientIdentity& identity = settings_.identity;
  HttpRequest request;
  request.method = "POST";
  request.url = endpoint_;
  request.idempotent = operation.idempotent;
  request.max_response_bytes = settings_.max_response_bytes;
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
      {"kili-client-method-name", context.method_name},
      {"kili-client-call-time", support::iso_8601(clock_->wall_time())},
      {"kili-client-call-uuid", context.call_uuid},
  };
  authorize(request);
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

bool GraphQLClient::set_compressed_body(HttpRequest& request, const std::string& body) const {
  if (!settings_.compress_requests || compression_refused_ || body.size() < compressed_from) return false;
  std::string packed = support::gzip(body);
  if (packed.size() >= body.size()) return false;
  set_body(request, std::move(packed));
  request.headers.emplace_back(content_encoding, "gzip");
  return true;
}

nlohmann::json GraphQLClient::execute(const Operation& operation, nlohmann::json variables,
                                      const support::CallContext& context) const {
  std::string body;
  try {
    body = nlohmann::json{{"query", operation.document}, {"variables", without_nulls(std::move(variables))}}
               .dump(-1, ' ', false, nlohmann::json::error_handler_t::strict);
  } catch (const nlohmann::json::exception&) {
    throw ValidationError(fmt::format("{}: an argument is not UTF-8 text", context.method_name));
  }
  HttpRequest request = request_for(operation, context);
  bool is_compressed = set_compressed_body(request, body);
  // What was compressed is kept, for a service that cannot read it.
  if (!is_compressed) set_body(request, std::exchange(body, {}));
  bool was_refused = false;
  http::SendOptions options{
      .is_answer = [](const HttpResponse& response) { return is_graphql_answer(response); },
      .is_api_call = true,
      .operation = std::string(operation.name)};
  http::Attempts attempts = http_->new_attempts();
  for (;;) {
    options.key_accepted = key_accepted_;
    const http::SendResult sent = http_->send(request, options, context, attempts);
    if (is_compressed && may_refuse_compression(sent.response)) {
      std::erase_if(request.headers, [](const auto& header) { return header.first == content_encoding; });
      set_body(request, std::exchange(body, {}));
      is_compressed = false;
      was_refused = true;
      continue;
    }
    std::optional<support::Clock::TimePoint> next;
    std::string reason;
    try {
      nlohmann::json result = result_of(operation, sent);
      key_accepted_ = true;
      if (was_refused) compression_refused_ = true;
      attempts.notice().succeeded(operation.name, attempts.elapsed());
      return result;
    } catch (const GraphQLError& error) {
      const bool may_repeat = operation.idempotent && is_temporary(error.messages());
      if (may_repeat) next = attempts.next(after_temporary_error, std::nullopt);
      if (!next) throw;
      reason = error.what();
    } catch (const HttpError&) {
      const bool may_repeat = operation.idempotent && is_half_an_answer(sent.response);
      if (may_repeat) next = attempts.next(after_half_an_answer, std::nullopt);
      if (!next) throw;
      reason = "the answer broke off";
    }
    attempts.notice().waits(operation.name, reason, attempts.elapsed(),
                            std::chrono::duration_cast<milliseconds>(*next - clock_->now()),
                            attempts.most_time());
    context.sleep_until(*clock_, *next);
  }
}

nlohmann::json GraphQLClient::result_of(const Operation& operation, const http::SendResult& sent) const {
  const HttpResponse& response = sent.response;
  const ErrorContext context = sent.error_context(operation.name);
  const auto with_body = [&](bool outcome_unknown) {
    ErrorContext full = context;
    full.body = support::shown_text(response.body, support::longest_shown_body);
    full.outcome_unknown = outcome_unknown && !operation.idempotent;
    return full;
  };
  if (response.status == 401 || response.status == 403) {
    throw AuthenticationError(
        fmt::format("{}: the service refused the API key (HTTP {}); {}", operation.name, response.status,
                    response.status == 401
                        ? "check api_key (KILI_API_KEY): it is wrong, expired or of another service"
                        : "its owner has no right to do this"),
        with_body(false));
  }
  auto [body, unreadable] = parse_body(response.body);
  std::vector<std::string> messages;
  const bool is_answer = body && is_graphql_answer(*body);
  if (is_answer && body->contains("errors")) messages = messages_of((*body)["errors"]);
  for (auto& message : messages) message = support::shown_text(message, longest_message);
  if (!messages.empty()) {
    throw GraphQLError(fmt::format("GraphQL error: \"{}\"", messages.front()),
                       with_body(is_temporary(messages)), messages);
  }
  if (!support::is_success(response.status) && !is_answer) {
    throw HttpError(fmt::format("{}: HTTP {}{}: {}", operation.name, response.status, after_attempts(sent),
                                remedy(response.status)),
                    with_body(response.status >= 500 && !sent.not_processed));
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
  if (data == body->end() || !data->is_object() || !data->contains(operation.result)) {
    throw HttpError(fmt::format("{}: the answer has no data", operation.name), with_body(true));
  }
  return std::move((*data)[std::string(operation.result)]);
}

}  // namespace kili::graphql
