#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kili::cli {

enum class Stream : std::uint8_t {
  in,
  out,
  error
};

[[nodiscard]] bool is_terminal(Stream stream) noexcept;
/// Columns of the terminal of a stream: environment variable COLUMNS, else what the terminal says, else 80.
[[nodiscard]] std::size_t terminal_width(Stream stream) noexcept;
/// Asks on the terminal. @return whether the answer begins with y.
[[nodiscard]] bool ask(std::string_view question);

}  // namespace kili::cli
