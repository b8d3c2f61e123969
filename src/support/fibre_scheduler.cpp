#include "support/fibre_scheduler.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "support/fibre_scheduler_core.hpp"

namespace kili::support {

FibreScheduler::FibreScheduler(const Limits& limits) : core_(std::make_shared<Core>(limits)) {
  for (std::size_t i = 0; i < limits.threads; ++i) {
    try {
      threads_.emplace_back([core = core_] { core->run(); });
    } catch (const std::system_error&) {
      if (threads_.empty()) throw;
      return;
    }
  }
}

FibreScheduler::~FibreScheduler() {
  core_->stop();
  const bool is_own = std::any_of(threads_.begin(), threads_.end(), [](const std::thread& thread) {
    return thread.get_id() == std::this_thread::get_id();
  });
  for (std::thread& thread : threads_) {
    if (is_own) {
      thread.detach();
    } else {
      thread.join();
    }
  }
}

FibreScheduler::Submitted FibreScheduler::submit_call(Work call, std::optional<Time> latest) {
  return {core_, core_->submit_call(std::move(call), latest)};
}
void FibreScheduler::Submitted::expedite() const noexcept { core_->expedite(number_); }

bool FibreScheduler::is_on_fibre() noexcept { return current_fibre() != nullptr; }
void FibreScheduler::submit_job_here(Work job, bool urgent) {
  current_fibre()->thread.scheduler.submit_job(std::move(job), urgent);
}
void FibreScheduler::give_place_back() noexcept {
  if (Fibre* const fibre = current_fibre()) fibre->thread.scheduler.give_place_back(*fibre);
}

std::size_t FibreScheduler::most_stack_used() const { return core_->most_stack_used(); }

}  // namespace kili::support
