#pragma once

/// @file
/// Counters and histograms of requests for Prometheus.

#include <cstddef>
#include <memory>
#include <string>

#include "kili/export.hpp"
#include "kili/observer.hpp"

namespace kili {
inline namespace v0_1 {

/// How a PrometheusObserver counts.
struct PrometheusSettings {
  /// Most pairs of a method and an operation, 1 or more. When there are as many, others are counted together,
  /// as the method and the operation "other".
  std::size_t max_series = 500;
  /// Beginning of the names of all metrics: letters, digits and "_", no digit first.
  std::string prefix = "kili";
};

/// Counts attempts, retries, bytes and waits, by the method of the client, the operation and the outcome.
/// docs/observation.md lists the metrics. Thread-safe.
class KILI_EXPORT PrometheusObserver final : public Observer {
 public:
  /// @throws ValidationError a setting has an unusable value.
  explicit PrometheusObserver(PrometheusSettings settings = {});
  ~PrometheusObserver() override;
  PrometheusObserver(const PrometheusObserver&) = delete;
  PrometheusObserver& operator=(const PrometheusObserver&) = delete;

  void attempt_started(const ObservedAttempt& attempt) noexcept override;
  void attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept override;
  void waited(const ObservedWait& wait) noexcept override;

  /// All metrics in Prometheus' text format 0.0.4: what an endpoint `/metrics` answers with the content type
  /// `text/plain; version=0.0.4; charset=utf-8`, or what node_exporter's textfile collector reads.
  [[nodiscard]] std::string text() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace v0_1
}  // namespace kili
