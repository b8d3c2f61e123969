#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "kili/sandbox.hpp"
#include "sandbox/http/http_types.hpp"

namespace kili::sandbox {

/// Counts requests and keeps them on demand. Thread-safe.
class RequestLog {
 public:
  /// Place of a recorded request; stale ones are ignored.
  struct Ticket {
    std::uint64_t generation = 0;
    std::size_t index = 0;
  };

  void set_limit(std::size_t limit);
  /// Counts from 0 again, open connections and requests under way apart, and records nothing.
  void clear();
  [[nodiscard]] std::vector<SandboxRequest> requests() const;
  [[nodiscard]] SandboxCounters counters() const;

  void connection_opened();
  void connection_closed();

  enum class Kind {
    api,
    storage,
    other
  };
  [[nodiscard]] Ticket request_started(const HttpRequest& request, Kind kind);
  void request_ended();
  void set_body(const Ticket& ticket, const std::string& body);
  void set_operation(const Ticket& ticket, const std::string& operation);
  void set_status(const Ticket& ticket, int status);

 private:
  template <typename Change>
  void change(const Ticket& ticket, const Change& apply);

  SandboxCounters counters_;
  std::uint64_t generation_ = 1;
  std::uint64_t in_flight_ = 0;
  std::size_t limit_ = 0;
  mutable std::mutex mutex_;
  std::vector<SandboxRequest> requests_;
};

}  // namespace kili::sandbox
