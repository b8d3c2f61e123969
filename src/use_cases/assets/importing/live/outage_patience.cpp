#include "use_cases/assets/importing/live/outage_patience.hpp"

#include <fmt/format.h>

#include "engine/error_cause.hpp"
#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

constexpr int request_timeout = 408;
constexpr int too_many_requests = 429;
constexpr int first_server_error = 500;
constexpr auto between_warnings = std::chrono::minutes(1);

}  // namespace

bool is_outage(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const ConnectionError&) {
    return true;
  } catch (const HttpError& failure) {
    // 0: nothing was sent, since the service asked for a pause.
    const int status = failure.context().http_status;
    return status == 0 || status == request_timeout || status == too_many_requests ||
           status >= first_server_error;
  } catch (...) {
    return false;
  }
}

void OutagePatience::warn_of(const std::exception_ptr& error) const {
  {
    const auto now = clock_->now();
    const std::scoped_lock lock(mutex_);
    if (warned_at_ && now - *warned_at_ < between_warnings) return;
    warned_at_ = now;
  }
  log_->warn(fmt::format("an open import waits until its service can be reached: {}",
                         engine::cause_of(error).message));
}

void OutagePatience::wait_until(support::Clock::TimePoint until, const support::CallContext& context) const {
  if (context.deadline && until >= *context.deadline) context.throw_deadline_exceeded();
  std::stop_source woken;
  const auto wake = [&woken] { woken.request_stop(); };
  const std::stop_callback on_close(closing_, wake);
  const std::stop_callback on_stop(context.stop_token, wake);
  static_cast<void>(clock_->sleep_until(until, woken.get_token()));
  context.check(clock_->now());
}

bool OutagePatience::Pauses::wait_after(const std::exception_ptr& error,
                                        const support::CallContext& context) {
  if (!patience_.lasts() || !is_outage(error)) return false;
  patience_.warn_of(error);
  patience_.wait_until(patience_.clock_->now() + backoff_.next(), context);
  return true;
}

}  // namespace kili::use_cases
