#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kili::support {

/// A hash of 128 bits. Two texts of a billion share one with a probability under 10^-20. Not safe against
/// texts that are made to collide. Journals of imports hold these values: they are the same on every machine
/// and must not change.
struct TextHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;  ///< Never 0 for a text.

  [[nodiscard]] friend bool operator==(const TextHash&, const TextHash&) = default;
};

[[nodiscard]] TextHash hash_of(std::string_view text) noexcept;

/// A hash of 64 bits as 16 hexadecimal digits, for names of downloaded files and the notes of their origin.
/// Users' disks hold these values: they are the same on every machine and must not change.
[[nodiscard]] std::string file_name_hash(std::string_view text);

}  // namespace kili::support
