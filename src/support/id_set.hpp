#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kili::support {

/// Remembers which ids were seen, in 16 bytes each whatever their length: 128-bit hashes with open
/// addressing. Two ids of a billion share a hash with a probability under 10^-20.
class IdSet {
 public:
  /// Returns false when the id was there already.
  bool insert(std::string_view id);
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  struct Hash {
    std::uint64_t high = 0;
    std::uint64_t low = 0;  ///< 0 marks a free slot; a hash is never 0 here.
  };

  static Hash hash_of(std::string_view id) noexcept;
  bool place(Hash hash) noexcept;
  void grow();

  std::vector<Hash> slots_;
  std::size_t size_ = 0;
};

}  // namespace kili::support
