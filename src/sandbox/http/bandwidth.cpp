#include "sandbox/http/bandwidth.hpp"

#include <algorithm>

namespace kili::sandbox {
namespace {

constexpr std::uint64_t largest_piece = 64 * 1024;
constexpr std::uint64_t smallest_piece = 512;

}  // namespace

LineUse::TimePoint LineUse::pass(std::uint64_t bytes, std::uint64_t bytes_per_second, TimePoint now) {
  if (bytes_per_second == 0) return now;
  using Seconds = std::chrono::duration<double>;
  const Seconds takes(static_cast<double>(bytes) / static_cast<double>(bytes_per_second));
  free_at_ = std::max(free_at_, now) + std::chrono::duration_cast<TimePoint::duration>(takes);
  return free_at_;
}

void Bandwidth::set(std::uint64_t in_all, std::uint64_t per_connection) {
  const std::scoped_lock lock(mutex_);
  in_all_ = in_all;
  per_connection_ = per_connection;
}

std::size_t Bandwidth::piece_size() const {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t slower = in_all_ == 0 || per_connection_ == 0 ? std::max(in_all_, per_connection_)
                                                                    : std::min(in_all_, per_connection_);
  constexpr std::uint64_t pieces_per_second = 20;
  return slower == 0 ? 0 : std::clamp(slower / pieces_per_second, smallest_piece, largest_piece);
}

LineUse::TimePoint Bandwidth::pass(ConnectionUse& connection, Direction direction, std::uint64_t bytes,
                                   LineUse::TimePoint now) {
  const auto use = [direction](ConnectionUse& line) -> LineUse& {
    return direction == Direction::received ? line.received : line.sent;
  };
  const std::scoped_lock lock(mutex_);
  return std::max(use(connection).pass(bytes, per_connection_, now), use(all_).pass(bytes, in_all_, now));
}

}  // namespace kili::sandbox
