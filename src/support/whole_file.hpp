#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

#include "support/os/file.hpp"
#include "support/process_bound.hpp"

namespace kili::support {

/// A file that appears under its name when it is whole: what is written goes to a temporary file in the same
/// folder, which commit() renames. A file that was there stays as it was until then. Not thread-safe.
/// All errors are FileWriteError and name the file, but for UsedAfterForkError in a child process.
class WholeFile {
 public:
  /// Opens the temporary file. Links are followed; what is no regular file (a device, a pipe) is written to
  /// directly.
  explicit WholeFile(const std::filesystem::path& path);
  /// Removes the temporary file when there was no commit(); in a child process the file is the parent's.
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void write(std::string_view bytes);
  /// Waits until the bytes are on the disk, then gives the file its name.
  void commit();

 private:
  void open_temporary();
  void discard() noexcept;
  void check(const std::error_code& error) const;
  [[noreturn]] void fail(const std::error_code& error) const;

  ProcessMark process_;
  std::filesystem::path path_;       ///< As given, for messages.
  std::filesystem::path target_;     ///< Where links lead.
  std::filesystem::path temporary_;  ///< Empty: written to directly, or committed.
  File file_;
};

}  // namespace kili::support
