#include "cli/progress_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "cli/option_names.hpp"
#include "cli/shown_text.hpp"
#include "cli/terminal.hpp"

namespace kili::cli {
namespace {

std::string size_text(std::uint64_t bytes) {
  constexpr double thousand = 1000;
  constexpr double million = 1'000'000;
  constexpr double billion = 1'000'000'000;
  const auto number = static_cast<double>(bytes);
  if (number >= billion) return fmt::format("{:.1f} GB", number / billion);
  if (number >= million) return fmt::format("{:.1f} MB", number / million);
  return fmt::format("{:.0f} kB", number / thousand);
}

}  // namespace

std::string progress_text(const Progress& progress, std::size_t columns) {
  std::string text = fmt::format("{}: {}", progress.title, progress.done);
  if (progress.total) {
    constexpr std::uint64_t hundred = 100;
    text += fmt::format(" of {}", *progress.total);
    if (*progress.total > 0) text += fmt::format(" ({} %)", progress.done * hundred / *progress.total);
  }
  if (progress.bytes > 0) text += fmt::format(", {}", size_text(progress.bytes));
  if (progress.per_second > 0) text += fmt::format(", {:.0f}/s", progress.per_second);
  if (progress.total && progress.per_second > 0 && *progress.total > progress.done) {
    constexpr std::uint64_t minute = 60;
    const auto left = static_cast<std::uint64_t>(static_cast<double>(*progress.total - progress.done) /
                                                 progress.per_second);
    text += fmt::format(", {}:{:02} left", left / minute, left % minute);
  }
  text = shown(text);
  return width_of(text) > columns ? fitted(text, columns) : text;
}

ErrorStream::ErrorStream(bool quiet) : shows_progress_(!quiet && is_terminal(Stream::error)) {}

void ErrorStream::clear_line() {
  if (is_drawn_) std::fputs("\r\x1b[K", stderr);
  is_drawn_ = false;
}

void ErrorStream::receive(const Message& message) noexcept {
  try {
    if (message.level == MessageLevel::debug) return;
    say(fmt::format("warning: {}", with_option_names(message.text)));
  } catch (const std::exception&) {  // no memory: a warning that cannot be said
  }
}

void ErrorStream::say(std::string_view text) {
  const std::string line = "kili: " + shown_lines(text) + "\n";
  const std::scoped_lock lock(mutex_);
  clear_line();
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

void ErrorStream::show(const Progress& progress) {
  if (!shows_progress_) return;
  const std::scoped_lock lock(mutex_);
  clear_line();
  if (!progress.finished) {
    const std::string line = progress_text(progress, terminal_width(Stream::error) - 1);
    std::fputs(line.c_str(), stderr);
    is_drawn_ = true;
  }
  std::fflush(stderr);
}

}  // namespace kili::cli
