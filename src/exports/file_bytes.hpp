#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "support/os/file.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The bytes of a file, a block after the other.
class FileBytes {
 public:
  /// @throws FileWriteError it cannot be read.
  explicit FileBytes(const std::filesystem::path& path);
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// The next bytes, valid until the next call; empty behind `size()` of them.
  /// @throws FileWriteError they cannot be read, or the file has become shorter.
  [[nodiscard]] std::string_view next();

 private:
  [[noreturn]] void fail(const std::string& why) const;

  std::string block_;
  support::File file_;
  std::filesystem::path path_;
  std::uint64_t position_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
