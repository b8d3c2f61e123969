#include "observers/span_queue.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "support/shown_text.hpp"

namespace kili::observers {
namespace {

constexpr int most_deliveries = 4;

}  // namespace

SpanQueue::SpanQueue(const Settings& settings, Deliver deliver)
    : settings_(settings), deliver_(std::move(deliver)), thread_([this] { run(); }) {}

SpanQueue::~SpanQueue() {
  {
    Lock lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
    finished_.wait_for(lock, settings_.shutdown_timeout, [this] { return settled_ == accepted_; });
  }
  stop_.request_stop();
  thread_.join();
}

void SpanQueue::push(std::string span) {
  const std::scoped_lock lock(mutex_);
  if (waiting_.size() >= settings_.max_queue) {
    ++dropped_;
    return;
  }
  waiting_.push_back(std::move(span));
  ++accepted_;
  if (waiting_.size() == 1 || waiting_.size() == settings_.max_batch) wake_.notify_all();
}

void SpanQueue::count_dropped() noexcept {
  const std::scoped_lock lock(mutex_);
  ++dropped_;
}

bool SpanQueue::flush(std::chrono::milliseconds timeout) {
  Lock lock(mutex_);
  const std::uint64_t all = accepted_;
  wanted_ = std::max(wanted_, all);
  wake_.notify_all();
  return finished_.wait_for(lock, timeout, [&] { return settled_ >= all; });
}

std::uint64_t SpanQueue::delivered() const {
  const std::scoped_lock lock(mutex_);
  return delivered_;
}

std::uint64_t SpanQueue::dropped() const {
  const std::scoped_lock lock(mutex_);
  return dropped_;
}

std::string SpanQueue::last_error() const {
  const std::scoped_lock lock(mutex_);
  return last_error_;
}

void SpanQueue::run() {
  Lock lock(mutex_);
  for (;;) {
    const auto batch = next_batch(lock);
    if (batch.empty()) return;
    deliver(batch, lock);
    settled_ += batch.size();
    finished_.notify_all();
  }
}

std::vector<std::string> SpanQueue::next_batch(Lock& lock) {
  wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  wake_.wait_for(lock, settings_.interval, [this] {
    return stopping_ || settled_ < wanted_ || waiting_.size() >= settings_.max_batch;
  });
  const auto size = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), settings_.max_batch));
  std::vector<std::string> batch(std::make_move_iterator(waiting_.begin()),
                                 std::make_move_iterator(waiting_.begin() + size));
  waiting_.erase(waiting_.begin(), waiting_.begin() + size);
  return batch;
}

void SpanQueue::deliver(const std::vector<std::string>& batch, Lock& lock) {
  auto delay = settings_.retry_delay;
  for (int attempt = 1;; ++attempt) {
    const Delivery delivery = try_once(batch, lock);
    last_error_ = delivery.error;
    if (!delivery.again || attempt == most_deliveries || stop_.stop_requested()) {
      const std::uint64_t lost =
          delivery.again ? batch.size() : std::min<std::uint64_t>(delivery.refused, batch.size());
      dropped_ += lost;
      delivered_ += batch.size() - lost;
      return;
    }
    wake_.wait_for(lock, stop_.get_token(), delay, [] { return false; });
    delay *= 2;
  }
}

SpanQueue::Delivery SpanQueue::try_once(const std::vector<std::string>& batch, Lock& lock) {
  lock.unlock();
  Delivery delivery;
  try {
    delivery = deliver_(batch, stop_.get_token());
  } catch (const std::exception& error) {
    delivery = {.again = false, .error = support::shown_text(error.what()), .refused = batch.size()};
  }
  lock.lock();
  return delivery;
}

}  // namespace kili::observers
