#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "support/os/file.hpp"
#include "support/process_bound.hpp"

namespace kili::support {

/// A file in the folder for temporary files of the system (TMPDIR), which its owner alone may read. It is
/// removed with the object; in a child process it is the parent's. Not thread-safe.
class TemporaryFile {
 public:
  /// @throws FileWriteError naming the folder and the remedy.
  TemporaryFile();
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  /// Adds to the end. @throws FileWriteError naming the folder and the remedy.
  void write(std::string_view bytes);
  /// Says that all is written. @throws FileWriteError naming the folder and the remedy.
  void close();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  File file_;
  std::filesystem::path path_;
  ProcessMark process_;
  std::uint64_t size_ = 0;
};

}  // namespace kili::support
