#include "kili/async/future_state.hpp"

#include <atomic>
#include <mutex>

#include "kili/async/executor.hpp"
#include "kili/errors.hpp"
#include "support/condition.hpp"
#include "support/process_bound.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

/// A continuation as a task of an executor. When the executor drops the task, the continuation runs all the
/// same, told so: what waits for it must end.
class PostedContinuation {
 public:
  explicit PostedContinuation(detail::FutureState::Continuation continuation) noexcept
      : continuation_(std::move(continuation)) {}
  ~PostedContinuation() {
    run(std::make_exception_ptr(Cancelled(
        "the executor did not run what follows a call; its event loop must run until all futures are "
        "ready")));
  }
  PostedContinuation(const PostedContinuation&) = delete;
  PostedContinuation& operator=(const PostedContinuation&) = delete;

  void run(std::exception_ptr not_run) {
    if (const auto continuation = std::exchange(continuation_, {})) continuation(std::move(not_run));
  }

 private:
  detail::FutureState::Continuation continuation_;
};

void run_on(async::Executor* executor, detail::FutureState::Continuation continuation) noexcept {
  if (executor == nullptr) {
    continuation(nullptr);
    return;
  }
  try {
    const auto posted = std::make_shared<PostedContinuation>(std::move(continuation));
    executor->post([posted] { posted->run(nullptr); });
  } catch (...) {
    // It was destroyed, and has told what waits.
  }
}

}  // namespace

class detail::FutureState::Parts {
 public:
  explicit Parts(std::stop_source given) : stop(std::move(given)) {}

  std::stop_source stop;
  std::exception_ptr error;
  std::atomic<bool> is_ready = false;
  support::ProcessMark process;

  std::mutex mutex;  // of what follows
  support::Condition completed;
  Continuation continuation;
  async::Executor* executor = nullptr;
};

detail::FutureState::FutureState() : FutureState(std::stop_source()) {}
detail::FutureState::FutureState(std::stop_source stop) : parts_(std::make_unique<Parts>(std::move(stop))) {}
detail::FutureState::~FutureState() = default;

const std::stop_source& detail::FutureState::stop() const noexcept { return parts_->stop; }
void detail::FutureState::set_error(std::exception_ptr error) noexcept { parts_->error = std::move(error); }

void detail::FutureState::complete() noexcept {
  Continuation continuation;
  {
    const std::scoped_lock lock(parts_->mutex);
    parts_->is_ready = true;
    parts_->completed.notify_all();
    continuation = std::exchange(parts_->continuation, {});
  }
  if (continuation) run_on(parts_->executor, std::move(continuation));
}

void detail::FutureState::cancel() noexcept {
  if (!parts_->process.is_of_this_process()) return;
  std::stop_source stop = parts_->stop;  // what it calls may be the end of this object
  stop.request_stop();
}
bool detail::FutureState::is_ready() const noexcept { return parts_->is_ready; }

bool detail::FutureState::wait(std::optional<std::chrono::steady_clock::time_point> until) const {
  if (parts_->is_ready) return true;
  parts_->process.check();
  // What a call waits for may be a call that waits for a place.
  support::FibreScheduler::give_place_back();
  std::unique_lock lock(parts_->mutex);
  const auto is_complete = [this] { return parts_->is_ready.load(); };
  if (until) return parts_->completed.wait_until(lock, {}, *until, is_complete);
  parts_->completed.wait(lock, is_complete);
  return true;
}

void detail::FutureState::throw_error() const {
  if (parts_->error) std::rethrow_exception(parts_->error);
}

void detail::FutureState::continue_with(async::Executor* executor, Continuation continuation) {
  if (!parts_->is_ready) parts_->process.check();
  {
    const std::scoped_lock lock(parts_->mutex);
    if (!parts_->is_ready) {
      parts_->executor = executor;
      parts_->continuation = std::move(continuation);
      return;
    }
  }
  run_on(executor, std::move(continuation));
}

void detail::throw_future_without_result() {
  throw ValidationError(
      "this kili::async::Future has no result: it was taken by get(), then() or co_await, or moved away");
}

async::Executor::~Executor() = default;

}  // namespace v0_1
}  // namespace kili
