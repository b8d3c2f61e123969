#pragma once

#include <memory>
#include <utility>

#include "kili/sandbox.hpp"
#include "virtual_clock.hpp"

namespace kili::test {

/// Gives a sandbox in process the virtual time of its client.
class VirtualSandboxClock final : public SandboxClock {
 public:
  explicit VirtualSandboxClock(std::shared_ptr<const VirtualClock> clock) : clock_(std::move(clock)) {}
  [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return clock_->now(); }
  [[nodiscard]] bool sleep_until(std::chrono::steady_clock::time_point until,
                                 const std::stop_token& stop_token) const override {
    return clock_->sleep_until(until, stop_token);
  }

 private:
  std::shared_ptr<const VirtualClock> clock_;
};

}  // namespace kili::test
