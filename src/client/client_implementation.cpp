#include "client/client_implementation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "client/settings.hpp"
#include "graphql/graphql_client.hpp"
#include "http/curl_transport.hpp"
#include "http/http_client.hpp"
#include "kili/errors.hpp"
#include "kili/version.hpp"
#include "support/dates.hpp"
#include "support/os/platform.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr int expiry_warning_days = 30;

graphql::ClientIdentity identity_of(const ClientOptions& options) {
  support::OperatingSystem system = support::operating_system();
  return {.client_name = options.client_name,
          .library_version = std::string(version()),
          .platform_name = std::move(system.name),
          .platform_version = std::move(system.release)};
}

std::shared_ptr<HttpTransport> transport_of(const ClientOptions& options, const ClientSettings& settings) {
  if (options.transport) return options.transport;
  return std::make_shared<http::CurlTransport>(http::CurlTransport::Options{
      .max_requests_in_flight = options.max_requests_in_flight,
      .tls = {.verify = settings.tls.verify, .ca_bundle = settings.tls.ca_bundle}});
}

}  // namespace

Client::Implementation::Implementation(const ClientOptions& options, const ClientDependencies& dependencies)
    : resources_{{.clock = dependencies.clock,
                  .log = support::MessageLog(options.message_sink),
                  .pool = std::make_shared<support::WorkerPool>(options.max_requests_in_flight)},
                 nullptr,
                 std::make_shared<support::IdGenerator>(dependencies.clock, dependencies.random)} {
  const ClientSettings settings = resolve_settings(options);
  resources_.sizes->fixed_batch_size = options.batch_size;
  api_endpoint_ = settings.api_endpoint;
  http::HttpClient::Settings http_settings;
  http_settings.calls_per_minute = options.calls_per_minute;
  http_settings.retry.max_retries = options.max_retries;
  http_settings.retry.total = options.retry_deadline;
  const auto http_client =
      std::make_shared<http::HttpClient>(http_settings, transport_of(options, settings),
                                         http::SharedLimits{.origin_pauses = dependencies.origin_pauses,
                                                            .rate_limiter = dependencies.rate_limiter},
                                         dependencies.clock, dependencies.random, resources_.log);
  const auto graphql = std::make_shared<const graphql::GraphQLClient>(
      settings.api_endpoint,
      graphql::GraphQLClient::Settings{.api_key = settings.api_key,
                                       .compress_requests = settings.compress_requests,
                                       .connect_timeout = options.connect_timeout,
                                       .identity = identity_of(options),
                                       .idle_timeout = options.idle_timeout,
                                       .max_requests_in_flight = options.max_requests_in_flight,
                                       .max_response_bytes = options.max_response_bytes,
                                       .request_timeout = options.request_timeout},
      http_client, dependencies.clock);
  resources_.api = std::make_shared<const api::ServiceApi>(
      graphql, http_client,
      api::StorageApi::Settings{.connect_timeout = options.connect_timeout,
                                .idle_timeout = options.idle_timeout},
      dependencies.clock);
  if (!settings.skip_checks) check_api_key(settings.api_key);
}

support::CallContext Client::Implementation::begin_call(std::string_view method_name,
                                                        const CallOptions& options) const {
  process_.check();
  support::CallContext context;
  context.call_uuid = resources_.ids->uuid();
  context.method_name = method_name;
  context.stop_token = options.stop_token;
  constexpr auto longest_deadline = std::chrono::milliseconds(std::chrono::hours(24 * 365));
  if (options.deadline)
    context.deadline = resources_.clock->now() + std::min(*options.deadline, longest_deadline);
  return context;
}

void Client::Implementation::check_api_key(const std::string& api_key) const {
  const auto context = begin_call("Client", {});
  static_cast<void>(resources_.api->users.me(context));
  std::optional<std::string> expiry;
  try {
    expiry = resources_.api->users.api_key_expiry(api_key, context);
  } catch (const AuthenticationError&) {
    throw;
  } catch (const Error& error) {
    resources_.log.debug(fmt::format("the expiry date of the API key is not known: {}", error.what()));
  }
  const auto day = expiry ? support::iso_day_at_begin(*expiry) : std::nullopt;
  if (!day) return;
  const auto today = std::chrono::floor<std::chrono::days>(resources_.clock->wall_time());
  const auto left = (*day - today).count();
  if (left <= expiry_warning_days) {
    resources_.log.warn(
        fmt::format("Your API key expires on {}, {}; create a new one in the Kili application",
                    expiry->substr(0, 10), left > 1 ? fmt::format("in {} days", left) : "now"));
  }
}

}  // namespace v0_1
}  // namespace kili
