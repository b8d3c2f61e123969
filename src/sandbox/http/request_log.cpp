#include "sandbox/http/request_log.hpp"

#include <algorithm>

namespace kili::sandbox {

void RequestLog::set_limit(std::size_t limit) {
  const std::scoped_lock lock{mutex_};
  limit_ = limit;
  ++generation_;
  requests_.clear();
}

void RequestLog::clear() {
  set_limit(0);
  const std::scoped_lock lock{mutex_};
  counters_ = {.connections = counters_.open_connections,
               .open_connections = counters_.open_connections,
               .peak_requests_in_flight = in_flight_};
}

std::vector<SandboxRequest> RequestLog::requests() const {
  const std::scoped_lock lock{mutex_};
  return requests_;
}

SandboxCounters RequestLog::counters() const {
  const std::scoped_lock lock{mutex_};
  return counters_;
}

void RequestLog::connection_opened() {
  const std::scoped_lock lock{mutex_};
  ++counters_.connections;
  ++counters_.open_connections;
}

void RequestLog::connection_closed() {
  const std::scoped_lock lock{mutex_};
  --counters_.open_connections;
}

RequestLog::Ticket RequestLog::request_started(const HttpRequest& request, Kind kind) {
  const std::scoped_lock lock{mutex_};
  if (kind == Kind::api) ++counters_.api_requests;
  if (kind == Kind::storage) ++counters_.storage_requests;
  ++in_flight_;
  counters_.peak_requests_in_flight = std::max(counters_.peak_requests_in_flight, in_flight_);
  if (requests_.size() >= limit_) return {};
  SandboxRequest& recorded = requests_.emplace_back();
  recorded.headers = request.headers;
  recorded.method = request.method;
  recorded.target = request.target;
  return {generation_, requests_.size() - 1};
}

void RequestLog::request_ended() {
  const std::scoped_lock lock{mutex_};
  --in_flight_;
}

template <typename Change>
void RequestLog::change(const Ticket& ticket, const Change& apply) {
  const std::scoped_lock lock{mutex_};
  if (ticket.generation == generation_) apply(requests_[ticket.index]);
}

void RequestLog::set_body(const Ticket& ticket, const std::string& body) {
  change(ticket, [&](SandboxRequest& request) { request.body = body; });
}

void RequestLog::set_operation(const Ticket& ticket, const std::string& operation) {
  change(ticket, [&](SandboxRequest& request) { request.operation = operation; });
}

void RequestLog::set_status(const Ticket& ticket, int status) {
  change(ticket, [&](SandboxRequest& request) { request.status = status; });
}

}  // namespace kili::sandbox
