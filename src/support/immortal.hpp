#pragma once

#include <utility>

// What the function returns does not refer to its argument, which GCC 13 and later take it to do.
#if __has_cpp_attribute(gnu::no_dangling)
#define KILI_NO_DANGLING [[gnu::no_dangling]]
#else
#define KILI_NO_DANGLING
#endif

namespace kili::support {

/// Moves a value to where it stays until the process has ended, for a static that calls need:
/// `static const auto& fields = immortal(std::vector<std::string>{...});`. A static with a destructor is
/// gone when the destructor of a user's global object makes its last calls, or a thread outlives main().
/// The reference keeps the value reachable, so leak checkers do not report it.
template <typename T>
[[nodiscard]] KILI_NO_DANGLING T& immortal(T value) {
  return *new T(std::move(value));
}

}  // namespace kili::support

#undef KILI_NO_DANGLING
