#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace kili::support {

/// Fills the places of standard streams that the caller of a program has closed, so that no file or socket
/// that is opened later gets what is written to the standard output. Using them fails as if they were closed.
/// To be called first; it needs no library, so that a program on the public API may use it.
inline void fill_closed_standard_descriptors() noexcept {
  constexpr int last = STDERR_FILENO;
  for (int descriptor = STDIN_FILENO; descriptor <= last; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest that is free is taken, which is this one. The direction is the one that nobody wants.
    static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

}  // namespace kili::support
