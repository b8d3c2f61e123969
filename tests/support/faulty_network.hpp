#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dice.hpp"
#include "event_clock.hpp"
#include "fake_storage.hpp"
#include "kili/http_transport.hpp"

namespace kili::test {

/// What a network and a service make of a request.
enum class NetworkFault {
  none,
  no_connection,       ///< Nothing was sent.
  lost_before,         ///< Sent, not carried out.
  lost_after,          ///< Carried out; no answer.
  late,                ///< The connection is lost; the request is carried out up to 900 ms later.
  silent,              ///< No answer until the time-out; carried out or not.
  twice,               ///< Delivered twice; the answer is that of one of the deliveries.
  truncated,           ///< Carried out; half an answer that looks whole.
  bad_gateway_before,  ///< 502, 503 or 504, not carried out.
  bad_gateway_after,   ///< The same, carried out.
  internal_error,      ///< 500, carried out or not.
  busy,                ///< 429 without Retry-After.
  busy_for_seconds,    ///< 429 with Retry-After.
  refused_for_a_while  ///< A GraphQL error of those that pass.
};
inline constexpr std::size_t network_fault_count = 14;
[[nodiscard]] std::string_view to_string(NetworkFault fault) noexcept;

/// What was done to the requests of one call, or of all.
struct NetworkCounts {
  std::array<std::size_t, network_fault_count> by_fault{};
  std::size_t doubtful_mutations = 0;  ///< Mutations whose outcome the client cannot know.
  std::size_t faults = 0;
  std::size_t requests = 0;
  std::size_t restarts = 0;  ///< Requests that met a service that was restarting.
};

/// The way of one client to a sandbox in process: it takes time, and loses and repeats what it likes. Every
/// wait is one of virtual time.
class FaultyNetwork final : public HttpTransport {
 public:
  struct Settings {
    std::string endpoint{};  ///< Of the sandbox; other hosts have every file.
    double fault_probability = 0;
    std::chrono::milliseconds longest_latency{200};
    std::size_t most_records = 0;  ///< Of a page that lists assets; 0: what was asked for.
    std::uint64_t seed = 1;
  };
  /// @param clock of the actor. @param service transport of the sandbox.
  FaultyNetwork(EventClock& events, std::shared_ptr<const support::Clock> clock,
                std::shared_ptr<HttpTransport> service, const Settings& settings)
      : clock_(std::move(clock)),
        dice_(settings.seed),
        events_(events),
        service_(std::move(service)),
        settings_(settings) {}

  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override;

  /// Whether faults strike.
  void set_faulty(bool faulty) { faulty_ = faulty; }
  /// The service cannot be reached from then to then.
  void restart(EventClock::TimePoint from, EventClock::TimePoint until) {
    const std::scoped_lock lock(mutex_);
    restart_ = {from, until};
  }
  /// Of the requests since the last call of this function.
  [[nodiscard]] NetworkCounts take_counts();

 private:
  struct Plan {
    NetworkFault fault = NetworkFault::none;
    std::chrono::milliseconds to{};
    std::chrono::milliseconds back{};
    std::size_t number = 0;  ///< Of what a fault chooses from.
  };

  [[nodiscard]] Plan plan(const HttpRequest& request);
  void wait(std::chrono::milliseconds time, const HttpRequest& request, EventClock::TimePoint started,
            const std::stop_token& stop_token) const;
  [[nodiscard]] bool is_down() const;
  [[nodiscard]] HttpResponse carry_out(const HttpRequest& request) const;
  [[nodiscard]] HttpResponse capped(HttpResponse response, const HttpRequest& request) const;

  std::shared_ptr<const support::Clock> clock_;
  NetworkCounts counts_;
  Dice dice_;
  EventClock& events_;
  std::atomic<bool> faulty_ = true;
  mutable std::mutex mutex_;
  std::pair<EventClock::TimePoint, EventClock::TimePoint> restart_{};
  mutable FakeStorage others_;  ///< All other hosts.
  std::shared_ptr<HttpTransport> service_;
  Settings settings_;
};

}  // namespace kili::test
