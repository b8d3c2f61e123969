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

void IdSet::erase(std::string_view id) noexcept {
  if (slots_.empty()) return;
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = slot_of(hash_of(id));
  if (slots_[hole].low == 0) return;
  slots_[hole] = {};
  --size_;
  // Those behind it may have been placed there only because the slot was taken.
  for (std::size_t slot = (hole + 1) & mask; slots_[slot].low != 0; slot = (slot + 1) & mask) {
    const std::size_t own = slots_[slot].high & mask;
    if (((slot - own) & mask) < ((slot - hole) & mask)) continue;
    slots_[hole] = std::exchange(slots_[slot], {});
    hole = slot;
  }
}

bool IdSet::insert(std::string_view id) {
  if (size_ * 4 >= slots_.size() * 3) grow();
  const bool fresh = place(hash_of(id));
  size_ += fresh ? 1 : 0;
  return fresh;
}

}  // namespace kili::support
