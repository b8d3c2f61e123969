#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "support/text_hash.hpp"

namespace kili::support {

/// A set of ids that keeps 16 bytes per id, whatever its length: 128-bit hashes with open addressing. Two ids
/// of a billion share a hash with a probability under 10^-20.
class IdSet {
 public:
  /// @return false when the id was in the set already.
  bool insert(std::string_view id);
  void erase(std::string_view id) noexcept;
  [[nodiscard]] bool contains(std::string_view id) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  /// Index of the hash, or of the free slot for it. Precondition: there are slots.
  [[nodiscard]] std::size_t slot_of(const TextHash& hash) const noexcept;
  bool place(const TextHash& hash) noexcept;
  void grow();

  std::vector<TextHash> slots_;  ///< `low` 0 marks a free one.
  std::size_t size_ = 0;
};

}  // namespace kili::support
