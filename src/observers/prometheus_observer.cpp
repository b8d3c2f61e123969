#include "kili/observers/prometheus_observer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <new>
#include <string_view>
#include <tuple>
#include <utility>

#include "kili/errors.hpp"
#include "observers/prometheus_text.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr std::size_t outcome_kinds = static_cast<std::size_t>(AttemptOutcome::cancelled) + 1;
constexpr std::size_t wait_reasons = static_cast<std::size_t>(WaitReason::service_pause) + 1;
constexpr std::string_view other_name = "other";

double seconds_of(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

void check_prefix(const std::string& prefix) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  const bool is_name = !prefix.empty() && letters.find(prefix.front()) != std::string_view::npos &&
                       prefix.find_first_not_of(std::string(letters) + "0123456789") == std::string::npos;
  if (!is_name) {
    throw ValidationError(
        fmt::format("PrometheusSettings::prefix '{}' is not the beginning of a name; use letters, digits and "
                    "'_', no digit first",
                    support::shown_text(prefix, 100)));
  }
}

}  // namespace

class PrometheusObserver::Implementation {
 public:
  explicit Implementation(PrometheusSettings settings) : settings_(std::move(settings)) {
    check_prefix(settings_.prefix);
    if (settings_.max_series == 0)
      throw ValidationError("PrometheusSettings::max_series is 0; give 1 or more");
  }

  void started() {
    const std::scoped_lock lock(mutex_);
    ++in_flight_;
  }

  void ended(const ObservedAttempt& attempt, const AttemptEnd& end) {
    const auto outcome = static_cast<std::size_t>(end.outcome);
    const std::scoped_lock lock(mutex_);
    if (in_flight_ > 0) --in_flight_;
    Series& series = series_of(attempt.method, attempt.operation);
    ++series.attempts.at(outcome);
    if (end.retry_delay) ++series.retries.at(outcome);
    series.bytes_received += end.bytes_received;
    series.bytes_sent += end.bytes_sent;
    series.durations.add(seconds_of(end.duration));
  }

  void waited(const ObservedWait& wait) {
    const std::scoped_lock lock(mutex_);
    waits_.at(static_cast<std::size_t>(wait.reason)).add(seconds_of(wait.duration));
  }

  [[nodiscard]] std::string text() const {
    observers::PrometheusText out(settings_.prefix);
    const std::scoped_lock lock(mutex_);
    out.metric("attempts_in_flight", "gauge", "Attempts that have started and not ended.");
    out.sample({}, in_flight_);
    write_outcomes(out, "attempts_total", "Attempts to send a request that ended.", &Series::attempts);
    write_outcomes(out, "retries_total", "Attempts that another one follows.", &Series::retries);
    write_bytes(out, "sent_bytes_total", "Bodies of requests as sent.", &Series::bytes_sent);
    write_bytes(out, "received_bytes_total", "Bodies of answers as received.", &Series::bytes_received);
    out.metric("attempt_duration_seconds", "histogram", "Duration of attempts.");
    for (const auto& [key, series] : series_)
      out.sample({{"method", key.first}, {"operation", key.second}}, series.durations);
    out.metric("wait_seconds", "histogram", "Waits between attempts.");
    for (std::size_t reason = 0; reason < wait_reasons; ++reason)
      out.sample({{"reason", to_string(static_cast<WaitReason>(reason))}}, waits_.at(reason));
    return out.take();
  }

 private:
  /// What is counted of a method and an operation.
  struct Series {
    std::array<std::uint64_t, outcome_kinds> attempts{};
    std::array<std::uint64_t, outcome_kinds> retries{};
    std::uint64_t bytes_received = 0;
    std::uint64_t bytes_sent = 0;
    observers::TimeHistogram durations;
  };

  struct ByMethodAndOperation {
    using is_transparent = void;
    template <typename Left, typename Right>
    bool operator()(const Left& left, const Right& right) const {
      return std::tuple<std::string_view, std::string_view>(left.first, left.second) <
             std::tuple<std::string_view, std::string_view>(right.first, right.second);
    }
  };

  using Key = std::pair<std::string, std::string>;

  [[nodiscard]] Series& series_of(std::string_view method, std::string_view operation) {
    const auto found = series_.find(std::pair(method, operation));
    if (found != series_.end()) return found->second;
    // The last one is for all others.
    if (series_.size() + 1 >= settings_.max_series) return series_[Key(other_name, other_name)];
    return series_[Key(method, operation)];
  }

  void write_outcomes(observers::PrometheusText& out, std::string_view name, std::string_view help,
                      std::array<std::uint64_t, outcome_kinds> Series::*counts) const {
    out.metric(name, "counter", help);
    for (const auto& [key, series] : series_) {
      for (std::size_t outcome = 0; outcome < outcome_kinds; ++outcome) {
        const std::uint64_t count = (series.*counts).at(outcome);
        if (count == 0) continue;
        out.sample({{"method", key.first},
                    {"operation", key.second},
                    {"outcome", to_string(static_cast<AttemptOutcome>(outcome))}},
                   count);
      }
    }
  }

  void write_bytes(observers::PrometheusText& out, std::string_view name, std::string_view help,
                   std::uint64_t Series::*bytes) const {
    out.metric(name, "counter", help);
    for (const auto& [key, series] : series_)
      out.sample({{"method", key.first}, {"operation", key.second}}, series.*bytes);
  }

  PrometheusSettings settings_;
  mutable std::mutex mutex_;  // guards what follows
  std::uint64_t in_flight_ = 0;
  std::map<Key, Series, ByMethodAndOperation> series_;
  std::array<observers::TimeHistogram, wait_reasons> waits_{};
};

PrometheusObserver::PrometheusObserver(PrometheusSettings settings)
    : implementation_(std::make_unique<Implementation>(std::move(settings))) {}
PrometheusObserver::~PrometheusObserver() = default;

void PrometheusObserver::attempt_started(const ObservedAttempt& /*attempt*/) noexcept {
  implementation_->started();
}

void PrometheusObserver::attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept {
  try {
    implementation_->ended(attempt, end);
  } catch (const std::bad_alloc&) {  // there is no memory for a new series: it is not counted
  }
}

void PrometheusObserver::waited(const ObservedWait& wait) noexcept { implementation_->waited(wait); }

std::string PrometheusObserver::text() const { return implementation_->text(); }

}  // namespace v0_1
}  // namespace kili
