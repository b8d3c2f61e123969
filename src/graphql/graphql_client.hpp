#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "graphql/api_keys.hpp"
#include "http/answer_memory.hpp"
#include "http/http_client.hpp"
#include "http/url.hpp"
#include "kili/http_transport.hpp"
#include "support/call_context.hpp"
#include "support/ids.hpp"
#include "support/json_text.hpp"

namespace kili::graphql {

/// One GraphQL operation of the service: its document and the facts that decide how it is sent.
struct Operation {
  std::string document;
  /// May be repeated without looking whether it was carried out.
  bool idempotent = true;
  /// Name of the root field, for logs and messages.
  std::string_view name;
  /// Alias under which the document asks for its result; empty: the result is all that was asked for.
  std::string_view result = "data";
  /// Which operation of a document with several is meant.
  std::string_view operation_name{};
};

/// Who the service is told that it speaks with (docs/service.md, "Requests").
struct ClientIdentity {
  std::string client_name;
  std::string library_version;
  std::string platform_name;
  std::string platform_version;
};

/// Sends documents with variables to the API and gives back the data, or a typed error. Thread-safe.
class GraphQLClient {
 public:
  struct Settings {
    std::string api_key;
    std::shared_ptr<ApiKeyProvider> api_key_provider{};  ///< Gives the key instead, unless null.
    /// Large requests are gzipped, until something on the way refuses that.
    bool compress_requests = true;
    std::chrono::milliseconds connect_timeout{10'000};
    ClientIdentity identity;
    std::chrono::milliseconds idle_timeout{60'000};
    std::size_t max_requests_in_flight = 0;
    std::size_t max_response_bytes = 0;
    std::chrono::milliseconds request_timeout{60'000};
  };

  /// @throws ValidationError for an endpoint that is not usable or a key with characters no header can carry;
  /// AuthenticationError when the provider gives no key; what the provider throws.
  GraphQLClient(std::string endpoint, Settings settings, std::shared_ptr<http::HttpClient> http,
                std::shared_ptr<const support::Clock> clock);

  /// Reads the result of an operation further, within the memory that the answer may take. May be called
  /// twice, when that was too little at first.
  using Finish = std::function<void(nlohmann::json& result, support::JsonBudget& budget)>;

  /// @param finish empty: the result stays as it is.
  /// @return the value of the operation's result.
  /// @throws GraphQLError the service answered with errors, whatever the status; AuthenticationError (401,
  /// 403); HttpError any other answer that is none; ConnectionError; Cancelled; DeadlineExceeded; what
  /// `finish` throws.
  /// context().outcome_unknown tells that an operation that is not idempotent may have been carried out all
  /// the same.
  [[nodiscard]] nlohmann::json execute(const Operation& operation, nlohmann::json variables,
                                       const support::CallContext& context, const Finish& finish = {}) const;

  /// The same with variables that are JSON text in UTF-8, sent as they are: nulls too.
  [[nodiscard]] nlohmann::json execute_as_written(const Operation& operation, std::string_view variables,
                                                  const support::CallContext& context) const;

  /// Sets the API key of a request if, and only if, its URL is inside the API's own path on its own origin.
  /// @return the key; nothing: the request goes without. @throws what ApiKeys::current() throws.
  std::optional<ApiKeys::Lease> authorize(HttpRequest& request, const support::CallContext& context) const;
  /// Sets another key, when this one was refused (401, 403) and the provider of keys has another.
  /// @param lease the key that was refused, then the other one. @return false: there is none.
  [[nodiscard]] bool authorize_anew(HttpRequest& request, std::optional<ApiKeys::Lease>& lease,
                                    const support::CallContext& context) const;

  /// Memory that the answers of this client share.
  [[nodiscard]] const http::AnswerMemory& memory() const noexcept { return memory_; }
  /// AnswerMemory::reserve() on the clock of this client.
  [[nodiscard]] std::shared_ptr<const void> reserve(const http::AnswerShare& share,
                                                    const support::CallContext& context) const {
    return memory_.reserve(share, *clock_, context);
  }
  /// What the answer of a query may be read into; the reading ends when the call does.
  /// @param context outlives the budget.
  [[nodiscard]] support::JsonBudget budget_of(const http::AnswerShare& share,
                                              const support::CallContext& context) const;

  [[nodiscard]] const std::string& endpoint() const noexcept { return endpoint_; }

 private:
  /// What all attempts of a request have in common.
  struct Call {
    const Operation& operation;
    std::string& body;  ///< Moved from, where the request is sent once.
    const support::CallContext& context;
    const Finish& finish;
  };
  struct ParsedBody;

  [[nodiscard]] nlohmann::json execute_body(const Call& call) const;
  /// The request without its body.
  [[nodiscard]] HttpRequest request_for(const Call& call) const;
  /// Puts the body into a request as it is.
  void set_plain_body(HttpRequest& request, const Call& call) const;
  /// Puts the body into a request and gives the request the time that it takes.
  void set_body(HttpRequest& request, std::string body) const;
  /// Puts the body into a request gzipped. @return false, and the request as it was, when that is not worth
  /// it.
  [[nodiscard]] bool set_compressed_body(HttpRequest& request, const std::string& body) const;
  /// Sends the request until there is an answer that is no larger than that.
  [[nodiscard]] nlohmann::json execute_within(const http::AnswerShare& share, const Call& call) const;
  [[noreturn]] static void throw_too_large(const Call& call, const http::AnswerShare& share);
  [[nodiscard]] nlohmann::json result_of(const Operation& operation, const http::SendResult& sent,
                                         ParsedBody&& parsed) const;

  std::string endpoint_;
  Settings settings_;
  mutable ApiKeys keys_;
  http::CredentialScope scope_;
  std::shared_ptr<http::HttpClient> http_;
  std::shared_ptr<const support::Clock> clock_;
  mutable http::AnswerMemory memory_;
  /// The service has accepted the key: a 401 is then a failure that passes.
  mutable std::atomic<bool> key_accepted_{false};
  /// A compressed request was refused, and the same request was not when it was sent as it is.
  mutable std::atomic<bool> compression_refused_{false};
};

}  // namespace kili::graphql
