#include "graphql/graphql_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "graphql/temporary_errors.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/dates.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili::graphql {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t longest_body_excerpt = 2048;
constexpr std::size_t longest_message = 1000;

constexpr auto longest_retry_delay = milliseconds(10'000);
constexpr auto first_retry_delay = milliseconds(1'000);

/// What to do about an HTTP status, for a person.
std::string_view remedy(int status) {
  switch (status) {
    case 404:
      return "there is no Kili API at this address; check api_endpoint (KILI_API_ENDPOINT)";
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

std::optional<nlohmann::json> parse_quietly(const std::string& body) {
  try {
    return support::parse_json(body);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

GraphQLClient::GraphQLClient(std::string endpoint, Settings settings, std::shared_ptr<http::HttpClient> http,
                             std::shared_ptr<const support::Clock> clock)
    : endpoint_(std::move(endpoint)),
      settings_(std::move(settings)),
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

std::string GraphQLClient::redact(std::string text) const {
  if (settings_.api_key.empty()) return text;
  for (auto at = text.find(settings_.api_key); at != std::string::npos;
       at = text.find(settings_.api_key, at)) {
    text.replace(at, settings_.api_key.size(), "[api key]");
    at += std::string_view("[api key]").size();
  }
  return text;
}

void GraphQLClient::authorize(HttpRequest& request) const {
  if (scope_.contains(request.url)) {
    request.headers.emplace_back("Authorization", "X-API-Key: " + settings_.api_key);
  }
}

HttpRequest GraphQLClient::request_for(const Operation& operation, const nlohmann::json& variables,
                                       const support::CallContext& context) const {
  const ClientIdentity& identity = settings_.identity;
  HttpRequest request;
  request.method = "POST";
  request.url = endpoint_;
  request.idempotent = operation.idempotent;
  request.connect_timeout = settings_.connect_timeout;
  request.idle_timeout = settings_.idle_timeout;
  request.total_timeout = settings_.request_timeout;
  request.max_response_bytes = settings_.max_response_bytes;
  request.body = nlohmann::json{{"query", operation.document}, {"variables", variables}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::strict);
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

nlohmann::json GraphQLClient::execute(const Operation& operation, nlohmann::json variables,
                                      const support::CallContext& context) const {
  HttpRequest request;
  try {
    request = request_for(operation, without_nulls(std::move(variables)), context);
  } catch (const nlohmann::json::exception&) {
    throw ValidationError(fmt::format("{}: an argument is not UTF-8 text", context.method_name));
  }
  const http::SendOptions options{.is_api_call = true, .operation = std::string(operation.name)};
  http::Attempts attempts = http_->new_attempts();
  support::Backoff backoff(first_retry_delay, longest_retry_delay);
  for (;;) {
    const http::SendResult sent = http_->send(request, options, context, attempts);
    std::optional<support::Clock::TimePoint> next;
    try {
      return result_of(operation, sent);
    } catch (const GraphQLError& error) {
      if (is_temporary(error.messages()) && operation.idempotent) next = attempts.next_after(backoff.next());
      if (!next) throw;
    }
    context.sleep_until(*clock_, *next);
  }
}

nlohmann::json GraphQLClient::result_of(const Operation& operation, const http::SendResult& sent) const {
  const HttpResponse& response = sent.response;
  const ErrorContext context = sent.error_context(operation.name);
  const auto with_body = [&](bool outcome_unknown) {
    ErrorContext full = context;
    full.body = support::excerpt(redact(response.body), longest_body_excerpt);
    full.outcome_unknown = outcome_unknown && !operation.idempotent;
    return full;
  };
  const bool success = response.status >= 200 && response.status < 300;

  if (response.status == 401 || response.status == 403) {
    throw AuthenticationError(
        fmt::format("{}: the service refused the API key (HTTP {}); {}", operation.name, response.status,
                    response.status == 401
                        ? "check api_key (KILI_API_KEY): it is wrong, expired or of another service"
                        : "its owner has no right to do this"),
        with_body(false));
  }
  auto body = parse_quietly(response.body);
  std::vector<std::string> messages;
  if (body && body->is_object() && body->contains("errors")) messages = messages_of((*body)["errors"]);
  for (auto& message : messages) message = support::excerpt(redact(std::move(message)), longest_message);
  const std::string first = messages.empty() ? "" : messages.front();
  if (!messages.empty() && (success || response.status == 400)) {
    throw GraphQLError(fmt::format("GraphQL error: \"{}\"", first), with_body(is_temporary(messages)),
                       messages);
  }
  if (!success) {
    throw HttpError(fmt::format("{}: HTTP {}: {}{}", operation.name, response.status, remedy(response.status),
                                first.empty() ? "" : fmt::format(" (\"{}\")", first)),
                    with_body(response.status >= 500));
  }
  if (!body) {
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
