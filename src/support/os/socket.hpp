#pragma once

#include <cstdint>
#include <optional>

namespace kili::support {

/// Opens a socket that programs which are started do not inherit. @return the descriptor; -1 on an error.
[[nodiscard]] int open_socket(int family, int type, int protocol) noexcept;

void close_socket(int socket) noexcept;

/// How many bytes this process has read from a connection since it began. @return nothing where the system
/// does not count them, and before there is a connection.
[[nodiscard]] std::optional<std::uint64_t> bytes_read_from(int socket) noexcept;

/// Ends a connection at once, also for a thread that is just reading from it: what came and was not read is
/// dropped, and all that is done with the socket from now on fails. The descriptor stays open.
void cut_socket(int socket) noexcept;

}  // namespace kili::support
