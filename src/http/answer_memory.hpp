#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/condition.hpp"
#include "support/os/memory.hpp"

namespace kili::http {

/// How much memory one answer may take.
struct AnswerShare {
  std::size_t text = 0;    ///< Its body, after decompression.
  std::size_t values = 0;  ///< What the body is read into.

  [[nodiscard]] std::size_t sum() const noexcept { return text + values; }
};

/// An answer was larger than its share.
class AnswerTooLarge : public ConnectionError {
 public:
  using ConnectionError::ConnectionError;
};

/// The memory for answers that all requests of a client share, so that many large ones at once take no more
/// than one, for each 32 requests. An answer has a small share at first, or twice what it is expected to
/// have; a query whose answer is larger is asked once more, with all of that memory for itself. Thread-safe.
class AnswerMemory {
 public:
  /// @param max_response_bytes the largest body.
  /// @param requests_in_flight of more than 32 the answers have as many times more memory together.
  explicit AnswerMemory(std::size_t max_response_bytes, std::size_t requests_in_flight = 0);

  [[nodiscard]] AnswerShare usual_share(const support::ExpectedAnswer& expected) const noexcept;
  [[nodiscard]] AnswerShare whole_share() const noexcept { return whole_; }

  /// Waits until there is room, in the order of the calls. @return the room, released with its last owner,
  /// which must not outlive this object. @throws Cancelled, DeadlineExceeded.
  [[nodiscard]] std::shared_ptr<const void> reserve(const AnswerShare& share, const support::Clock& clock,
                                                    const support::CallContext& context);

 private:
  void release(std::size_t bytes) noexcept;

  AnswerShare whole_;     ///< Of one answer at most.
  std::size_t together_;  ///< Of all.
  std::mutex mutex_;
  support::Condition changed_;
  std::size_t reserved_ = 0;
  std::list<std::size_t> waiting_;  ///< What those who wait need, in the order of their calls.
};

/// To be called before a body is read into values: a large one has grown through blocks that the allocator
/// keeps.
inline void prepare_to_read(const std::string& body) noexcept {
  constexpr std::size_t large = std::size_t{8} << 20U;
  if (body.size() > large) support::release_free_memory();
}

/// Calls `attempt(share)` with the usual share of an answer. When that is too small, and the request may be
/// sent again, once more with all of the memory. @throws AnswerTooLarge, and what `attempt` throws.
template <typename Attempt>
auto with_share(const AnswerMemory& memory, const support::ExpectedAnswer& expected, bool may_repeat,
                const Attempt& attempt) {
  const AnswerShare usual = memory.usual_share(expected);
  const AnswerShare whole = memory.whole_share();
  try {
    return attempt(usual);
  } catch (const AnswerTooLarge&) {
    support::release_free_memory();
    const bool has_more = usual.text < whole.text || usual.values < whole.values;
    if (!may_repeat || !has_more) throw;
  }
  try {
    return attempt(whole);
  } catch (const AnswerTooLarge&) {
    support::release_free_memory();
    throw;
  }
}

}  // namespace kili::http
