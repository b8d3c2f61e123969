#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "support/text_hash.hpp"

namespace kili::support {

/// Remembers which ids were seen, in 16 bytes each whatever their length: 128-bit hashes with open
/// addressing. Two ids of a billion share a hash with a probability under 10^-20.
class IdSet {
 public:
  /// Returns false when the id was there already.
  bool insert(std::string_view id);
  [[nodiscard]] bool contains(std::string_view id) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  /// Where the hash is, or would go. Precondition: there are slots.
  [[nodiscard]] std::size_t slot_of(const TextHash& hash) const noexcept;
  bool place(const TextHash& hash) noexcept;
  void grow();

  std::vector<TextHash> slots_;  ///< `low` 0 marks a free one.
  std::size_t size_ = 0;
};

}  // namespace kili::support
