#include "engine/recent_texts.hpp"

#include <algorithm>

#include "engine/repair_pace.hpp"

namespace kili::engine {
namespace {

/// Of all texts. Without those that are forgotten for it, an edit is as safe as the service's reads are.
constexpr std::size_t most_bytes = std::size_t{16} * 1024 * 1024;

}  // namespace

std::size_t RecentTexts::Written::bytes() const noexcept {
  std::size_t sum = text.size();
  for (const auto& each : replaced) sum += each.size();
  return sum;
}

void RecentTexts::forget_oldest() {
  const auto& [time, id] = in_order_.front();
  const auto found = written_.find(id);
  if (found != written_.end() && found->second.time == time) {
    bytes_ -= found->second.bytes();
    written_.erase(found);
  }
  in_order_.pop_front();
}

void RecentTexts::note(const std::string& id, const std::string& before, const std::string& after,
                       support::Clock::TimePoint now) {
  const std::scoped_lock lock(mutex_);
  while (!in_order_.empty() && in_order_.front().first + longest_read_lag <= now) forget_oldest();
  Written& written = written_[id];
  bytes_ -= written.bytes();
  written.text = after;
  if (std::find(written.replaced.begin(), written.replaced.end(), before) == written.replaced.end()) {
    written.replaced.push_back(before);
  }
  written.time = now;
  bytes_ += written.bytes();
  in_order_.emplace_back(now, id);
  while (bytes_ > most_bytes) forget_oldest();
}

std::string RecentTexts::current(const std::string& id, const std::string& read,
                                 support::Clock::TimePoint now) const {
  const std::scoped_lock lock(mutex_);
  const auto found = written_.find(id);
  if (found == written_.end() || found->second.time + longest_read_lag <= now) return read;
  const auto& replaced = found->second.replaced;
  return std::find(replaced.begin(), replaced.end(), read) == replaced.end() ? read : found->second.text;
}

}  // namespace kili::engine
