#include "support/id_set.hpp"

#include <utility>

namespace kili::support {

bool IdSet::place(TextHash hash) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash.high & mask;; slot = (slot + 1) & mask) {
    if (slots_[slot].low == 0) {
      slots_[slot] = hash;
      return true;
    }
    if (slots_[slot].low == hash.low && slots_[slot].high == hash.high) return false;
  }
}

bool IdSet::contains(std::string_view id) const noexcept {
  if (slots_.empty()) return false;
  const TextHash hash = hash_of(id);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash.high & mask; slots_[slot].low != 0; slot = (slot + 1) & mask) {
    if (slots_[slot].low == hash.low && slots_[slot].high == hash.high) return true;
  }
  return false;
}

void IdSet::grow() {
  const auto old = std::exchange(slots_, std::vector<TextHash>(slots_.empty() ? 256 : slots_.size() * 2));
  for (const TextHash& hash : old) {
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
