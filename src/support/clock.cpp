#include "support/clock.hpp"

#include <mutex>

#include "support/condition.hpp"
#include "support/immortal.hpp"

namespace kili::support {
namespace {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return std::chrono::steady_clock::now(); }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    return std::chrono::system_clock::now();
  }
  [[nodiscard]] bool sleep_until(TimePoint until, const std::stop_token& stop_token) const override {
    std::mutex mutex;
    Condition wake;
    std::unique_lock lock(mutex);
    wake.wait_until(lock, stop_token, until, [] { return false; });
    return !stop_token.stop_requested();
  }
};

}  // namespace

std::shared_ptr<const Clock> system_clock() {
  static const auto& clock = support::immortal(std::make_shared<const SystemClock>());
  return clock;
}

}  // namespace kili::support
