#include "support/os/platform.hpp"

#include <sys/utsname.h>
#include <unistd.h>

namespace kili::support {

OperatingSystem operating_system() {
  utsname system{};
  if (::uname(&system) != 0) return {.name = "unknown", .release = "unknown"};
  return {.name = system.sysname, .release = system.release};
}

std::int64_t process_id() noexcept { return ::getpid(); }

bool stderr_is_terminal() noexcept { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace kili::support
