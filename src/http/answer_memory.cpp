#include "http/answer_memory.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kili::http {
namespace {

/// What an answer may have before anything is known of it: so many parts of the whole, and that much at
/// least. Nearly all answers are smaller.
constexpr std::size_t parts = 32;
constexpr AnswerShare least_share{.text = std::size_t{2} << 20U, .values = std::size_t{1} << 20U};
/// Values may have that many bytes whatever the limit of the body: short answers become more than they are.
constexpr std::size_t least_values = std::size_t{4} << 20U;
/// How often a waiting call checks its deadline.
constexpr auto deadline_check = std::chrono::milliseconds(20);

}  // namespace

AnswerMemory::AnswerMemory(std::size_t max_response_bytes, std::size_t requests_in_flight)
    : whole_{.text = max_response_bytes, .values = std::max(max_response_bytes / 2, least_values)},
      together_(whole_.sum() / parts * std::max(parts, requests_in_flight)) {}

AnswerShare AnswerMemory::usual_share(const support::ExpectedAnswer& expected) const noexcept {
  // Twice as much as expected, since records differ, but several such answers fit beside each other.
  const auto share = [](std::size_t least, std::size_t expected_bytes, std::size_t most) {
    return std::min(most, std::max({least, most / parts, std::min(2 * expected_bytes, most / 2)}));
  };
  return {.text = share(least_share.text, expected.bytes, whole_.text),
          .values = share(least_share.values, expected.bytes_of_values, whole_.values)};
}

std::shared_ptr<const void> AnswerMemory::reserve(const AnswerShare& share, const support::Clock& clock,
                                                  const support::CallContext& context) {
  const std::size_t bytes = share.sum();
  std::unique_lock lock(mutex_);
  const auto place = waiting_.insert(waiting_.end(), bytes);
  const auto has_room = [&] {
    return place == waiting_.begin() && reserved_ + bytes <= std::max(together_, whole_.sum());
  };
  try {
    while (!changed_.wait_for(lock, context.stop_token, deadline_check, has_room)) context.check(clock.now());
  } catch (...) {
    waiting_.erase(place);
    changed_.notify_all();
    throw;
  }
  waiting_.erase(place);
  reserved_ += bytes;
  changed_.notify_all();
  return {this, [this, bytes](const void*) { release(bytes); }};
}

void AnswerMemory::release(std::size_t bytes) noexcept {
  const std::scoped_lock lock(mutex_);
  reserved_ -= bytes;
  changed_.notify_all();
}

}  // namespace kili::http
