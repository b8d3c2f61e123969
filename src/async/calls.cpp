#include "async/calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

void check_limit(std::string_view name, std::size_t value, std::size_t most) {
  if (value >= 1 && value <= most) return;
  throw ValidationError(fmt::format("AsyncOptions::{} is {}; give 1 to {}", name, value, most));
}

support::FibreScheduler::Limits limits_of(const async::AsyncOptions& options) {
  constexpr std::size_t most_calls = 10'000;  // two mappings for each stack; Linux gives 65,530
  constexpr std::size_t most_threads = 256;
  // What one call reads ahead.
  constexpr std::size_t least_jobs = 32;
  check_limit("max_calls", options.max_calls, most_calls);
  check_limit("threads", options.threads, most_threads);
  return {.calls = options.max_calls,
          .jobs = std::max(options.max_calls, least_jobs),
          .threads = options.threads};
}

}  // namespace

/// One call, from start() to its end.
class detail::AsyncCalls::Running {
 public:
  Running(Client client, std::shared_ptr<FutureState> state, Call call, CallOptions options,
          std::size_t max_calls, std::shared_ptr<Unfinished> unfinished)
      : client_(std::move(client)),
        state_(std::move(state)),
        call_(std::move(call)),
        options_(std::move(options)),
        max_calls_(max_calls),
        unfinished_(std::move(unfinished)),
        follow_caller_(std::in_place, options_.stop_token, Stop{state_->stop()}) {
    const std::scoped_lock lock(unfinished_->mutex);
    unfinished_->states.insert(state_);
  }

  /// When it must begin.
  [[nodiscard]] std::optional<steady_clock::time_point> latest() const {
    constexpr milliseconds longest = std::chrono::hours(24 * 365);
    if (!options_.deadline) return std::nullopt;
    return submitted_ + std::clamp(*options_.deadline, milliseconds(0), longest);
  }

  /// Lets it begin at once when it is cancelled.
  void begin_when_cancelled(support::FibreScheduler::Submitted submitted) {
    expedite_.emplace(state_->stop().get_token(), Expedite{std::move(submitted)});
  }

  void run() noexcept {
    try {
      call_(client_, options_for_client());
    } catch (...) {
      state_->set_error(std::current_exception());
    }
    // What the call holds is gone before its future is ready.
    call_ = {};
    follow_caller_.reset();
    options_ = {};
    // What follows the call, on this fibre, may itself wait for calls.
    support::FibreScheduler::give_place_back();
    state_->complete();
    forget();
  }

  void forget() noexcept {
    const std::scoped_lock lock(unfinished_->mutex);
    unfinished_->states.erase(state_);
    unfinished_->changed.notify_all();
  }

 private:
  struct Stop {
    std::stop_source source;
    void operator()() const noexcept { source.request_stop(); }
  };
  struct Expedite {
    support::FibreScheduler::Submitted submitted;
    void operator()() const noexcept { submitted.expedite(); }
  };

  [[nodiscard]] CallOptions options_for_client() const {
    const std::stop_token stop = state_->stop().get_token();
    if (stop.stop_requested()) throw Cancelled("the call was cancelled before it began");
    CallOptions options{.deadline = options_.deadline, .stop_token = stop};
    if (!options.deadline) return options;
    const auto waited = std::chrono::duration_cast<milliseconds>(steady_clock::now() - submitted_);
    if (waited > milliseconds(0) && waited >= *options.deadline) {
      throw DeadlineExceeded(
          fmt::format("the call had no place among {} others before its deadline, and nothing was sent; give "
                      "CallOptions::deadline more time, or raise AsyncOptions::max_calls",
                      max_calls_));
    }
    *options.deadline -= waited;
    return options;
  }

  Client client_;
  std::shared_ptr<FutureState> state_;
  Call call_;
  CallOptions options_;
  std::size_t max_calls_;
  std::shared_ptr<Unfinished> unfinished_;
  steady_clock::time_point submitted_ = steady_clock::now();
  std::optional<std::stop_callback<Stop>> follow_caller_;
  std::optional<std::stop_callback<Expedite>> expedite_;
};

detail::AsyncCalls::AsyncCalls(Client client, const async::AsyncOptions& options)
    : client_(std::move(client)),
      max_calls_(options.max_calls),
      unfinished_(std::make_shared<Unfinished>()),
      scheduler_(limits_of(options)) {}

detail::AsyncCalls::~AsyncCalls() { cancel_all(); }

void detail::AsyncCalls::start(std::shared_ptr<FutureState> state, Call call, CallOptions options) {
  process_.check();
  const auto running = std::make_shared<Running>(client_, std::move(state), std::move(call),
                                                 std::move(options), max_calls_, unfinished_);
  try {
    running->begin_when_cancelled(scheduler_.submit_call([running] { running->run(); }, running->latest()));
  } catch (...) {
    running->forget();
    throw;
  }
}

void detail::AsyncCalls::cancel_all() {
  std::vector<std::shared_ptr<FutureState>> states;
  {
    const std::scoped_lock lock(unfinished_->mutex);
    states.assign(unfinished_->states.begin(), unfinished_->states.end());
  }
  for (const auto& state : states) state->cancel();
}

void detail::AsyncCalls::wait() {
  process_.check();
  std::unique_lock lock(unfinished_->mutex);
  unfinished_->changed.wait(lock, [this] { return unfinished_->states.empty(); });
}

async::Client::Client(kili::Client client, const AsyncOptions& options)
    : calls_(support::make_process_bound<detail::AsyncCalls>(std::move(client), options)) {}
async::Client::~Client() = default;
async::Client::Client(const Client&) noexcept = default;
async::Client::Client(Client&&) noexcept = default;
async::Client& async::Client::operator=(const Client&) noexcept = default;
async::Client& async::Client::operator=(Client&&) noexcept = default;

void async::Client::start(std::shared_ptr<detail::FutureState> state, Call call, CallOptions options) const {
  calls().start(std::move(state), std::move(call), std::move(options));
}
void async::Client::cancel_all() const { calls().cancel_all(); }
void async::Client::wait() const { calls().wait(); }
const kili::Client& async::Client::client() const { return calls().client(); }
const std::string& async::Client::api_endpoint() const { return client().api_endpoint(); }

detail::AsyncCalls& async::Client::calls() const {
  if (!calls_) {
    throw ValidationError(
        "this kili::async::Client was moved from; use the one it was moved to, or assign another one to it");
  }
  return *calls_;
}

}  // namespace v0_1
}  // namespace kili
