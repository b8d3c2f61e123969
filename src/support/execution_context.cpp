#include "support/execution_context.hpp"

#include <cxxabi.h>

// The public classes of Boost.Context run a part of each new fibre when it is made, of which sanitizers would
// not be told.
#include <boost/context/detail/fcontext.hpp>
#include <cstring>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define KILI_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KILI_ADDRESS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define KILI_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define KILI_THREAD_SANITIZER 1
#endif
#endif

#ifdef KILI_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef KILI_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace kili::support {

namespace fcontext = boost::context::detail;

namespace {

// What ThreadSanitizer knows a context by; nothing without it.
void* state_of_thread() noexcept {
#ifdef KILI_THREAD_SANITIZER
  return __tsan_get_current_fiber();
#else
  return nullptr;
#endif
}
void* new_state() noexcept {
#ifdef KILI_THREAD_SANITIZER
  return __tsan_create_fiber(0);
#else
  return nullptr;
#endif
}
void end_state([[maybe_unused]] void* state) noexcept {
#ifdef KILI_THREAD_SANITIZER
  __tsan_destroy_fiber(state);
#endif
}

}  // namespace

/// On the stack that was switched to. What a switch hands over is the context that was left: nothing on its
/// stack, which may be gone.
struct ExecutionContext::Switching {
  static ExecutionContext& arrive(fcontext::transfer_t transfer) noexcept {
    ExecutionContext& from = *static_cast<ExecutionContext*>(transfer.data);
    ExecutionContext& to = *from.to_;
    from.place_ = transfer.fctx;
#ifdef KILI_ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(to.fake_stack_, &from.stack_bottom_, &from.stack_size_);
#endif
    std::memcpy(static_cast<void*>(abi::__cxa_get_globals()), &to.exceptions_, sizeof(Exceptions));
    return to;
  }

  static void begin(fcontext::transfer_t transfer) noexcept {
    ExecutionContext& self = arrive(transfer);
    self.function_(self.argument_);
    leave(self, *self.next_, true);
  }
};

ExecutionContext::ExecutionContext() : thread_state_(state_of_thread()) {}

ExecutionContext::ExecutionContext(std::size_t stack_bytes, Function function, void* argument,
                                   ExecutionContext& next)
    : stack_(std::make_unique<GuardedStack>(stack_bytes)),
      function_(function),
      argument_(argument),
      next_(&next),
      place_(fcontext::make_fcontext(stack_->top(), stack_->size(), &Switching::begin)),
      thread_state_(new_state()),
      stack_bottom_(stack_->bottom()),
      stack_size_(stack_->size()) {
#ifdef KILI_ADDRESS_SANITIZER
  // Another stack may have been at that place, whose last functions were left and never ended: what the
  // sanitizer notes of their variables would count for those of this one.
  __asan_unpoison_memory_region(stack_bottom_, stack_size_);
#endif
}

ExecutionContext::~ExecutionContext() {
  if (stack_) end_state(thread_state_);
}

void ExecutionContext::switch_to(ExecutionContext& from, ExecutionContext& to) noexcept {
  leave(from, to, false);
}

void ExecutionContext::leave(ExecutionContext& from, ExecutionContext& to,
                             [[maybe_unused]] bool for_ever) noexcept {
  std::memcpy(&from.exceptions_, static_cast<const void*>(abi::__cxa_get_globals()), sizeof(Exceptions));
  from.to_ = &to;
#ifdef KILI_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(for_ever ? nullptr : &from.fake_stack_, to.stack_bottom_, to.stack_size_);
#endif
#ifdef KILI_THREAD_SANITIZER
  __tsan_switch_to_fiber(to.thread_state_, 0);
#endif
  static_cast<void>(Switching::arrive(fcontext::jump_fcontext(to.place_, &from)));
}

}  // namespace kili::support
