#include "support/id_set.hpp"

#include <utility>

namespace kili::support {
namespace {

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

IdSet::Hash IdSet::hash_of(std::string_view id) noexcept {
  std::uint64_t high = 0x9e3779b97f4a7c15ULL + id.size();
  std::uint64_t low = 0xc2b2ae3d27d4eb4fULL ^ id.size();
  while (!id.empty()) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 8 && i < id.size(); ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(id[i])} << (8 * i);
    }
    high = mix(high ^ word) * 3 + 1;
    low = mix(low + word * 0x9e3779b97f4a7c15ULL) * 5 + 1;
    id.remove_prefix(id.size() < 8 ? id.size() : 8);
  }
  return {.high = mix(high), .low = mix(low) | 1U};
}

bool IdSet::place(Hash hash) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash.high & mask;; slot = (slot + 1) & mask) {
    if (slots_[slot].low == 0) {
      slots_[slot] = hash;
      return true;
    }
    if (slots_[slot].low == hash.low && slots_[slot].high == hash.high) return false;
  }
}

void IdSet::grow() {
  const auto old = std::exchange(slots_, std::vector<Hash>(slots_.empty() ? 256 : slots_.size() * 2));
  for (const Hash& hash : old) {
    if (hash.low != 0) place(hash);
  }
}

bool IdSet::insert(std::string_view id) {
  if (size_ * 4 >= slots_.size() * 3) grow();
  const bool fresh = place(hash_of(id));
  size_ += fresh ? 1 : 0;
  return fresh;
}

}  // namespace kili::support
