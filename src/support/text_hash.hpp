#pragma once

#include <cstdint>
#include <string_view>

namespace kili::support {

/// 128 bits that stand for a text. Two texts of a billion share them with a probability under 10^-20. Not for
/// texts that somebody makes up in order to collide.
struct TextHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;  ///< Never 0 for a text.

  [[nodiscard]] friend bool operator==(const TextHash&, const TextHash&) = default;
};

[[nodiscard]] TextHash hash_of(std::string_view text) noexcept;

}  // namespace kili::support
