#pragma once

#include <cstdint>
#include <string>

namespace kili::support {

/// The operating system that the program runs on.
struct OperatingSystem {
  std::string name;     ///< Such as "Linux"; "unknown" when the system does not tell.
  std::string release;  ///< Such as "6.1.0-18-amd64"; "unknown" when the system does not tell.
};

[[nodiscard]] OperatingSystem operating_system();

/// Number of this process, which no other running process has.
[[nodiscard]] std::int64_t process_id() noexcept;

/// Whether the standard error stream is shown on a terminal, where a line can be drawn over.
[[nodiscard]] bool stderr_is_terminal() noexcept;

}  // namespace kili::support
