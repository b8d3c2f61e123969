#include "support/id_set.hpp"

#include <utility>

namespace kili::support {

std::size_t IdSet::slot_of(const TextHash& hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash.high & mask;
  while (slots_[slot].low != 0 && !(slots_[slot] == hash)) slot = (slot + 1) & mask;
  return slot;
}

bool IdSet::place(const TextHash& hash) noexcept {
  TextHash& slot = slots_[slot_of(hash)];
  if (slot.low != 0) return false;
  slot = hash;
  return true;
}

bool IdSet::contains(std::string_view id) const noexcept {
  return !slots_.empty() && slots_[slot_of(hash_of(id))].low != 0;
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
