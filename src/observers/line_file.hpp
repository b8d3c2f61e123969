#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "support/os/file.hpp"

namespace kili::observers {

/// A file to which whole lines are appended. Not thread-safe.
class LineFile {
 public:
  /// Makes the file where there is none. @throws FileWriteError.
  explicit LineFile(const std::filesystem::path& path);

  /// @param line with its end. After a line that came to the file in part the next one begins on a new line.
  [[nodiscard]] std::error_code append(std::string_view line);

 private:
  support::File file_;
  bool is_in_line_ = false;
};

}  // namespace kili::observers
