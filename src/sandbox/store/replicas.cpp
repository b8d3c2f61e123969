#include "sandbox/store/replicas.hpp"

#include <algorithm>

namespace kili::sandbox {
namespace {

/// Entries of the log from which on replicas that nobody reads are brought forward too.
constexpr std::size_t long_log = 1'000;

}  // namespace

Replicas::Replicas(Store& store, std::shared_ptr<const SandboxClock> clock, std::uint64_t seed)
    : clock_(std::move(clock)), random_(seed), store_(store) {
  const auto lock = store_.write_lock();
  store_.set_observer([this](const Changes& changes) { note(changes); });
}

Replicas::~Replicas() {
  const auto lock = store_.write_lock();
  store_.set_observer({});
}

void Replicas::set_lag(std::chrono::milliseconds lag) {
  const auto store_lock = store_.read_lock();  // before the own one, as in a commit
  const std::scoped_lock lock(mutex_);
  const bool had_none = lag_.count() == 0;
  lag_ = lag;
  if (lag_.count() == 0) {
    log_.clear();
    for (auto& replica : replicas_) replica.reset();
  } else if (had_none) {
    for (auto& replica : replicas_) {
      replica = std::make_shared<Replica>();
      replica->next = first_;
      const auto replica_lock = replica->store.write_lock();
      replica->store.restore(store_.copy());
    }
  }
}

void Replicas::catch_up() {
  const std::scoped_lock lock(mutex_);
  for (const auto& replica : replicas_) {
    if (replica) advance(*replica, std::chrono::steady_clock::time_point::max());
  }
  forget_known_to_all();
}

Replicas::Read Replicas::read() {
  std::unique_lock lock(mutex_);
  if (lag_.count() == 0) {
    lock.unlock();
    return Read(store_);
  }
  const std::size_t choice = std::uniform_int_distribution<std::size_t>{0, replicas_.size() - 1}(random_);
  const std::chrono::milliseconds behind{
      std::uniform_int_distribution<std::chrono::milliseconds::rep>{0, lag_.count()}(random_)};
  const std::shared_ptr<Replica>& replica = replicas_.at(choice);
  advance(*replica, clock_->now() - behind);
  forget_known_to_all();
  return Read(replica->store, replica);
}

void Replicas::note(const Changes& changes) {
  const std::scoped_lock lock(mutex_);
  if (lag_.count() == 0) return;
  const auto now = clock_->now();
  log_.push_back({now, changes});
  if (log_.size() < long_log) return;
  for (const auto& replica : replicas_) advance(*replica, now - lag_);
  forget_known_to_all();
}

void Replicas::advance(Replica& replica, std::chrono::steady_clock::time_point until) {
  const auto is_due = [&] {
    return replica.next - first_ < log_.size() && log_[replica.next - first_].time <= until;
  };
  if (!is_due()) return;
  const auto lock = replica.store.write_lock();
  for (; is_due(); ++replica.next) replica.store.commit(log_[replica.next - first_].changes);
}

void Replicas::forget_known_to_all() {
  if (!replicas_.front()) return;
  const auto least = std::min_element(replicas_.begin(), replicas_.end(),
                                      [](const auto& a, const auto& b) { return a->next < b->next; });
  for (; first_ < (*least)->next; ++first_) log_.pop_front();
}

}  // namespace kili::sandbox
