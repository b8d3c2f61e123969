#include "support/process_bound.hpp"

#include <fmt/format.h>

#include <atomic>
#include <new>

#include "kili/errors.hpp"

namespace kili::support {
namespace {

struct Kept {
  Kept* earlier;
  void* object;
};

std::atomic<Kept*> kept_objects{nullptr};

}  // namespace

void ProcessMark::throw_used_after_fork() const {
  throw UsedAfterForkError(fmt::format(
      "a client, range or export of process {} is used in process {}, which inherited it by fork() "
      "without its threads; nothing was sent. Create a kili::Client in the child process, after fork()",
      process_, process_id()));
}

void keep_for_ever(void* object) noexcept {
  auto* const kept = new (std::nothrow) Kept{.earlier = kept_objects.load(), .object = object};
  if (kept == nullptr) return;
  while (!kept_objects.compare_exchange_weak(kept->earlier, kept)) {
  }
}

}  // namespace kili::support
