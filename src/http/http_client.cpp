#include "http/http_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "http/answer_memory.hpp"
#include "http/moved_bytes.hpp"
#include "http/transfer_note.hpp"
#include "http/url.hpp"
#include "support/http_status.hpp"
#include "support/progress_meter.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::http {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using support::Clock;

/// Longest pause that a service may ask for; with a longer one calls fail at once.
constexpr auto longest_pause = milliseconds(60'000);
/// Pauses may follow one another. A call that has waited so long gives up.
constexpr auto longest_series_of_pauses = milliseconds(120'000);
/// An absurd pause must not keep a process from its service for ever.
constexpr auto longest_refusal = milliseconds(std::chrono::hours(24));

/// The smaller of a request's own limit and what is left of the call's budget.
milliseconds within(milliseconds limit, milliseconds left) {
  return limit.count() == 0 ? left : std::min(limit, left);
}

bool may_have_happened(const TransportError& error) noexcept {
  return error.failure() == TransportFailure::connection_lost ||
         error.failure() == TransportFailure::timed_out ||
         error.failure() == TransportFailure::response_too_large ||
         error.failure() == TransportFailure::unreadable_response;
}

ErrorContext error_context_of(const Attempts& attempts, const SendOptions& options, bool outcome_unknown) {
  ErrorContext context;
  context.attempts = attempts.made();
  context.elapsed = attempts.elapsed();
  context.operation = options.operation;
  context.outcome_unknown = outcome_unknown;
  return context;
}

RequestTarget target_of(const SendOptions& options) noexcept {
  return options.is_api_call ? RequestTarget::api : RequestTarget::storage;
}

/// Whether and how an answer may be followed by another attempt.
std::optional<Retry> retry_of_answer(const SendOptions& options, const HttpResponse& response,
                                     const RetryOptions& rules) {
  const auto retry = retry_of(target_of(options), response, options.key_accepted, rules);
  if (!retry || !options.is_answer) return retry;
  const bool says_nothing_was_done = response.status == 429 || response.status == 521;
  return !says_nothing_was_done && options.is_answer(response) ? std::nullopt : retry;
}

/// Gives a request the URL that can be sent, with what its URL had as credentials in a header.
/// @return its origin; empty when it is not a URL, which the transport reports.
std::string settle_url(HttpRequest& request) {
  const auto url = Url::parse(request.url);
  if (!url) return {};
  request.url = encoded_url(request.url);
  if (!url->credentials.empty()) {
    std::erase_if(request.headers, [](const auto& header) {
      return support::equal_ignoring_case(header.first, "Authorization");
    });
    request.headers.emplace_back("Authorization", basic_authorization(url->credentials));
  }
  return url->origin();
}

/// @throws what callers of HttpClient::send() get for a request that the transport could not carry out.
[[noreturn]] void throw_failure(const TransportError& error, const HttpRequest& request,
                                const SendOptions& options, const Attempts& attempts) {
  const std::string reason = error.what();
  if (error.failure() == TransportFailure::file_failed && request.response_file) {
    throw FileWriteError(
        fmt::format("{}: {}; check the rights and the room of its disk", options.operation, reason),
        error_context_of(attempts, options, false));
  }
  const std::string message =
      fmt::format("{}: {} ({}; {} attempt{})", options.operation, reason, support::shown_url(request.url),
                  attempts.made(), attempts.made() == 1 ? "" : "s");
  ErrorContext details = error_context_of(attempts, options, !request.idempotent && may_have_happened(error));
  if (error.failure() == TransportFailure::response_too_large) {
    throw AnswerTooLarge(message, std::move(details));
  }
  throw ConnectionError(message, std::move(details));
}

}  // namespace

HttpClient::HttpClient(const Settings& settings, std::shared_ptr<HttpTransport> transport,
                       SharedLimits limits, std::shared_ptr<const support::Clock> clock,
                       std::shared_ptr<support::RandomSource> random, const support::MessageLog& log)
    : settings_(settings),
      transport_(std::move(transport)),
      limits_(std::move(limits)),
      clock_(std::move(clock)),
      random_(std::move(random)),
      observation_(settings.observer, clock_, random_),
      log_(log),
      budget_(settings.retry_options.budget, log),
      notices_(log) {}

ErrorContext SendResult::error_context(std::string_view operation) const {
  ErrorContext context;
  context.attempts = attempts;
  context.elapsed = elapsed;
  context.http_status = response.status;
  context.operation = operation;
  context.request_id = std::string(response.header("x-request-id"));
  return context;
}

void HttpClient::wait_for_pause(const std::string& origin, const SendOptions& options,
                                const support::CallContext& context, Attempts& attempts) {
  const auto give_up = clock_->now() + longest_series_of_pauses;
  for (;;) {
    const auto now = clock_->now();
    const auto pause = limits_.origin_pauses->find(origin, now);
    if (!pause) return;
    if (pause->too_long || pause->until > give_up) {
      throw HttpError(
          fmt::format(
              "{}: the service has asked not to be called for another {} s (Retry-After); nothing was "
              "sent, call again then",
              options.operation, whole_seconds(pause->until - now)),
          error_context_of(attempts, options, false));
    }
    attempts.notice().waits(options.operation, "the service asks to be called later", attempts.elapsed(),
                            duration_cast<milliseconds>(pause->until - now), attempts.most_time());
    auto wait = observation_.wait(WaitReason::service_pause, options.operation, context);
    context.sleep_until(*clock_, pause->until);
    wait.done();
  }
}

void HttpClient::wait_for_turn(const std::string& origin, const SendOptions& options,
                               const support::CallContext& context, Attempts& attempts) {
  context.check(clock_->now());
  wait_for_pause(origin, options, context, attempts);
  if (!options.is_api_call) return;
  {
    auto wait = observation_.wait(WaitReason::rate_limit, options.operation, context);
    limits_.rate_limiter->acquire(settings_.calls_per_minute, *clock_, context);
    wait.done();
  }
  wait_for_pause(origin, options, context, attempts);  // others may have been asked for one meanwhile
}

void HttpClient::obey(milliseconds asked, const std::string& origin, const SendOptions& options,
                      const SendResult& failed, bool outcome_unknown) {
  const auto now = clock_->now();
  if (asked <= longest_pause) {
    if (asked.count() > 0) limits_.origin_pauses->add(origin, {.too_long = false, .until = now + asked}, now);
    return;
  }
  limits_.origin_pauses->add(origin, {.too_long = true, .until = now + std::min(asked, longest_refusal)},
                             now);
  ErrorContext details = failed.error_context(options.operation);
  details.outcome_unknown = outcome_unknown;
  throw HttpError(
      fmt::format("{}: HTTP {}, and the service asks to wait {} s (Retry-After), longer than the {} s that a "
                  "call waits; call again then",
                  options.operation, failed.response.status, whole_seconds(asked),
                  whole_seconds(longest_pause)),
      std::move(details));
}

void HttpClient::wait_for_retry(Clock::TimePoint at, WaitReason kind, std::string_view operation,
                                std::string_view reason, const support::CallContext& context,
                                Attempts& attempts, AttemptObservation& observation) {
  if (!context.deadline || at < *context.deadline) observation.retries_at(at);
  observation.end();
  attempts.notice().waits(operation, reason, attempts.elapsed(),
                          duration_cast<milliseconds>(at - clock_->now()), attempts.most_time());
  auto wait = observation_.wait(kind, operation, context);
  context.sleep_until(*clock_, at);
  wait.done();
}

Attempts HttpClient::new_attempts(const RetryPolicy& policy, std::string_view url,
                                  std::string_view operation) {
  const auto parsed = Url::parse(url);
  return {policy.of_operation(operation, settings_.retry_options),
          clock_,
          random_,
          notices_,
          limits_.rate_limiter,
          budget_,
          parsed ? parsed->origin() : std::string()};
}

Attempts HttpClient::new_attempts(std::string_view url, std::string_view operation) {
  return new_attempts(settings_.retry, url, operation);
}

SendResult HttpClient::send(HttpRequest request, const SendOptions& options,
                            const support::CallContext& context) {
  const RetryPolicy policy = options.is_api_call ? settings_.retry : settings_.retry.of_storage();
  Attempts attempts = new_attempts(policy, request.url, options.operation);
  SendResult sent = send(std::move(request), options, context, attempts);
  if (support::is_success(sent.response.status))
    attempts.notice().succeeded(options.operation, attempts.elapsed());
  return sent;
}

SendResult HttpClient::send(HttpRequest request, const SendOptions& options,
                            const support::CallContext& context, Attempts& attempts) {
  const HttpRequest original_limits = [&request] {
    HttpRequest limits;
    limits.connect_timeout = request.connect_timeout;
    limits.total_timeout = request.total_timeout;
    return limits;
  }();
  const std::string origin = settle_url(request);
  for (;;) {
    wait_for_turn(origin, options, context, attempts);
    auto held = options.before_attempt ? options.before_attempt() : nullptr;
    if (context.deadline) {
      const auto left =
          std::max(duration_cast<milliseconds>(*context.deadline - clock_->now()), milliseconds(1));
      request.send_timeout = left;
      request.total_timeout = within(original_limits.total_timeout, left);
      request.connect_timeout = within(original_limits.connect_timeout, left);
    }
    attempts.count();
    const TransferNote note(context, *clock_);
    auto observation =
        observation_.attempt(request, options.operation, options.is_api_call, attempts.made(), context);
    auto kind = WaitReason::backoff;
    std::optional<Clock::TimePoint> next;
    std::string reason;
    try {
      SendResult sent{.response = transport_->send(request, context.stop_token)};
      note.answered(sent.response);
      if (context.progress) context.progress->add_bytes(moved_bytes(request, sent.response));
      observation.answered(sent.response);
      sent.held = held;
      sent.attempts = attempts.made();
      sent.elapsed = attempts.elapsed();
      const auto retry = retry_of_answer(options, sent.response, settings_.retry_options);
      if (options.is_api_call && sent.response.status == 429)
        limits_.rate_limiter->take_refusal(clock_->now());
      if (retry) {
        sent.not_processed = retry->not_processed;
        sent.perhaps_processed = !retry->not_processed;
        const bool repeatable = retry->not_processed || request.idempotent;
        const auto asked = parse_retry_after(sent.response.header("retry-after"),
                                             sent.response.header("date"), clock_->wall_time());
        if (asked) {
          kind = WaitReason::service_pause;
          obey(*asked, origin, options, sent, !repeatable);
        }
        if (repeatable && !is_never_retried(sent.response.status, settings_.retry_options)) {
          next = attempts.next(*retry, asked);
        }
      }
      if (!next) {
        if (sent.response.status < 500 && !retry) limits_.rate_limiter->take_success(origin);
        sent.observation = std::move(observation);
        return sent;
      }
      reason = fmt::format("HTTP {}", sent.response.status);
    } catch (const Cancelled& stopped) {
      observation.cancelled();
      throw Cancelled(stopped.what(), error_context_of(attempts, options, !request.idempotent));
    } catch (const TransportError& error) {
      note.failed(error.failure());
      observation.failed(error);
      if (context.stop_token.stop_requested()) {
        observation.cancelled();
        throw Cancelled(options.operation + " was cancelled by its stop token",
                        error_context_of(attempts, options, !request.idempotent && may_have_happened(error)));
      }
      if (context.deadline && clock_->now() >= *context.deadline && request.idempotent) {
        context.throw_deadline_exceeded();
      }
      const auto retry = retry_of(target_of(options), error.failure());
      if (retry && (retry->not_processed || request.idempotent)) next = attempts.next(*retry, std::nullopt);
      if (!next) throw_failure(error, request, options, attempts);
      reason = error.what();
    }
    held.reset();
    log_.debug(
        fmt::format("{}: {}, attempt {} failed, trying again", options.operation, reason, attempts.made()));
    wait_for_retry(*next, kind, options.operation, reason, context, attempts, observation);
    if (options.before_repeat) options.before_repeat(request);
  }
}

}  // namespace kili::http
