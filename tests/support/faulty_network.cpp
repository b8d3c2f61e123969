#include "faulty_network.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "graphql_error_answer.hpp"

namespace kili::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

bool is_mutation(const HttpRequest& request) {
  return request.method == "POST" && plain_body(request).find("\"query\":\"mutation") != std::string::npos;
}

HttpResponse gateway_answer(std::size_t number) {
  constexpr std::array<int, 5> statuses{502, 503, 504, 520, 524};
  return answer(statuses.at(number % statuses.size()), "<html>gateway</html>");
}

[[noreturn]] void throw_lost() {
  throw TransportError(TransportFailure::connection_lost, "the connection was lost");
}

/// Whether the client cannot know the outcome of a mutation that this struck.
bool leaves_doubt(NetworkFault fault) {
  using enum NetworkFault;
  return fault != none && fault != no_connection && fault != busy && fault != busy_for_seconds;
}

}  // namespace

std::string_view to_string(NetworkFault fault) noexcept {
  constexpr std::array<std::string_view, network_fault_count> names{
      "none",           "no connection", "lost before",      "lost after",         "late",
      "silent",         "twice",         "truncated",        "gateway before",     "gateway after",
      "internal error", "busy",          "busy for seconds", "refused for a while"};
  return names.at(static_cast<std::size_t>(fault));
}

NetworkCounts FaultyNetwork::take_counts() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(counts_, {});
}

FaultyNetwork::Plan FaultyNetwork::plan(const HttpRequest& request) {
  const bool mutates = is_mutation(request);
  const std::scoped_lock lock(mutex_);
  ++counts_.requests;
  Plan plan;
  plan.number = dice_.below(1'000);
  const auto latency = [&] {
    const bool slow = dice_.one_in(40);
    return milliseconds(dice_.below(static_cast<std::size_t>(settings_.longest_latency.count()) + 1)) *
           (slow ? 20 : 1);
  };
  plan.to = latency();
  plan.back = latency();
  const bool strikes = static_cast<double>(dice_.below(1'000'000)) < settings_.fault_probability * 1'000'000;
  if (!strikes || !faulty_) return plan;
  plan.fault = static_cast<NetworkFault>(1 + dice_.below(network_fault_count - 1));
  // Storage has no GraphQL errors.
  if (request.method != "POST" && plan.fault == NetworkFault::refused_for_a_while) {
    plan.fault = NetworkFault::busy;
  }
  ++counts_.faults;
  ++counts_.by_fault.at(static_cast<std::size_t>(plan.fault));
  if (mutates && leaves_doubt(plan.fault)) ++counts_.doubtful_mutations;
  return plan;
}

bool FaultyNetwork::is_down() const {
  const std::scoped_lock lock(mutex_);
  const auto now = clock_->now();
  return faulty_ && restart_.first <= now && now < restart_.second;
}

void FaultyNetwork::wait(milliseconds time, const HttpRequest& request, EventClock::TimePoint started,
                         const std::stop_token& stop_token) const {
  auto until = clock_->now() + time;
  const auto limit =
      request.total_timeout.count() > 0 ? started + request.total_timeout : EventClock::TimePoint::max();
  const bool is_late = until >= limit;
  if (!clock_->sleep_until(std::min(until, limit), stop_token)) throw Cancelled("the request was cancelled");
  if (is_late) throw TransportError(TransportFailure::timed_out, "no answer in time");
}

HttpResponse FaultyNetwork::carry_out(const HttpRequest& request) const {
  HttpRequest unlimited = request;
  unlimited.total_timeout = {};
  if (!request.url.starts_with(settings_.endpoint)) {
    others_.put(request.url, {.content = "content of " + request.url});
    return others_.handle(unlimited);
  }
  return service_->send(unlimited, {});
}

HttpResponse FaultyNetwork::capped(HttpResponse response, const HttpRequest& request) const {
  if (settings_.most_records == 0 || response.status != 200 || request.method != "POST") return response;
  const std::string text = plain_body(request);
  // Of listings only: states of named assets come whole.
  if (text.find("assets(") == std::string::npos || text.find("\"idIn\"") != std::string::npos)
    return response;
  json body = json::parse(response.body, nullptr, false);
  if (!body.is_object() || !body.contains("data") || !body["data"].is_object()) return response;
  for (auto& list : body["data"]) {
    if (list.is_array() && list.size() > settings_.most_records) {
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(settings_.most_records), list.end());
      response.body = body.dump();
    }
  }
  return response;
}

HttpResponse FaultyNetwork::send(const HttpRequest& request, std::stop_token stop_token) {
  const Plan plan = this->plan(request);
  const auto started = clock_->now();
  using enum NetworkFault;
  wait(plan.to, request, started, stop_token);
  if (is_down()) {
    const std::scoped_lock lock(mutex_);
    ++counts_.restarts;
    throw TransportError(TransportFailure::could_not_connect, "the service is restarting");
  }
  constexpr auto longest_silence = std::chrono::minutes(5);
  switch (plan.fault) {
    case no_connection:
      throw TransportError(TransportFailure::could_not_connect, "connection refused");
    case lost_before:
      throw_lost();
    case late:
      events_.at(clock_->now() + milliseconds(plan.number * 9 / 10),
                 [this, request] { static_cast<void>(carry_out(request)); });
      throw_lost();
    case silent:
      if (plan.number % 2 == 0) static_cast<void>(carry_out(request));
      wait(request.total_timeout.count() > 0 ? milliseconds(longest_silence) : request.idle_timeout, request,
           started, stop_token);
      throw TransportError(TransportFailure::timed_out, "no answer");
    case bad_gateway_before:
      return gateway_answer(plan.number);
    case busy:
      return answer(429);
    case busy_for_seconds:
      return answer(429, "later",
                    {{"retry-after", std::to_string(plan.number % 100 == 0 ? 90 : plan.number % 5)}});
    case refused_for_a_while:
      return graphql_error_answer("Failed to fetch data connection");
    case internal_error:
      if (plan.number % 2 == 0) static_cast<void>(carry_out(request));
      return answer(500, "oops");
    default:
      break;
  }
  HttpResponse response = carry_out(request);
  if (plan.fault == twice) {
    HttpResponse second = carry_out(request);
    if (plan.number % 2 == 0) response = std::move(second);
  }
  wait(plan.back, request, started, stop_token);
  if (is_down() || plan.fault == lost_after) {
    const std::scoped_lock lock(mutex_);
    if (plan.fault != lost_after) {
      ++counts_.restarts;
      if (is_mutation(request)) ++counts_.doubtful_mutations;
    }
    throw_lost();
  }
  if (plan.fault == bad_gateway_after) return gateway_answer(plan.number);
  response = capped(std::move(response), request);
  if (plan.fault == truncated) response.body.resize(response.body.size() / 2);
  return response;
}

}  // namespace kili::test
