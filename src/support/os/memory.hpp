#pragma once

namespace kili::support {

/// Gives memory back to the system that was released but is kept by the allocator, where it can do so: after
/// something large, which threads would keep for others like it. Takes some milliseconds.
void release_free_memory() noexcept;

}  // namespace kili::support
