#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "support/ids.hpp"
#include "support/os/file.hpp"
#include "support/os/folder.hpp"

namespace kili::use_cases {

/// The file that a download is written to before it is renamed to its final name. It stands in the same
/// folder, under a name that follows from `key`, so that a later download of the same content finds it and
/// resumes. Others may put something there under that name: only a regular file of this user without further
/// names is continued, anything else is removed and a new file made. It is locked while this object lives;
/// when another download has the lock, a file with a random name is used instead, which is never resumed.
class UnfinishedFile {
 public:
  /// @param folder where the file will be; must outlive this object.
  /// @param path final path of the file, for messages.
  /// @param key address and version of the content; empty: the download cannot be resumed.
  /// @throws FileWriteError.
  UnfinishedFile(const support::Folder& folder, const std::filesystem::path& path, std::string_view key,
                 const support::IdGenerator& ids);
  /// Keeps the file when it can be resumed and is not empty, else removes it.
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  [[nodiscard]] support::File& file() noexcept { return file_; }
  [[nodiscard]] std::filesystem::path path() const { return final_path_.parent_path() / name_; }
  [[nodiscard]] std::uint64_t size() const;
  /// Removes the content. @throws FileWriteError.
  void clear();
  /// Gives the file its name in the folder, in one step. @throws FileWriteError.
  void move_to(const std::string& name);

 private:
  [[nodiscard]] bool open_and_lock();
  enum class Opened {
    again,       ///< Somebody else was faster.
    in_the_way,  ///< Something else has the name.
    ready
  };
  [[nodiscard]] Opened open();

  const support::Folder& folder_;
  support::File file_;
  std::filesystem::path final_path_;
  std::string name_;  ///< In the folder; empty after move_to().
  bool resumable_;
};

}  // namespace kili::use_cases
