#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "support/os/file.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A text that grows in a file without a name, so that it may be larger than the memory.
class Spool {
 public:
  /// @param folder where the file is made. @throws FileWriteError
  explicit Spool(const std::filesystem::path& folder);
  void append(std::string_view text);
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// The next bytes of what was appended, valid until the next call; empty at the end. Nothing is appended
  /// after the first call. @throws FileWriteError
  [[nodiscard]] std::string_view next();

 private:
  void write_block();

  std::string block_;
  support::File file_;
  std::filesystem::path path_;
  std::uint64_t read_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t written_ = 0;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
