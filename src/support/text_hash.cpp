#include "support/text_hash.hpp"

#include <fmt/format.h>

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

/// Up to eight bytes as a number, the first byte lowest, whatever the byte order of the machine.
std::uint64_t little_endian_word(std::string_view bytes) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8U * i);
  }
  return word;
}

}  // namespace

TextHash hash_of(std::string_view text) noexcept {
  std::uint64_t high = 0x9e3779b97f4a7c15ULL + text.size();
  std::uint64_t low = 0xc2b2ae3d27d4eb4fULL ^ text.size();
  while (!text.empty()) {
    const std::string_view bytes = text.substr(0, word_size);
    const std::uint64_t word = little_endian_word(bytes);
    high = mix(high ^ word) * 3 + 1;
    low = mix(low + word * 0x9e3779b97f4a7c15ULL) * 5 + 1;
    text.remove_prefix(bytes.size());
  }
  return {.high = mix(high), .low = mix(low) | 1U};
}

std::string file_name_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace kili::support
