#include "http/http_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "http/transfer_note.hpp"
#include "support/text.hpp"

namespace kili::http {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using support::Clock;

/// Longest pause of all calls that a service may ask for.
constexpr auto longest_pause = milliseconds(std::chrono::minutes(5));
/// The smaller of a request's own limit and what is left of the call's budget.
milliseconds within(milliseconds limit, milliseconds left) {
  return limit.count() == 0 ? left : std::min(limit, left);
}

bool may_repeat(const TransportError& error, bool idempotent) noexcept {
  switch (error.failure()) {
    case TransportFailure::could_not_connect:
      return true;
    case TransportFailure::connection_lost:
    case TransportFailure::timed_out:
      return idempotent;
    default:
      return false;
  }
}

bool may_have_happened(const TransportError& error) noexcept {
  return error.failure() == TransportFailure::connection_lost ||
         error.failure() == TransportFailure::timed_out ||
         error.failure() == TransportFailure::response_too_large;
}

ErrorContext error_context_of(const Attempts& attempts, const SendOptions& options, bool outcome_unknown) {
  ErrorContext context;
  context.attempts = attempts.made();
  context.elapsed = attempts.elapsed();
  context.operation = options.operation;
  context.outcome_unknown = outcome_unknown;
  return context;
}

}  // namespace

HttpClient::HttpClient(Settings settings, std::shared_ptr<HttpTransport> transport,
                       std::shared_ptr<RateLimiter> rate_limiter, std::shared_ptr<const support::Clock> clock,
                       std::shared_ptr<support::RandomSource> random, support::MessageLog log)
    : settings_(settings),
      transport_(std::move(transport)),
      rate_limiter_(std::move(rate_limiter)),
      clock_(std::move(clock)),
      random_(std::move(random)),
      log_(std::move(log)) {}

ErrorContext SendResult::error_context(std::string_view operation) const {
  ErrorContext context;
  context.attempts = attempts;
  context.elapsed = elapsed;
  context.http_status = response.status;
  context.operation = operation;
  context.request_id = std::string(response.header("x-request-id"));
  return context;
}

void HttpClient::pause_api_calls_until(Clock::TimePoint until) {
  const std::scoped_lock lock(mutex_);
  paused_until_ = std::max(paused_until_, until);
}

void HttpClient::wait_for_turn(const SendOptions& options, const support::CallContext& context) {
  context.check(clock_->now());
  if (!options.is_api_call) return;
  for (;;) {
    Clock::TimePoint until;
    {
      const std::scoped_lock lock(mutex_);
      until = paused_until_;
    }
    if (until <= clock_->now()) break;
    context.sleep_until(*clock_, until);
  }
  rate_limiter_->acquire(settings_.calls_per_minute, *clock_, context);
}

Attempts HttpClient::new_attempts() const { return {settings_.retry, clock_, random_}; }

SendResult HttpClient::send(HttpRequest request, const SendOptions& options,
                            const support::CallContext& context) {
  Attempts attempts = new_attempts();
  return send(std::move(request), options, context, attempts);
}

SendResult HttpClient::send(HttpRequest request, const SendOptions& options,
                            const support::CallContext& context, Attempts& attempts) {
  const HttpRequest original_limits = [&request] {
    HttpRequest limits;
    limits.connect_timeout = request.connect_timeout;
    limits.total_timeout = request.total_timeout;
    return limits;
  }();
  for (;;) {
    wait_for_turn(options, context);
    if (context.deadline) {
      const auto left =
          std::max(duration_cast<milliseconds>(*context.deadline - clock_->now()), milliseconds(1));
      request.total_timeout = within(original_limits.total_timeout, left);
      request.connect_timeout = within(original_limits.connect_timeout, left);
    }
    attempts.count();
    const TransferNote note(context, *clock_);
    std::optional<Clock::TimePoint> next;
    try {
      HttpResponse response = transport_->send(request, context.stop_token);
      note.answered(response);
      const int status = response.status;
      // A 429 is an answer before any work; the others may come from a proxy while the work goes on.
      const bool repeatable =
          RetryPolicy::is_retryable_status(status) && (request.idempotent || status == 429);
      if (repeatable) {
        const auto asked = parse_retry_after(response.header("retry-after"), clock_->wall_time());
        next = attempts.next(settings_.retry.max_retries, asked);
        if (options.is_api_call && asked) {
          pause_api_calls_until(clock_->now() + std::min<milliseconds>(*asked, longest_pause));
        }
      }
      if (!next) {
        return {.attempts = attempts.made(), .elapsed = attempts.elapsed(), .response = std::move(response)};
      }
      log_.debug(fmt::format("{}: status {}, attempt {} failed, trying again", options.operation, status,
                             attempts.made()));
    } catch (const Cancelled& stopped) {
      throw Cancelled(stopped.what(), error_context_of(attempts, options, !request.idempotent));
    } catch (const TransportError& error) {
      note.failed(error.failure());
      if (context.stop_token.stop_requested()) {
        throw Cancelled(options.operation + " was cancelled by its stop token",
                        error_context_of(attempts, options, !request.idempotent && may_have_happened(error)));
      }
      if (context.deadline && clock_->now() >= *context.deadline && request.idempotent) {
        context.throw_deadline_exceeded();
      }
      if (may_repeat(error, request.idempotent)) {
        const bool unreachable = error.failure() == TransportFailure::could_not_connect;
        next = attempts.next(unreachable ? settings_.retry.max_connect_retries : settings_.retry.max_retries,
                             std::nullopt);
      }
      if (!next) {
        const auto target = request.url.substr(0, request.url.find('?'));
        throw ConnectionError(
            fmt::format("{}: {} ({}; {} attempt{})", options.operation, error.what(), target, attempts.made(),
                        attempts.made() == 1 ? "" : "s"),
            error_context_of(attempts, options, !request.idempotent && may_have_happened(error)));
      }
      log_.debug(fmt::format("{}: {}, attempt {} failed, trying again", options.operation, error.what(),
                             attempts.made()));
    }
    context.sleep_until(*clock_, *next);
    if (options.before_repeat) options.before_repeat(request);
  }
}

}  // namespace kili::http
