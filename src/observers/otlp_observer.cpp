#include "kili/observers/otlp_observer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <exception>
#include <optional>
#include <stop_token>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/errors.hpp"
#include "observers/line_file.hpp"
#include "observers/otlp_span.hpp"
#include "observers/span_queue.hpp"
#include "support/http_status.hpp"
#include "support/json_lookup.hpp"
#include "support/process_bound.hpp"
#include "support/random.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "support/trace_context.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr auto longest_delivery = std::chrono::milliseconds(10'000);

void check_otlp_settings(const OtlpSettings& settings) {
  if (!settings.transport && !settings.file) {
    throw MissingArgumentError(
        "OtlpSettings::transport is missing; give one that sends the requests to the collector, or a file");
  }
  const auto require = [](bool holds, std::string_view complaint) {
    if (!holds) throw ValidationError(fmt::format("OtlpSettings::{}", complaint));
  };
  require(settings.file || support::is_url(settings.endpoint),
          "endpoint is not an http(s) URL; give one such as http://localhost:4318/v1/traces");
  require(settings.interval.count() > 0, "interval is not positive");
  require(settings.max_batch > 0, "max_batch is 0; give 1 or more");
  require(settings.max_queue >= settings.max_batch, "max_queue is less than max_batch");
  require(settings.retry_delay.count() >= 0, "retry_delay is negative");
  require(settings.shutdown_timeout.count() >= 0, "shutdown_timeout is negative");
}

/// Statuses after which OTLP wants the same request again.
bool is_worth_another(int status) noexcept {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

/// How many spans a collector says that it did not take.
std::uint64_t rejected_spans(const std::string& body) {
  const auto answer = nlohmann::json::parse(body, nullptr, false);
  const auto* const partial = support::find_member(answer, "partialSuccess");
  const auto* const rejected = partial == nullptr ? nullptr : support::find_member(*partial, "rejectedSpans");
  if (rejected == nullptr) return 0;
  if (rejected->is_number_unsigned()) return rejected->get<std::uint64_t>();
  const auto* const text = rejected->get_ptr<const std::string*>();
  std::uint64_t number = 0;
  if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

}  // namespace

class OtlpObserver::Implementation {
 public:
  explicit Implementation(OtlpSettings settings)
      : settings_(checked(std::move(settings))),
        queue_({.interval = settings_.interval,
                .max_batch = settings_.max_batch,
                .max_queue = settings_.max_queue,
                .retry_delay = settings_.retry_delay,
                .shutdown_timeout = settings_.shutdown_timeout},
               [this](const std::vector<std::string>& spans, const std::stop_token& stop) {
                 const std::string body = observers::export_request_of(spans, settings_.service_name);
                 return file_ ? append(body, spans.size()) : send(body, spans.size(), stop);
               }) {}

  /// @param make gives the span.
  template <typename Make>
  void add(bool sampled, const Make& make) noexcept {
    if (!sampled || !process_.is_of_this_process()) return;
    try {
      queue_.push(make());
    } catch (const std::exception&) {
      queue_.count_dropped();
    }
  }
  [[nodiscard]] std::string new_span_id() { return support::new_span_id(random_); }
  [[nodiscard]] observers::SpanQueue& queue() {
    process_.check();
    return queue_;
  }

 private:
  using Delivery = observers::SpanQueue::Delivery;

  [[nodiscard]] OtlpSettings checked(OtlpSettings settings) {
    check_otlp_settings(settings);
    if (settings.file) file_.emplace(*settings.file);
    return settings;
  }

  [[nodiscard]] Delivery append(const std::string& request, std::size_t spans) {
    const auto error = file_->append(request + "\n");
    if (!error) return {};
    return {.error = fmt::format("{}: {}", support::shown_path(settings_.file->string()), error.message()),
            .refused = spans};
  }

  [[nodiscard]] Delivery send(const std::string& body, std::size_t spans, const std::stop_token& stop) const {
    HttpRequest request;
    request.body = body;
    request.headers = settings_.headers;
    request.headers.emplace_back("Content-Type", "application/json");
    request.max_response_bytes = std::size_t{1} << 20U;
    request.method = "POST";
    request.total_timeout = longest_delivery;
    request.url = settings_.endpoint;
    try {
      const HttpResponse response = settings_.transport->send(request, stop);
      if (support::is_success(response.status)) return {.refused = rejected_spans(response.body)};
      return {.again = is_worth_another(response.status),
              .error = fmt::format("the collector answered HTTP {}", response.status),
              .refused = spans};
    } catch (const Error& error) {
      return {.again = true, .error = support::shown_text(error.what()), .refused = spans};
    }
  }

  support::ProcessMark process_;
  support::RandomSource random_;
  std::optional<observers::LineFile> file_;
  OtlpSettings settings_;
  observers::SpanQueue queue_;  ///< Last: its thread uses all others.
};

OtlpObserver::OtlpObserver(OtlpSettings settings)
    : implementation_(support::make_process_bound<Implementation>(std::move(settings))) {}
OtlpObserver::~OtlpObserver() = default;

void OtlpObserver::attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept {
  implementation_->add(attempt.sampled, [&] { return observers::span_of(attempt, end); });
}

void OtlpObserver::waited(const ObservedWait& wait) noexcept {
  implementation_->add(wait.sampled,
                       [&] { return observers::span_of(wait, implementation_->new_span_id()); });
}

bool OtlpObserver::flush(std::chrono::milliseconds timeout) {
  return implementation_->queue().flush(timeout);
}
std::uint64_t OtlpObserver::delivered_spans() const { return implementation_->queue().delivered(); }
std::uint64_t OtlpObserver::dropped_spans() const { return implementation_->queue().dropped(); }
std::string OtlpObserver::last_error() const { return implementation_->queue().last_error(); }

}  // namespace v0_1
}  // namespace kili
