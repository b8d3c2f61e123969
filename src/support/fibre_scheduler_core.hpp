#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "support/execution_context.hpp"
#include "support/fibre_scheduler.hpp"

namespace kili::support {

struct FibreThread;

/// What counts against which limit.
enum class FibreWork {
  call,
  job,
  unlimited
};

/// A stack with what runs on it: one piece of work after another.
class Fibre {
 public:
  using Timers = std::multimap<FibreScheduler::Time, Fibre*>;

  /// @throws std::bad_alloc.
  explicit Fibre(FibreThread& owner);

  FibreThread& thread;
  FibreScheduler::Work work;
  FibreWork kind = FibreWork::unlimited;
  bool is_to_end = false;  ///< Its stack is given back.

  // Under the lock of the scheduler.
  bool is_parked = false;
  bool wake_is_pending = false;  ///< wake() came while it ran.
  Fibre* next_ready = nullptr;
  Timers::iterator timer;
  Timers::node_type timer_node;  ///< Not empty while no timer is set: setting one takes no memory.

  ExecutionContext context;

 private:
  static void run(void* self) noexcept;
};

/// A thread of a scheduler. All but the contexts is under the lock of the scheduler.
struct FibreThread {
  explicit FibreThread(FibreScheduler::Core& core) : scheduler(core) {}

  FibreScheduler::Core& scheduler;
  ExecutionContext* own = nullptr;  ///< Of its loop.
  std::vector<std::unique_ptr<Fibre>> idle;
  bool is_waiting = false;
  std::size_t busy = 0;  ///< Fibres with work.
  Fibre* first_ready = nullptr;
  Fibre* last_ready = nullptr;
  Fibre::Timers timers;
  std::condition_variable wake;
};

/// Shared by a scheduler and its threads, which may outlive it.
class FibreScheduler::Core {
 public:
  using CallNumber = std::uint64_t;

  explicit Core(const Limits& limits) : limits_(limits) {}
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  /// The loop of a thread.
  void run();
  /// The threads end when there is no work any more.
  void stop();

  CallNumber submit_call(Work call, std::optional<Time> latest);
  void expedite(CallNumber number) noexcept;
  void submit_job(Work job, bool urgent);
  void give_place_back(Fibre& fibre) noexcept;
  void park(Fibre& fibre, std::optional<Time> until) noexcept;
  void wake(Fibre& fibre) noexcept;
  [[nodiscard]] std::size_t most_stack_used() const;

 private:
  struct WaitingCall {
    Work work;
    std::optional<Time> latest;
  };
  using WaitingCalls = std::map<CallNumber, WaitingCall>;
  struct Next {
    Work work;
    FibreWork kind;
  };

  // With the lock held.
  void make_ready(Fibre& fibre) noexcept;
  void wake_due(FibreThread& thread, Time now) noexcept;
  [[nodiscard]] bool has_work() const noexcept;
  [[nodiscard]] std::optional<Next> take_work();
  void start(FibreThread& thread, Next next, std::unique_lock<std::mutex>& lock);
  void resume(Fibre& fibre, std::unique_lock<std::mutex>& lock);
  void put_aside(Fibre& fibre, std::unique_lock<std::mutex>& lock);
  void take_end_of(FibreWork kind) noexcept;
  static void wake_up(FibreThread& thread) noexcept;
  void wake_a_waiting_thread() noexcept;
  void wait(FibreThread& thread, std::unique_lock<std::mutex>& lock);

  Limits limits_;
  mutable std::mutex mutex_;
  std::size_t calls_ = 0;  ///< Under way.
  std::size_t jobs_ = 0;   ///< Under way.
  WaitingCalls expedited_;
  bool is_stopping_ = false;
  std::multimap<Time, CallNumber> latest_begins_;
  std::size_t most_stack_used_ = 0;
  CallNumber next_number_ = 0;
  std::list<FibreThread> threads_;
  WaitingCalls waiting_calls_;
  std::deque<Work> waiting_jobs_;
};

}  // namespace kili::support
