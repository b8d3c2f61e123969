#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "kili/sandbox.hpp"
#include "support/clock.hpp"

namespace kili::test {

/// Virtual time of a simulation with several actors, each a thread that makes calls of its own client. Time
/// stands still while an actor computes; when all wait it moves to what comes first. So what happens, and
/// when, does not depend on the machine; only the threads of one client that wait at the same moment may
/// overtake each other.
class EventClock {
 public:
  using TimePoint = support::Clock::TimePoint;

  /// The clock as an actor sees it: the client and the network of one actor share it.
  class OfActor final : public support::Clock {
   public:
    OfActor(EventClock& clock, std::size_t actor) : clock_(clock), actor_(actor) {}
    [[nodiscard]] TimePoint now() const override { return clock_.now(); }
    [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override;
    [[nodiscard]] bool sleep_until(TimePoint until, const std::stop_token& stop_token) const override {
      return clock_.sleep(actor_, until, stop_token);
    }

   private:
    EventClock& clock_;
    std::size_t actor_;
  };
  /// The clock as a sandbox in process sees it, which does not wait.
  class OfSandbox final : public SandboxClock {
   public:
    explicit OfSandbox(EventClock& clock) : clock_(clock) {}
    [[nodiscard]] TimePoint now() const override { return clock_.now(); }
    [[nodiscard]] bool sleep_until(TimePoint, const std::stop_token&) const override { return true; }

   private:
    EventClock& clock_;
  };

  /// @param actors how many there are; each calls finish() when it is done.
  explicit EventClock(std::size_t actors) : actors_(actors) {}
  EventClock(const EventClock&) = delete;
  EventClock& operator=(const EventClock&) = delete;

  [[nodiscard]] TimePoint now() const;
  /// Called when the time has come, by a thread that waits.
  void at(TimePoint time, std::function<void()> action);
  void finish(std::size_t actor);

 private:
  struct Sleeper {
    std::size_t actor;
    TimePoint until;
    std::stop_token stop_token;
  };
  struct Actor {
    bool computes = true;
    bool finished = false;
    std::size_t sleepers = 0;
  };

  [[nodiscard]] bool sleep(std::size_t actor, TimePoint until, const std::stop_token& stop_token);
  /// Moves to what comes first. Called with the lock, which it may give up meanwhile.
  void move_on(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] bool all_wait(bool surely) const;

  std::multimap<TimePoint, std::function<void()>> actions_;
  bool acts_ = false;  ///< An action is being carried out; time stands still.
  std::vector<Actor> actors_;
  std::condition_variable changed_;
  mutable std::mutex mutex_;
  TimePoint now_{std::chrono::hours(1)};
  std::list<Sleeper> sleepers_;  ///< In the order in which they came.
};

}  // namespace kili::test
