#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kili::sandbox {

struct ByteRange {
  enum class Kind {
    whole,  ///< No range, or one that is not understood: everything is sent.
    part,
    unsatisfiable
  };

  std::uint64_t first = 0;
  Kind kind = Kind::whole;
  std::uint64_t length = 0;
};

/// Reads a Range header ("bytes=0-9", "bytes=5-", "bytes=-3") for a file of `size` bytes.
[[nodiscard]] ByteRange parse_range(std::string_view header, std::uint64_t size);

}  // namespace kili::sandbox
