#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "support/ids.hpp"
#include "support/os/file.hpp"

namespace kili::use_cases {

/// The file that a download is written to before it is renamed to its final path. It stands in the same
/// folder, under a name that follows from `key`, so that a later download of the same content finds it and
/// resumes. It is locked while this object lives; when another download has the lock, a file with a random
/// name is used instead, which is never resumed.
class UnfinishedFile {
 public:
  /// @param path final path of the file.
  /// @param key address and version of the content; empty: the download cannot be resumed.
  /// @throws FileWriteError.
  UnfinishedFile(const std::filesystem::path& path, std::string_view key, const support::IdGenerator& ids);
  /// Keeps the file when it can be resumed and is not empty, else removes it.
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t size() const;
  /// Removes the content. @throws FileWriteError.
  void clear();
  /// Renames the file to its final path, in one step. @throws FileWriteError.
  void move_to(const std::filesystem::path& path);

 private:
  [[nodiscard]] bool open_and_lock();

  support::File file_;
  std::filesystem::path path_;  ///< Empty after move_to().
  bool resumable_;
};

}  // namespace kili::use_cases
