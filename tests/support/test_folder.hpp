#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace kili::test {

/// A folder that goes with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kili-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = pattern;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  /// Path of a name in the folder.
  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file. @return its path.
  [[nodiscard]] std::string file(const std::string& name, const std::string& content = "x") const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

/// The beginning of a PNG file of that size.
[[nodiscard]] inline std::string png(std::uint32_t width = 4, std::uint32_t height = 3) {
  std::string bytes = "\x89PNG\r\n\x1a\n";
  bytes += std::string("\0\0\0\x0dIHDR", 8);
  for (const std::uint32_t side : {width, height}) {
    for (unsigned shift = 32; shift > 0; shift -= 8) bytes += static_cast<char>(side >> (shift - 8) & 0xffU);
  }
  return bytes + std::string("\x08\x02\0\0\0", 5);
}

}  // namespace kili::test
