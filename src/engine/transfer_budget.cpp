#include "engine/transfer_budget.hpp"

#include <algorithm>
#include <chrono>

#include "support/http_status.hpp"

namespace kili::engine {
namespace {

/// What a transfer should take.
constexpr double target_seconds = 15;
constexpr double steepest_rise = 1.25;
/// How long a size that failed is kept away from, and how far.
constexpr auto refusal_holds = std::chrono::minutes(1);
constexpr double refusal_distance = 0.9;
constexpr std::size_t hardly_of_size = 100'000;

}  // namespace

bool says_too_large(const support::Transfer& transfer) noexcept {
  constexpr int content_too_large = 413;
  return transfer.end == support::Transfer::End::answered && transfer.status == content_too_large;
}

bool may_be_of_size(const support::Transfer& transfer, std::optional<std::size_t> bytes) noexcept {
  if (says_too_large(transfer) || transfer.end == support::Transfer::End::too_large) return true;
  if (bytes && *bytes < hardly_of_size) return false;
  switch (transfer.end) {
    case support::Transfer::End::answered:
      return support::is_gateway_failure(transfer.status);
    case support::Transfer::End::not_sent:
      return false;
    default:
      return true;
  }
}

void TransferBudget::set(double bytes, support::Clock::TimePoint now) {
  auto most = static_cast<double>(limits_.most);
  if (refusal_ && now - refusal_->at < refusal_holds) {
    most = std::min(most, refusal_distance * static_cast<double>(refusal_->bytes));
  }
  bytes_ = std::max(limits_.least, static_cast<std::size_t>(std::min(bytes, most)));
}

void TransferBudget::take_success(std::size_t bytes, support::Clock::Duration elapsed,
                                  support::Clock::TimePoint now) {
  const std::scoped_lock lock(mutex_);
  const auto before = static_cast<double>(bytes_);
  if (bytes < limits_.measured_from) {
    // Too small to tell the speed. When the budget is why, it has to grow to find out.
    if (bytes >= bytes_ / 2) set(before * steepest_rise, now);
    return;
  }
  const double seconds = std::chrono::duration<double>(elapsed).count();
  const double target =
      seconds > 0 ? static_cast<double>(bytes) / seconds * target_seconds : static_cast<double>(limits_.most);
  set(std::clamp(target, before * limits_.steepest_fall, before * steepest_rise), now);
}

void TransferBudget::take_failure(std::size_t bytes, support::Clock::TimePoint now) {
  const std::scoped_lock lock(mutex_);
  refusal_ = Refusal{.bytes = bytes, .at = now};
  // Several of one size that fail side by side tell no more than one of them.
  set(std::min(static_cast<double>(bytes_), static_cast<double>(bytes) / 2), now);
}

}  // namespace kili::engine
