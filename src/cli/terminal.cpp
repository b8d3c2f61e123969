#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

namespace kili::cli {
namespace {

int descriptor_of(Stream stream) noexcept {
  return stream == Stream::in ? STDIN_FILENO : stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO;
}

constexpr std::size_t least_width = 20;

}  // namespace

bool is_terminal(Stream stream) noexcept { return ::isatty(descriptor_of(stream)) == 1; }

std::size_t terminal_width(Stream stream) noexcept {
  constexpr std::size_t usual = 80;
  if (const char* const columns = std::getenv("COLUMNS")) {
    const unsigned long number = std::strtoul(columns, nullptr, 10);
    if (number >= least_width) return number;
  }
  winsize size{};
  const bool is_known = ::ioctl(descriptor_of(stream), TIOCGWINSZ, &size) == 0;
  return is_known && size.ws_col >= least_width ? size.ws_col : usual;
}

bool ask(std::string_view question) {
  std::fflush(stdout);
  std::cerr << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return !answer.empty() && (answer.front() == 'y' || answer.front() == 'Y');
}

}  // namespace kili::cli
