#include "http/stall_guard.hpp"

#include "support/os/socket.hpp"

namespace kili::http {
namespace {

constexpr unsigned most_looks = 3;
/// Bytes on the wire for each byte of an answer: more than framing and encryption need.
constexpr std::uint64_t most_overhead = 2;

}  // namespace

StallGuard::StallGuard(std::chrono::milliseconds interval) : interval_(interval) {
  thread_ = std::thread([this] { run(); });
}

StallGuard::~StallGuard() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void StallGuard::set_busy(bool is_busy) {
  if (is_busy == busy_) return;
  {
    const std::scoped_lock lock(mutex_);
    busy_ = is_busy;
  }
  if (is_busy) wake_.notify_all();
}

int StallGuard::open(int family, int type, int protocol) {
  const std::scoped_lock lock(mutex_);
  if (closed_) return -1;
  const int opened = support::open_socket(family, type, protocol);
  if (opened >= 0) sockets_[opened] = 0;
  return opened;
}

void StallGuard::close(int socket) {
  const std::scoped_lock lock(mutex_);
  sockets_.erase(socket);
  support::close_socket(socket);
}

void StallGuard::cut_all() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  for (const auto& [socket, read] : sockets_) support::cut_socket(socket);
}

void StallGuard::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!busy_) {
      looks_ = 0;
      wake_.wait(lock, [this] { return stopping_ || busy_; });
    } else {
      wake_.wait_for(lock, interval_, [this] { return stopping_; });
      if (!stopping_) look();
    }
  }
}

void StallGuard::look() {
  const std::uint64_t step = steps_;
  const std::uint64_t delivered = delivered_;
  const bool lasts = step == last_step_ && step % 2 == 1 && !outside_;
  const auto socket = busiest(delivered - last_delivered_);
  last_step_ = step;
  last_delivered_ = delivered;
  looks_ = lasts && socket ? looks_ + 1 : 0;
  // Asked again, since the step may have ended meanwhile.
  if (looks_ < most_looks || !socket || steps_ != step) return;
  looks_ = 0;
  ++cut_;
  support::cut_socket(*socket);
}

/// The connection that was read from most since the last look, unless that was for an answer.
std::optional<int> StallGuard::busiest(std::uint64_t delivered) {
  std::optional<int> busiest;
  std::uint64_t most = delivered * most_overhead;
  for (auto& [socket, before] : sockets_) {
    const std::uint64_t read = support::bytes_read_from(socket).value_or(before);
    if (read > before && read - before > most) {
      most = read - before;
      busiest = socket;
    }
    before = read;
  }
  return busiest;
}

}  // namespace kili::http
