#include "support/progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

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

bool ProgressBar::can_be_seen() noexcept { return stderr_is_terminal(); }

void ProgressBar::show(const Progress& progress) {
  if (is_gone_) return;
  std::string line = "\r" + progress_line(shown_text(progress.title, longest_title), progress.done,
                                          progress.total.value_or(progress.done), progress.elapsed);
  if (progress.finished) line += '\n';
  // A terminal that was closed must not end the call.
  is_gone_ = std::fwrite(line.data(), 1, line.size(), stderr) != line.size() || std::fflush(stderr) != 0;
}

}  // namespace kili::support
