#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kili::use_cases {

/// State of a file, to find out later whether it was changed.
struct FileStamp {
  std::int64_t changed_at = 0;  ///< Nanoseconds since 1970.
  std::uint64_t inode = 0;
  std::uint64_t size = 0;

  [[nodiscard]] friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// True when the text is the path of something that exists. One that is longer than any path, or contains a
/// NUL byte, is taken for content.
[[nodiscard]] bool file_exists(const std::string& path);

/// Checks that a path leads to a readable file with content.
/// @param asset names the asset in messages. @throws FileError.
[[nodiscard]] FileStamp check_local_file(const std::string& path, std::string_view asset);
/// @throws FileError when the file was changed or removed since the stamp was taken.
void check_unchanged(const std::string& path, const FileStamp& stamp, std::string_view asset);

}  // namespace kili::use_cases
