#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sandbox/http/http_types.hpp"
#include "sandbox/store/dates.hpp"

namespace kili::sandbox {

/// A request as the live log shows it.
struct LiveRequest {
  Milliseconds at = 0;                ///< When it came.
  std::chrono::milliseconds delay{};  ///< That faults and settings add.
  std::chrono::microseconds duration{};
  std::string fault;  ///< Kind of the fault that struck it, empty: none.
  std::string method;
  std::uint64_t number = 0;
  std::string operation;
  HttpOutcome outcome;
  std::string path;  ///< Without the query, which may be a signature.
};

/// The requests of late as they begin and end, for who looks on. What is kept is bounded: a reader that is
/// too slow is told how much it missed. Thread-safe.
class LiveLog {
 public:
  static constexpr std::size_t most_events = 1000;
  static constexpr std::size_t most_readers = 16;

  /// @return the number of the request.
  std::uint64_t began(LiveRequest request);
  void ended(LiveRequest request);

  /// The events behind this one, first those that are kept, as server-sent events. Null when there are too
  /// many readers. The log must outlive it.
  [[nodiscard]] std::shared_ptr<HttpStream> read_after(std::uint64_t event);

 private:
  class Reader;
  struct Event {
    bool is_end = false;
    std::uint64_t number = 0;
    LiveRequest request;
  };

  void add(bool is_end, LiveRequest request);

  std::deque<Event> events_;
  std::uint64_t last_event_ = 0;
  std::uint64_t last_request_ = 0;
  mutable std::mutex mutex_;
  std::vector<Reader*> readers_;
};

}  // namespace kili::sandbox
