#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "support/ids.hpp"

namespace kili::use_cases {

/// The file that a download is written to before it takes its place: in the same folder, under a name that
/// follows from `key`, so that it is found again. It is locked while this object lives; when somebody else
/// has the lock, another file is used, that nobody finds again.
class UnfinishedFile {
 public:
  /// @param key place and version of what is downloaded; empty: never to be found again.
  /// @throws FileWriteError.
  UnfinishedFile(const std::filesystem::path& place, std::string_view key, const support::IdGenerator& ids);
  /// Leaves the file when it can be gone on with and holds anything, else removes it.
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t size() const;
  /// Empties it. @throws FileWriteError.
  void clear();
  /// Puts it in its place, in one step. @throws FileWriteError.
  void move_to(const std::filesystem::path& place);

 private:
  [[nodiscard]] bool open_and_lock();

  int descriptor_ = -1;
  bool findable_;
  std::filesystem::path path_;
};

}  // namespace kili::use_cases
