#pragma once

#include <filesystem>
#include <fstream>
#include <istream>
#include <string>
#include <system_error>

#include "kili/errors.hpp"

namespace kili::cli {

/// Opens a file that the user names.
/// @param name of the file in messages. @param wanted what to give instead: "give a file of JSON lines".
/// @throws FileError when it cannot be read; a folder can be opened, and would look like an empty file.
[[nodiscard]] inline std::ifstream open_to_read(const std::filesystem::path& path, const std::string& name,
                                                const std::string& wanted) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) throw FileError(name + " is a folder; " + wanted);
  std::ifstream stream(path);
  if (!stream) throw FileError(name + " cannot be read; " + wanted);
  return stream;
}

/// What comes to its end and what cannot be read look alike to who asks for the next line.
/// @throws FileError when a stream has ended because it cannot be read.
inline void require_read_to_end(const std::istream& stream, const std::string& name) {
  if (stream.bad()) throw FileError(name + " cannot be read to its end; give a file that can be read");
}

}  // namespace kili::cli
