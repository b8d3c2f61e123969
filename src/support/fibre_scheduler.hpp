#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace kili::support {

class Fibre;

/// Runs calls side by side on a few threads, each on a fibre: where one waits by means of Condition, its
/// thread goes on with another one. Calls beyond a limit wait for a place in their order. What a call does
/// beside itself (WorkerPool) runs on fibres too, with a limit of its own; such jobs do not wait for each
/// other. A fibre stays on its thread. Thread-safe.
class FibreScheduler {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Work = std::function<void()>;  ///< Must not throw.

  struct Limits {
    std::size_t calls = 1;    ///< At once.
    std::size_t jobs = 1;     ///< At once, beside the calls.
    std::size_t threads = 1;  ///< Fewer when the system gives no more.
  };

  /// @throws std::system_error when there is no thread at all.
  explicit FibreScheduler(const Limits& limits);
  /// Waits for all calls and jobs. On one of its own threads it does not wait: they run to their ends
  /// then.
  ~FibreScheduler();
  FibreScheduler(const FibreScheduler&) = delete;
  FibreScheduler& operator=(const FibreScheduler&) = delete;

  class Core;

  /// A call that was submitted. May outlive the scheduler.
  class Submitted {
   public:
    Submitted(std::shared_ptr<Core> core, std::uint64_t number) noexcept
        : core_(std::move(core)), number_(number) {}
    /// Begins a call that still waits for a place, for it is cancelled and will end at once.
    void expedite() const noexcept;

   private:
    std::shared_ptr<Core> core_;
    std::uint64_t number_;
  };
  /// @param latest when the call begins even if no place is free, so that it can tell that it is late.
  Submitted submit_call(Work call, std::optional<Time> latest);

  /// Whether the caller runs on a fibre. A thread that waits outside of fibres is blocked.
  [[nodiscard]] static bool is_on_fibre() noexcept;
  /// A job of the call or job on whose fibre this runs. Urgent jobs begin before the others.
  static void submit_job_here(Work job, bool urgent);
  /// Gives the place of the running call to the next one, although its fibre still has something to do.
  static void give_place_back() noexcept;

  /// Bytes of stack that a fibre has, and the most that one has used when it ended, for the measure.
  static constexpr std::size_t stack_bytes = std::size_t{1} << 20U;
  [[nodiscard]] std::size_t most_stack_used() const;

 private:
  std::shared_ptr<Core> core_;
  std::vector<std::thread> threads_;
};

/// The fibre that the caller runs on; null outside of fibres.
[[nodiscard]] Fibre* current_fibre() noexcept;
/// Leaves the running fibre until wake() or the time. Returns at once when wake() came before; may return
/// without either. No lock may be held.
void park(std::optional<FibreScheduler::Time> until) noexcept;
/// From any thread. The fibre must not have ended.
void wake(Fibre& fibre) noexcept;

}  // namespace kili::support
