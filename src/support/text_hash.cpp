#include "support/text_hash.hpp"

#include <cstring>

namespace kili::support {
namespace {

constexpr std::size_t word_size = sizeof(std::uint64_t);

/// The finaliser of MurmurHash3: every input bit changes every output bit with probability one half.
std::uint64_t mix(std::uint64_t value) noexcept {
  value ^= value >> 33U;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33U;
  value *= 0xc4ceb9fe1a85ec53ULL;
  value ^= value >> 33U;
  return value;
}

}  // namespace

TextHash hash_of(std::string_view text) noexcept {
  std::uint64_t high = 0x9e3779b97f4a7c15ULL + text.size();
  std::uint64_t low = 0xc2b2ae3d27d4eb4fULL ^ text.size();
  while (!text.empty()) {
    const std::size_t taken = text.size() < word_size ? text.size() : word_size;
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), taken);
    high = mix(high ^ word) * 3 + 1;
    low = mix(low + word * 0x9e3779b97f4a7c15ULL) * 5 + 1;
    text.remove_prefix(taken);
  }
  return {.high = mix(high), .low = mix(low) | 1U};
}

}  // namespace kili::support
