#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "kili/http_transport.hpp"
#include "kili/sandbox.hpp"
#include "sandbox/http/http_types.hpp"

namespace kili::sandbox {

/// The clock of the machine.
[[nodiscard]] std::shared_ptr<const SandboxClock> machine_clock();

/// The way from transports to the handler of a sandbox. Transports share it with the sandbox, which closes it
/// before it goes. Thread-safe.
class InProcessGate {
 public:
  /// @param handler must live until close() has returned.
  InProcessGate(HttpHandler& handler, std::shared_ptr<const SandboxClock> clock, std::string endpoint)
      : clock_(std::move(clock)), endpoint_(std::move(endpoint)), handler_(handler) {}

  /// A request under way: while it exists the handler does. Converts to false when the gate is closed.
  class Passage {
   public:
    explicit Passage(InProcessGate& gate) : gate_(gate), is_open_(gate.enter()) {}
    ~Passage() {
      if (is_open_) gate_.leave();
    }
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;
    explicit operator bool() const noexcept { return is_open_; }

   private:
    InProcessGate& gate_;
    bool is_open_;
  };

  /// Cuts the requests under way and waits for their end. Idempotent.
  void close();

  [[nodiscard]] const SandboxClock& clock() const noexcept { return *clock_; }
  [[nodiscard]] std::stop_token closed() const noexcept { return stop_.get_token(); }
  [[nodiscard]] const std::string& endpoint() const noexcept { return endpoint_; }
  /// For whoever holds a passage.
  [[nodiscard]] HttpHandler& handler() const noexcept { return handler_; }

 private:
  [[nodiscard]] bool enter();
  void leave();

  std::shared_ptr<const SandboxClock> clock_;
  std::string endpoint_;
  HttpHandler& handler_;
  std::condition_variable left_;
  std::mutex mutex_;
  std::size_t passing_ = 0;
  std::stop_source stop_;
};

/// Carries requests through a gate on the caller's thread.
class InProcessTransport final : public HttpTransport {
 public:
  explicit InProcessTransport(std::shared_ptr<InProcessGate> gate) : gate_(std::move(gate)) {}
  [[nodiscard]] HttpResponse send(const kili::HttpRequest& request, std::stop_token stop_token) override;

 private:
  std::shared_ptr<InProcessGate> gate_;
};

}  // namespace kili::sandbox
