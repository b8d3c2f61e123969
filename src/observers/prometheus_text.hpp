#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace kili::observers {

/// Times of one kind, in buckets as Prometheus has them. Not thread-safe.
class TimeHistogram {
 public:
  /// Upper bounds of the buckets in seconds; the last one has none.
  static constexpr std::array<double, 14> bounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                                 1,     2.5,  5,     10,   30,  60,   120};

  void add(double seconds) noexcept;
  /// Times of at most that bound. @param bucket bounds.size(): all.
  [[nodiscard]] std::uint64_t at_most(std::size_t bucket) const noexcept;
  [[nodiscard]] double sum() const noexcept { return sum_; }

 private:
  std::array<std::uint64_t, bounds.size() + 1> counts_{};
  double sum_ = 0;
};

/// Names and values of labels.
using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Writes metrics in Prometheus' text format 0.0.4.
class PrometheusText {
 public:
  /// @param prefix of the names of all metrics.
  explicit PrometheusText(std::string_view prefix) : prefix_(prefix) {}

  /// Begins a metric; its samples follow. @param type "counter", "gauge" or "histogram".
  void metric(std::string_view name, std::string_view type, std::string_view help);
  void sample(Labels labels, std::uint64_t value);
  void sample(Labels labels, const TimeHistogram& histogram);
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void name_and_labels(std::string_view suffix, Labels labels, std::string_view bound = {});

  std::string prefix_;
  std::string name_;
  std::string out_;
};

}  // namespace kili::observers
