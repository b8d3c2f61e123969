#include "engine/completions_ahead.hpp"

#include <algorithm>

#include "engine/page_sizes.hpp"

namespace kili::engine {
namespace {

/// Tasks under way until the first has ended and tells how large they are.
constexpr std::size_t tasks_at_first = 8;
constexpr std::size_t most_tasks = 64;

}  // namespace

bool CompletionsAhead::has_room() const noexcept {
  if (open_ == 0 && bytes_ == 0) return true;
  if (task_bytes_ < 0) return open_ < tasks_at_first;
  const double expected = static_cast<double>(bytes_) + static_cast<double>(open_ + 1) * task_bytes_;
  return open_ < most_tasks && expected <= static_cast<double>(PageSizes::most_bytes_ahead);
}

void CompletionsAhead::take_end(std::size_t bytes) noexcept {
  constexpr double weight_of_latest = 0.1;
  --open_;
  bytes_ += bytes;
  const auto latest = static_cast<double>(bytes);
  // Larger ones count at once, smaller ones by and by.
  task_bytes_ = std::max(latest, task_bytes_ + weight_of_latest * (latest - task_bytes_));
}

}  // namespace kili::engine
