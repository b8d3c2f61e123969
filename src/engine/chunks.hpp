#pragma once

#include <cstddef>
#include <functional>

#include "engine/runtime.hpp"
#include "support/call_context.hpp"

namespace kili::engine {

/// A part of a list: the elements from `begin` to before `end`.
struct Chunk {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// How a list is worked off in chunks.
struct ChunkOptions {
  /// Sends the first chunk alone, so that what is wrong with all of them is found before the others are under
  /// way.
  bool first_alone = false;
  std::size_t most_at_once = 16;
  std::size_t size = 100;
  /// Where a chunk ends that begins there, when it has fewer elements than `size`; called by one thread at a
  /// time, when the chunk is started. Empty: all have as many as `size`.
  std::function<std::size_t(std::size_t begin, std::size_t end)> end_of{};
  /// Called by the thread of the call each time that chunks have ended. Must not throw. May be empty.
  std::function<void()> after_chunks{};
};

/// Runs `job` for each chunk of a list of `count` elements, several at once on the pool of the client. After
/// a job has returned false no further chunk is started; those that are under way are awaited. `job` must not
/// throw.
void run_chunks(const Runtime& runtime, const support::CallContext& context, std::size_t count,
                const ChunkOptions& options,
                const std::function<bool(const Chunk&, const support::CallContext&)>& job);

/// The same for jobs that may throw: the others are then stopped, and the first error is thrown.
void for_each_chunk(const Runtime& runtime, const support::CallContext& context, std::size_t count,
                    const ChunkOptions& options,
                    const std::function<void(const Chunk&, const support::CallContext&)>& job);

}  // namespace kili::engine
