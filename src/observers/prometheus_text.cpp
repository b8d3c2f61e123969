#include "observers/prometheus_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "support/text.hpp"

namespace kili::observers {
namespace {

/// The value of a label: UTF-8, with the three characters escaped that the format wants to be.
void append_label_value(std::string& out, std::string_view value) {
  const std::string readable =
      support::is_valid_utf8(value) ? std::string(value) : support::printable(value, '?');
  for (const char c : readable) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

}  // namespace

void TimeHistogram::add(double seconds) noexcept {
  const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
  ++counts_.at(static_cast<std::size_t>(bucket));
  sum_ += seconds;
}

std::uint64_t TimeHistogram::at_most(std::size_t bucket) const noexcept {
  return std::accumulate(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(bucket) + 1,
                         std::uint64_t{0});
}

void PrometheusText::metric(std::string_view name, std::string_view type, std::string_view help) {
  name_ = fmt::format("{}_{}", prefix_, name);
  fmt::format_to(std::back_inserter(out_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name_, help, type);
}

void PrometheusText::name_and_labels(std::string_view suffix, Labels labels, std::string_view bound) {
  out_.append(name_).append(suffix);
  char separator = '{';
  for (const auto& [name, value] : labels) {
    out_.append(1, separator).append(name).append("=\"");
    append_label_value(out_, value);
    out_ += '"';
    separator = ',';
  }
  if (!bound.empty()) {
    out_.append(1, separator).append("le=\"").append(bound).append("\"");
    separator = ',';
  }
  if (separator == ',') out_ += '}';
  out_ += ' ';
}

void PrometheusText::sample(Labels labels, std::uint64_t value) {
  name_and_labels("", labels);
  fmt::format_to(std::back_inserter(out_), "{}\n", value);
}

void PrometheusText::sample(Labels labels, const TimeHistogram& histogram) {
  for (std::size_t bucket = 0; bucket <= TimeHistogram::bounds.size(); ++bucket) {
    const bool is_last = bucket == TimeHistogram::bounds.size();
    name_and_labels("_bucket", labels,
                    is_last ? std::string("+Inf") : fmt::format("{}", TimeHistogram::bounds.at(bucket)));
    fmt::format_to(std::back_inserter(out_), "{}\n", histogram.at_most(bucket));
  }
  name_and_labels("_sum", labels);
  fmt::format_to(std::back_inserter(out_), "{}\n", histogram.sum());
  name_and_labels("_count", labels);
  fmt::format_to(std::back_inserter(out_), "{}\n", histogram.at_most(TimeHistogram::bounds.size()));
}

}  // namespace kili::observers
