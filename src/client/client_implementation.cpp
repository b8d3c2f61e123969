#include "client/client_implementation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "client/request_headers.hpp"
#include "client/settings.hpp"
#include "graphql/graphql_client.hpp"
#include "http/http_client.hpp"
#include "kili/curl_transport.hpp"
#include "kili/errors.hpp"
#include "kili/version.hpp"
#include "support/dates.hpp"
#include "support/os/platform.hpp"
#include "support/progress_meter.hpp"
#include "support/shown_text.hpp"
#include "support/trace_context.hpp"

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
  return make_curl_transport(
      {.max_requests_in_flight = options.max_requests_in_flight, .verify = settings.tls.as_option()});
}

}  // namespace

Client::Implementation::Implementation(const ClientOptions& options, const ClientDependencies& dependencies)
    : headers_(checked_headers(options.headers, "ClientOptions::headers")),
      make_traceparent_(options.make_traceparent),
      resources_{{.clock = dependencies.clock,
                  .log = support::MessageLog(options.message_sink),
                  .pool = std::make_shared<support::WorkerPool>(options.max_requests_in_flight)},
                 nullptr,
                 std::make_shared<support::IdGenerator>(dependencies.clock, dependencies.random)} {
  const ClientSettings settings = resolve_settings(options);
  for (const std::string& warning : settings.warnings) resources_.log.warn(warning);
  resources_.sizes->fixed_batch_size = settings.batch_size;
  api_endpoint_ = settings.api_endpoint;
  http::HttpClient::Settings http_settings;
  http_settings.calls_per_minute = options.calls_per_minute;
  http_settings.observer = options.observer;
  http_settings.retry.first_delay = options.retry.first_delay;
  http_settings.retry.longest_delay = options.retry.longest_delay;
  http_settings.retry.max_retries = options.max_retries;
  http_settings.retry.total = options.retry_deadline;
  http_settings.retry_options = options.retry;
  const auto http_client =
      std::make_shared<http::HttpClient>(http_settings, transport_of(options, settings),
                                         http::SharedLimits{.origin_pauses = dependencies.origin_pauses,
                                                            .rate_limiter = dependencies.rate_limiter},
                                         dependencies.clock, dependencies.random, resources_.log);
  const auto graphql = std::make_shared<const graphql::GraphQLClient>(
      settings.api_endpoint,
      graphql::GraphQLClient::Settings{.api_key = settings.api_key,
                                       .api_key_provider = options.api_key_provider,
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
  context.headers = options.headers.empty() ? headers_ : headers_of_call(headers_, options.headers);
  context.traceparent = traceparent_of(options, context.call_uuid);
  context.method_name = method_name;
  context.stop_token = options.stop_token;
  if (options.on_progress) {
    context.progress = std::make_shared<support::ProgressMeter>(resources_.clock);
    context.progress->add_observer(options.on_progress);
  }
  constexpr auto longest_deadline = std::chrono::milliseconds(std::chrono::hours(24 * 365));
  if (options.deadline)
    context.deadline = resources_.clock->now() + std::min(*options.deadline, longest_deadline);
  return context;
}

std::string Client::Implementation::traceparent_of(const CallOptions& options,
                                                   const std::string& call_uuid) const {
  if (options.traceparent) {
    const auto trace = support::TraceContext::parse(*options.traceparent);
    if (trace) return trace->to_text();
    throw ValidationError(fmt::format(
        "CallOptions::traceparent '{}' is not one; give the value of a traceparent header, such as "
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        support::shown_text(*options.traceparent, 100)));
  }
  return make_traceparent_ ? support::TraceContext::of_call({}, call_uuid).to_text() : std::string();
}

void Client::Implementation::check_api_key(const std::string& api_key) const {
  const auto context = begin_call("Client", {});
  static_cast<void>(resources_.api->users.me(context));
  if (api_key.empty()) return;  // the keys of a provider may be short-lived, and are renewed
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
