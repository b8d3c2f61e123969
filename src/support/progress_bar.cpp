#include "support/progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "support/os/platform.hpp"
#include "support/shown_text.hpp"

namespace kili::support {
namespace {

constexpr std::size_t longest_title = 80;

}  // namespace

std::string progress_line(const std::string& title, std::size_t done, std::size_t total,
                          std::chrono::duration<double> elapsed) {
  constexpr std::size_t width = 30;
  const double share =
      total == 0 ? 1.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
  const double rate = elapsed.count() > 0 ? static_cast<double>(done) / elapsed.count() : 0;
  return fmt::format("{}: {:3.0f}% [{:#<{}}{:.<{}}] {}/{} {:.0f}/s", title, share * 100, "", filled, "",
                     width - filled, done, total, rate);
}

ProgressBar::ProgressBar(std::shared_ptr<const Clock> clock, std::string_view title, std::size_t total,
                         bool disabled)
    : clock_(std::move(clock)),
      title_(shown_text(title, longest_title)),
      total_(total),
      visible_(!disabled && total > 0 && stderr_is_terminal()),
      started_(clock_->now()),
      drawn_(started_) {}

ProgressBar::~ProgressBar() {
  if (!visible_) return;
  draw();
  std::fputc('\n', stderr);
}

void ProgressBar::advance(std::size_t count) {
  constexpr auto redraw_after = std::chrono::milliseconds(100);
  done_ += count;
  if (!visible_ || clock_->now() - drawn_ < redraw_after) return;
  drawn_ = clock_->now();
  draw();
}

void ProgressBar::draw() {
  const std::string line = "\r" + progress_line(title_, done_, total_, clock_->now() - started_);
  // A terminal that was closed must not end the call.
  if (std::fwrite(line.data(), 1, line.size(), stderr) != line.size() || std::fflush(stderr) != 0)
    visible_ = false;
}

}  // namespace kili::support
