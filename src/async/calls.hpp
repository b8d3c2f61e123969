#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <unordered_set>

#include "kili/async/client.hpp"
#include "support/condition.hpp"
#include "support/fibre_scheduler.hpp"
#include "support/process_bound.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// The calls of an async::Client and the threads that they run on. Thread-safe.
class AsyncCalls {
 public:
  using Call = Callable<void(const Client&, const CallOptions&)>;

  /// @throws ValidationError, std::system_error.
  AsyncCalls(Client client, const async::AsyncOptions& options);
  /// Cancels the calls and waits for their ends, but not on one of its own threads.
  ~AsyncCalls();
  AsyncCalls(const AsyncCalls&) = delete;
  AsyncCalls& operator=(const AsyncCalls&) = delete;

  /// @throws UsedAfterForkError.
  void start(std::shared_ptr<FutureState> state, Call call, CallOptions options);
  void cancel_all();
  /// Until there is no call. @throws UsedAfterForkError.
  void wait();
  [[nodiscard]] const Client& client() const noexcept { return client_; }

 private:
  class Running;

  /// Of the calls that have not ended; outlives this object where its threads do.
  struct Unfinished {
    std::mutex mutex;
    std::unordered_set<std::shared_ptr<FutureState>> states;
    support::Condition changed;
  };

  Client client_;
  support::ProcessMark process_;
  std::size_t max_calls_;
  std::shared_ptr<Unfinished> unfinished_;
  support::FibreScheduler scheduler_;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
