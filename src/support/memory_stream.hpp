#pragma once

#include <istream>
#include <streambuf>
#include <string_view>

namespace kili::support {

/// Bytes that are read where they are.
class MemoryBuffer : public std::streambuf {
 public:
  /// The bytes outlive the object.
  explicit MemoryBuffer(std::string_view bytes) {
    // A stream buffer does not write to what it only gets.
    char* const begin = const_cast<char*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    setg(begin, begin, begin + bytes.size());
  }

 protected:
  pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode which) override {
    const off_type base = from == std::ios_base::cur   ? gptr() - eback()
                          : from == std::ios_base::end ? egptr() - eback()
                                                       : 0;
    return seekpos(base + offset, which);
  }
  pos_type seekpos(pos_type position, std::ios_base::openmode /*which*/) override {
    const off_type offset = position;
    if (offset < 0 || offset > egptr() - eback()) return {off_type(-1)};
    setg(eback(), eback() + offset, egptr());
    return position;
  }
};

/// A stream of bytes that are read where they are. The bytes outlive it.
class MemoryStream final : private MemoryBuffer, public std::istream {
 public:
  explicit MemoryStream(std::string_view bytes)
      : MemoryBuffer(bytes), std::istream(static_cast<std::streambuf*>(this)) {}
};

}  // namespace kili::support
